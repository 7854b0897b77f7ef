using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;
using Conformance.Evidence;

namespace Conformance.Kernels.Containers;

/// <summary>
/// Reads a CUDA fat binary (see <see cref="FatbinLayout"/>), strictly: each byte is a field, a payload or a zero that fills up.
/// </summary>
public static class Fatbin
{
    /// <summary>The largest that a library of kernels has for one module is some tens of MiB.</summary>
    public const int MaxSize = 256 * 1024 * 1024;

    /// <summary>One for each architecture and kind; there are about thirty architectures.</summary>
    public const int MaxEntries = 256;

    /// <summary>The fields and two texts.</summary>
    public const int MaxEntryHeader = 16 * 1024;

    /// <summary>Of one payload once expanded.</summary>
    public const int MaxExpanded = 256 * 1024 * 1024;

    /// <param name="file">The whole file, and nothing else.</param>
    /// <exception cref="EvidenceFormatException">Not a fat binary, with one of <see cref="FatbinReason"/>.</exception>
    public static IReadOnlyList<FatbinEntry> Read(ReadOnlyMemory<byte> file)
    {
        CheckHeader(file.Span);
        var entries = new List<FatbinEntry>();
        for (var offset = FatbinLayout.HeaderSize; offset < file.Length;)
        {
            if (entries.Count == MaxEntries)
            {
                throw Bad(FatbinReason.Limit, offset, $"expected at most {MaxEntries} entries, found more");
            }

            entries.Add(ReadEntry(file, ref offset));
        }

        return entries;
    }

    private static void CheckHeader(ReadOnlySpan<byte> file)
    {
        if (file.Length is < FatbinLayout.HeaderSize or > MaxSize)
        {
            throw Bad(file.Length > MaxSize ? FatbinReason.Limit : FatbinReason.Truncated, 0,
                $"expected 16 to {MaxSize} bytes, found {file.Length}");
        }

        var magic = BinaryPrimitives.ReadUInt32LittleEndian(file);
        Require(magic == FatbinLayout.Magic, FatbinReason.Magic, 0, magic == FatbinLayout.WrapperMagic
            ? "this is the wrapper in a host program, which holds an address, not the fat binary"
            : $"expected {FatbinLayout.Magic:x8}, found {magic:x8}");
        Expect(FatbinReason.Version, 4, FatbinLayout.Version, BinaryPrimitives.ReadUInt16LittleEndian(file[4..]));
        Expect(FatbinReason.HeaderSize, 6, FatbinLayout.HeaderSize, BinaryPrimitives.ReadUInt16LittleEndian(file[6..]));
        var size = BinaryPrimitives.ReadUInt64LittleEndian(file[8..]);
        var found = (ulong)(file.Length - FatbinLayout.HeaderSize);
        Require(size != 0, FatbinReason.Empty, 8, "no entry");
        Require(size <= found, FatbinReason.Truncated, 8, $"expected {size} bytes of entries, found {found}");
        Require(size == found, FatbinReason.Trailing, 8, $"expected {size} bytes of entries, found {found}");
        Require(size % FatbinLayout.Alignment == 0, FatbinReason.Alignment, 8, $"expected a multiple of 8, found {size}");
    }

    private static FatbinEntry ReadEntry(ReadOnlyMemory<byte> file, ref int offset)
    {
        var at = offset;
        var left = file.Length - at;
        Require(left >= FatbinLayout.EntryHeaderSize, FatbinReason.Truncated, at,
            $"expected the 64 bytes of an entry's header, found {left}");
        var fields = file.Span[at..];
        var kind = BinaryPrimitives.ReadUInt16LittleEndian(fields);
        Require(kind is 1 or 2, FatbinReason.Kind, at, $"expected kind 1 (PTX) or 2 (cubin), found {kind}{KindName(kind)}");
        Expect(FatbinReason.EntryVersion, at + 2, FatbinLayout.EntryVersion, BinaryPrimitives.ReadUInt16LittleEndian(fields[2..]));
        var headerSize = BinaryPrimitives.ReadUInt32LittleEndian(fields[4..]);
        Require(
            headerSize is >= FatbinLayout.EntryHeaderSize and <= MaxEntryHeader && headerSize % FatbinLayout.Alignment == 0,
            FatbinReason.EntryHeader, at + 4, $"expected a multiple of 8 from 64 to {MaxEntryHeader}, found {headerSize}");
        Require(headerSize <= left, FatbinReason.Truncated, at + 4, $"expected {headerSize} bytes of header, found {left}");
        left -= (int)headerSize;

        var padded = BinaryPrimitives.ReadUInt64LittleEndian(fields[8..]);
        Require(padded != 0, FatbinReason.Empty, at + 8, "no payload");
        Require(padded <= (ulong)left, FatbinReason.Truncated, at + 8, $"expected {padded} bytes of payload, found {left}");
        Require(padded % FatbinLayout.Alignment == 0, FatbinReason.Alignment, at + 8, $"expected a multiple of 8, found {padded}");
        Require(BinaryPrimitives.ReadUInt64LittleEndian(fields[48..]) == 0, FatbinReason.Reserved, at + 48, "expected zero");

        var flags = BinaryPrimitives.ReadUInt64LittleEndian(fields[40..]);
        var compression = CompressionOf(flags, at + 40);
        var payload = file.Slice(at + (int)headerSize, (int)padded);
        var (stored, expanded) = Sizes(fields, payload, compression, at);
        var header = fields[..(int)headerSize];
        offset = at + (int)headerSize + (int)padded;
        return new FatbinEntry(
            at, (FatbinKind)kind,
            BinaryPrimitives.ReadUInt16LittleEndian(fields[26..]), BinaryPrimitives.ReadUInt16LittleEndian(fields[24..]),
            Architecture(BinaryPrimitives.ReadUInt32LittleEndian(fields[28..]), at + 28), flags, compression,
            Text(header, BinaryPrimitives.ReadUInt32LittleEndian(fields[32..]), BinaryPrimitives.ReadUInt32LittleEndian(fields[36..]),
                at + 32, "name"),
            OptionsOf(header, at), stored, expanded);
    }

