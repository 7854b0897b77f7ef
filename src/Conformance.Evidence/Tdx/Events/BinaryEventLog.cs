using System.Buffers.Binary;
using System.Security.Cryptography;
using Conformance.Evidence.Checks;

namespace Conformance.Evidence.Tdx;

//  A crypto-agile log (TCG PC Client Platform Firmware Profile 10.2) as the CCEL table of ACPI points to; little-endian, not aligned.
//
//  header  u32 register | u32 EV_NO_ACTION = 3 | 20 zero bytes | u32 size | "Spec ID Event03\0" | u32 platform class
//          | u8 minor | u8 major = 2 | u8 errata | u8 word size | u32 n | n x { u16 algorithm, u16 digest size } | u8 v | v bytes
//  events  u32 register | u32 type | u32 n | n x { u16 algorithm, digest } | u32 size | data
//  end     the bytes, or a rest that is all 00 or all ff: the firmware's buffer
//
//  Registers (UEFI 2.10, 38.4.1): 0 MRTD, 1 to 4 RTMR0 to RTMR3. No event extends MRTD. EV_NO_ACTION extends nothing.

/// <summary>Reads the firmware's own log.</summary>
internal static class BinaryEventLog
{
    private const uint NoAction = 3;
    private const ushort Sha384Id = 0x000C;
    private const int MaxAlgorithms = 8;

    /// <exception cref="EvidenceFormatException">Not such a log: the message names the offset.</exception>
    public static IReadOnlyList<TdxEvent> Read(ReadOnlySpan<byte> bytes)
    {
        var log = new Cursor(bytes);
        var algorithms = ReadHeader(ref log);
        var events = new List<TdxEvent>();
        while (!log.IsAtFill)
        {
            var start = log.Offset;
            var register = log.UInt32();
            var type = log.UInt32();
            if (log.UInt32() != algorithms.Count)
            {
                throw Bad(start + 8, $"expected {algorithms.Count} digests as in the header");
            }

            byte[]? digest = null;
            for (var i = 0; i < algorithms.Count; i++)
            {
                var algorithm = log.UInt16();
                var size = algorithms.TryGetValue(algorithm, out var known)
                    ? known
                    : throw Bad(log.Offset - 2, $"algorithm 0x{algorithm:x4} is not in the header");
                var value = log.Bytes(size);
                digest = algorithm != Sha384Id ? digest
                    : digest is null ? value.ToArray()
                    : throw Bad(log.Offset - size, "SHA-384 stands twice");
            }

            log.Bytes((int)Math.Min(log.UInt32(), int.MaxValue));
            if (type == NoAction)
            {
                continue;
            }

            if (register is < 1 or > TdBody.RtmrCount || digest is null || events.Count == TdxLimits.Events)
            {
                throw Bad(start, register is < 1 or > TdBody.RtmrCount
                    ? $"expected register 1 to {TdBody.RtmrCount} (RTMR0 to RTMR3), found {register}"
                    : digest is null ? "expected a SHA-384, found none" : $"more than {TdxLimits.Events} events");
            }

            events.Add(new TdxEvent((int)register - 1, digest));
        }

        return events;
    }

    private static Dictionary<ushort, int> ReadHeader(ref Cursor log)
    {
        log.UInt32();
        if (log.UInt32() != NoAction || log.Bytes(SHA1.HashSizeInBytes).ContainsAnyExcept((byte)0))
        {
            throw Bad(4, "expected EV_NO_ACTION and a digest of zeros, found another event");
        }

        var end = (long)log.UInt32() + log.Offset;
        var start = log.Offset;
        if (!log.Bytes(16).SequenceEqual("Spec ID Event03\0"u8))
        {
            throw Bad(start, "expected 'Spec ID Event03'");
        }

        log.UInt32();
        var (_, major, _, _) = (log.Byte(), log.Byte(), log.Byte(), log.Byte());
        var count = log.UInt32();
        if (major != 2 || count is 0 or > MaxAlgorithms)
        {
            throw Bad(start + 20, $"expected version 2 with 1 to {MaxAlgorithms} algorithms, found version {major} with {count}");
        }

        var algorithms = new Dictionary<ushort, int>();
        for (var i = 0; i < count; i++)
        {
            if (!algorithms.TryAdd(log.UInt16(), log.UInt16()))
            {
                throw Bad(log.Offset - 4, "an algorithm stands twice");
            }
        }

        log.Bytes(log.Byte());
        return log.Offset != end ? throw Bad(start - 4, $"expected an event of {log.Offset - start} bytes, found {end - start}")
            : algorithms.GetValueOrDefault(Sha384Id) == SHA384.HashSizeInBytes ? algorithms
            : throw Bad(start, "expected SHA-384 with 48 bytes among the algorithms");
    }

    private static EvidenceFormatException Bad(long offset, string message) =>
        new(ReasonCode.TdxEventLogMalformed, $"event log offset {offset}", message);

    private ref struct Cursor(ReadOnlySpan<byte> bytes)
    {
        private readonly ReadOnlySpan<byte> _bytes = bytes;

        public int Offset { get; private set; }

        /// <summary>Nothing is left, or nothing but the empty part of a buffer.</summary>
        public readonly bool IsAtFill => !_bytes[Offset..].ContainsAnyExcept((byte)0x00) || !_bytes[Offset..].ContainsAnyExcept((byte)0xFF);

        public ReadOnlySpan<byte> Bytes(int count)
        {
            if (count > _bytes.Length - Offset)
            {
                throw Bad(Offset, $"expected {count} bytes, found {_bytes.Length - Offset}");
            }

            var value = _bytes.Slice(Offset, count);
            Offset += count;
            return value;
        }

        public byte Byte() => Bytes(1)[0];

        public ushort UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Bytes(2));

        public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Bytes(4));
    }
}
