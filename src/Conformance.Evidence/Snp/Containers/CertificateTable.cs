using System.Buffers.Binary;
using Conformance.Evidence.Checks;

namespace Conformance.Evidence.Snp.Containers;

//  Certificate table of an extended guest request (GHCB specification, publication 56421, section 4.1.8.1).
//  Entries of 24 bytes {GUID, offset u32, length u32}, ended by one of zeros, then the data. GUID bytes are in textual order.

/// <summary>What the host sent beside a report. The contents, DER or PEM, are not looked at here.</summary>
public sealed class CertificateTable
{
    private const int EntrySize = 24;

    /// <summary>Six kinds are defined; room for more, but not for a walk without end.</summary>
    private const int MaxEntries = 32;

    private readonly Dictionary<Guid, ReadOnlyMemory<byte>> _entries = [];

    private CertificateTable()
    {
    }

    public static Guid VcekId { get; } = new("63da758d-e664-4564-adc5-f4b93be8accd");

    public static Guid VlekId { get; } = new("a8074bc2-a25a-483e-aae6-39c045a0b8a1");

    public static Guid AskId { get; } = new("4ab7b379-bbac-4fe4-a02f-05aef327c782");

    public static Guid ArkId { get; } = new("c0b406a4-a803-4952-9743-3fb6014cd0ae");

    public static Guid CrlId { get; } = new("92f81bc3-5811-4d3d-97ff-d19f88dc67ea");

    public static Guid PlatformId { get; } = new("ecae0c0f-9502-43b1-afa2-0ae2e0d565b6");

    /// <summary>CPUID leaf 1, EAX, as the host states it; null where the table does not say.</summary>
    public uint? CpuidEax { get; private set; }

    public ReadOnlyMemory<byte>? Find(Guid id) => _entries.TryGetValue(id, out var bytes) ? (ReadOnlyMemory<byte>?)bytes : null;

    /// <exception cref="EvidenceFormatException">No terminator, an entry that points outside, or one kind twice.</exception>
    public static CertificateTable Read(ReadOnlyMemory<byte> bytes)
    {
        var table = new CertificateTable();
        var entries = new List<(Guid Id, uint Offset, uint Length)>();
        var offset = 0;
        while (true)
        {
            if (bytes.Length - offset < EntrySize || entries.Count == MaxEntries)
            {
                throw Bad(offset, "expected an entry of zeros at the end of the table, found none");
            }

            var entry = bytes.Span.Slice(offset, EntrySize);
            offset += EntrySize;
            if (!entry.ContainsAnyExcept((byte)0))
            {
                break;
            }

            entries.Add((
                new Guid(entry[..16], bigEndian: true),
                BinaryPrimitives.ReadUInt32LittleEndian(entry[16..]),
                BinaryPrimitives.ReadUInt32LittleEndian(entry[20..])));
        }

        for (var i = 0; i < entries.Count; i++)
        {
            var (id, start, length) = entries[i];
            if (start < offset || (ulong)start + length > (ulong)bytes.Length)
            {
                throw Bad(
                    i * EntrySize, $"expected data between 0x{offset:x} and 0x{bytes.Length:x}, found 0x{start:x} and {length} bytes");
            }

            if (!table._entries.TryAdd(id, bytes.Slice((int)start, (int)length)))
            {
                throw Bad(i * EntrySize, $"{id} stands twice");
            }
        }

        if (table.Find(PlatformId) is { } platform)
        {
            // u32 size, u32 CPUID_1_EAX
            table.CpuidEax = platform.Length == 8 && BinaryPrimitives.ReadUInt32LittleEndian(platform.Span) == 8
                ? BinaryPrimitives.ReadUInt32LittleEndian(platform.Span[4..])
                : throw new EvidenceFormatException(
                    ReasonCode.SnpContainer, "certificate table, platform information",
                    $"expected 8 bytes that say so, found {platform.Length}");
        }

        return table;
    }

    private static EvidenceFormatException Bad(int offset, string message) =>
        new(ReasonCode.SnpContainer, $"certificate table offset 0x{offset:x}", message);
}