    /// <summary>The stored bytes and their expanded size.</summary>
    private static (ReadOnlyMemory<byte> Stored, int Expanded) Sizes(
        ReadOnlySpan<byte> fields, ReadOnlyMemory<byte> payload, FatbinCompression compression, int at)
    {
        var stored = BinaryPrimitives.ReadUInt32LittleEndian(fields[16..]);
        var expanded = BinaryPrimitives.ReadUInt64LittleEndian(fields[56..]);
        if (compression == FatbinCompression.None)
        {
            Require(stored == 0 && expanded == 0, FatbinReason.Size, at + 16,
                $"expected no sizes for a payload that is not compressed, found {stored} and {expanded}");
            return (payload, 0);
        }

        Require(
            stored != 0 && stored <= payload.Length && payload.Length - stored < FatbinLayout.Alignment,
            FatbinReason.Size, at + 16, $"expected {payload.Length} bytes less at most 7, found {stored}");
        Require(expanded is not 0 and <= MaxExpanded, FatbinReason.Size, at + 56, $"expected 1 to {MaxExpanded}, found {expanded}");
        Require(!payload.Span[(int)stored..].ContainsAnyExcept((byte)0), FatbinReason.Padding, at + 16,
            "expected zeros behind the payload");
        return (payload[..(int)stored], (int)expanded);
    }

    private static FatbinCompression CompressionOf(ulong flags, int at)
    {
        const ulong known =
            FatbinLayout.Is64Bit | FatbinLayout.Harmless | FatbinLayout.OldCompression | FatbinLayout.Lz4 | FatbinLayout.Zstandard;
        Require((flags & ~known) == 0, FatbinReason.Flags, at, $"flags {flags & ~known:x} are not known");
        Require((flags & FatbinLayout.Is64Bit) != 0, FatbinReason.Flags, at, "this is code for 32-bit addresses");
        return (flags & (FatbinLayout.OldCompression | FatbinLayout.Lz4 | FatbinLayout.Zstandard)) switch
        {
            0 => FatbinCompression.None,
            FatbinLayout.Lz4 => FatbinCompression.Lz4,
            FatbinLayout.Zstandard => FatbinCompression.Zstandard,
            FatbinLayout.OldCompression =>
                throw Bad(FatbinReason.Compression, at, "the compression of CUDA 5 and earlier (flag 1000) is not read"),
            _ => throw Bad(FatbinReason.Flags, at, "more than one compression"),
        };
    }

    private static string? OptionsOf(ReadOnlySpan<byte> header, int at)
    {
        var pair = BinaryPrimitives.ReadUInt32LittleEndian(header[20..]);
        if (pair == 0)
        {
            return null;
        }

        Require(pair >= FatbinLayout.EntryHeaderSize && pair + 8UL <= (ulong)header.Length, FatbinReason.Text, at + 20,
            $"the options' pair at {pair} is outside the header");
        var place = header[(int)pair..];
        return Text(header, BinaryPrimitives.ReadUInt32LittleEndian(place), BinaryPrimitives.ReadUInt32LittleEndian(place[4..]),
            at + (int)pair, "options");
    }

    private static string? Text(ReadOnlySpan<byte> header, uint offset, uint length, int at, string what)
    {
        if (length == 0)
        {
            return null;
        }

        Require(
            offset >= FatbinLayout.EntryHeaderSize && (ulong)offset + length <= (ulong)header.Length,
            FatbinReason.Text, at, $"the {what}, {length} bytes at {offset}, lie outside the header");
        var bytes = header.Slice((int)offset, (int)length).TrimEnd((byte)0);
        Require(Utf8.IsValid(bytes), FatbinReason.Text, at, $"the {what} are not UTF-8");
        return Encoding.UTF8.GetString(bytes);
    }

    private static int Architecture(uint value, int at) =>
        value is >= 10 and < 1000 ? (int)value
            : throw Bad(FatbinReason.Architecture, at, $"expected an architecture like 70, found {value}");

    private static string KindName(int kind) => kind switch
    {
        4 => ", a cubin of CUDA 2",
        8 => ", NVVM IR for a linker",
        _ => "",
    };

    private static void Expect(string reason, int offset, int expected, int found) =>
        Require(expected == found, reason, offset, $"expected {expected}, found {found}");

    private static void Require(bool condition, string reason, int offset, string message)
    {
        if (!condition)
        {
            throw Bad(reason, offset, message);
        }
    }

    private static EvidenceFormatException Bad(string reason, int offset, string message) =>
        new(reason, $"fat binary offset 0x{offset:x}", message);
}
