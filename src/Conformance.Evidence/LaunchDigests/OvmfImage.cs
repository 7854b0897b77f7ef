using System.Buffers.Binary;

namespace Conformance.Evidence.LaunchDigests;

//  OVMF's table of GUIDed structures (OvmfPkg/ResetVector/Ia16/ResetVectorVtf0.asm) ends 0x20 bytes before the image does and is read
//  backwards:
//  each entry is data | u16 size of the entry | GUID. The last one is the footer; its size is that of the whole table.

/// <summary>What the launch of a guest takes from its firmware image.</summary>
public sealed class OvmfImage
{
    public const int PageSize = 4096;

    /// <summary>Real images have 2 to 16 MiB.</summary>
    public const int MaxSize = 64 * 1024 * 1024;

    private const int TableEnd = 0x20;
    private const int EntryHeader = 18;
    private const int MetadataHeader = 16;
    private const int MetadataItem = 12;

    /// <summary>Real images have 4 to 9; the page loop over each is bounded too.</summary>
    private const int MaxSections = 64;

    private static readonly Guid Footer = new("96b582de-1fb2-45f7-baea-a366c55a082d");
    private static readonly Guid HashTable = new("7255371f-3a3b-4b04-927b-1da6efa8d454");
    private static readonly Guid ResetBlock = new("00f771de-1a7e-4fcb-890e-68c77e2fb44e");
    private static readonly Guid SvsmInfo = new("a789a612-0597-4c4b-a49f-cbb1fe9d1ddd");
    private static readonly Guid MetadataOffset = new("dc886566-984a-4798-a75e-5585a7bf67cc");

    private readonly Dictionary<Guid, ReadOnlyMemory<byte>> _table = [];

    private OvmfImage(ReadOnlyMemory<byte> bytes) => Bytes = bytes;

    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The image ends at 4 GiB.</summary>
    public ulong Gpa => 0x1_0000_0000 - (ulong)Bytes.Length;

    /// <summary>Where the hashes of kernel, initrd and command line go; null where the image has no such place.</summary>
    public uint? HashTableGpa { get; private set; }

    /// <summary>Where processors other than the first start.</summary>
    public uint ResetEip { get; private set; }

    /// <summary>An SVSM's image: where in it all processors start; 0 for firmware.</summary>
    public uint SvsmStart { get; private set; }

    public IReadOnlyList<OvmfSection> Sections { get; private set; } = [];

    /// <exception cref="LaunchDigestException">Not a firmware image for SNP guests.</exception>
    public static OvmfImage Parse(ReadOnlyMemory<byte> bytes)
    {
        var image = Open(bytes);
        image.HashTableGpa = image._table.ContainsKey(HashTable) ? image.Number(HashTable, "SEV hash table") : null;
        image.ResetEip = image.Number(ResetBlock, "SEV-ES reset block");
        image.Sections = image.ReadSections();
        return image;
    }

    /// <summary>The image of a secure VM service module (SVSM), which ends with the same kind of table.</summary>
    /// <exception cref="LaunchDigestException">Not such an image.</exception>
    public static OvmfImage ParseSvsm(ReadOnlyMemory<byte> bytes)
    {
        var image = Open(bytes);
        image.SvsmStart = image.Number(SvsmInfo, "SVSM information");
        image.Sections = image.ReadSections();
        return image;
    }

    private static OvmfImage Open(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length == 0 || bytes.Length % PageSize != 0 || bytes.Length > MaxSize)
        {
            throw new LaunchDigestException("firmware", $"expected a multiple of {PageSize} bytes up to {MaxSize}, found {bytes.Length}");
        }

        var image = new OvmfImage(bytes);
        image.ReadTable();
        return image;
    }

    private void ReadTable()
    {
        var span = Bytes.Span;
        var end = span.Length - TableEnd;
        var footer = Entry(end, end);
        if (footer.Id != Footer)
        {
            throw new LaunchDigestException($"firmware offset 0x{end - 16:x}", $"expected the footer {Footer}, found {footer.Id}");
        }

        // The footer's own header is part of the size that it names.
        var start = end - footer.Size;
        for (var position = end - EntryHeader; position > start;)
        {
            var entry = Entry(position, position - start);
            if (!_table.TryAdd(entry.Id, Bytes.Slice(position - entry.Size, entry.Size - EntryHeader)))
            {
                throw new LaunchDigestException($"firmware offset 0x{position - 16:x}", $"{entry.Id} stands twice");
            }

            position -= entry.Size;
        }
    }

    private (Guid Id, int Size) Entry(int end, int room)
    {
        if (room < EntryHeader)
        {
            throw new LaunchDigestException(
                $"firmware offset 0x{end:x}", $"expected an entry of at least {EntryHeader} bytes before here, found {room}");
        }

        var span = Bytes.Span;
        var size = BinaryPrimitives.ReadUInt16LittleEndian(span[(end - EntryHeader)..]);
        return size >= EntryHeader && size <= room
            ? (new Guid(span.Slice(end - 16, 16)), size)
            : throw new LaunchDigestException(
                $"firmware offset 0x{end - EntryHeader:x}", $"expected an entry of {EntryHeader} to {room} bytes, found {size}");
    }

    private uint Number(Guid id, string name) => _table.TryGetValue(id, out var data) && data.Length >= 4
        ? BinaryPrimitives.ReadUInt32LittleEndian(data.Span)
        : throw new LaunchDigestException("firmware table", $"expected the entry {id} ({name}), found none");

    private List<OvmfSection> ReadSections()
    {
        // u32 distance of the header from the end of the image; then "ASEV", u32 size, u32 version, u32 count; items of u32 gpa, size,
        // type.
        var distance = Number(MetadataOffset, "SEV metadata");
        if (distance > Bytes.Length || distance < MetadataHeader)
        {
            throw new LaunchDigestException("firmware metadata offset", $"expected {MetadataHeader} to {Bytes.Length}, found {distance}");
        }

        var offset = Bytes.Length - (int)distance;
        var header = Bytes.Span[offset..];
        if (!header.StartsWith("ASEV"u8))
        {
            throw new LaunchDigestException($"firmware offset 0x{offset:x}", "expected 'ASEV'");
        }

        var version = BinaryPrimitives.ReadUInt32LittleEndian(header[8..]);
        var count = BinaryPrimitives.ReadUInt32LittleEndian(header[12..]);
        if (version != 1 || count > MaxSections || MetadataHeader + (count * MetadataItem) > header.Length)
        {
            throw new LaunchDigestException(
                $"firmware offset 0x{offset + 8:x}",
                $"expected version 1 and at most {MaxSections} sections that fit, found version {version} and {count}");
        }

        var sections = new List<OvmfSection>();
        for (var i = 0; i < count; i++)
        {
            var item = header[(MetadataHeader + (i * MetadataItem))..];
            var kind = BinaryPrimitives.ReadUInt32LittleEndian(item[8..]);

            // Unchecked: a kind that is no kind is refused below, and must not be an overflow before.
            var section = new OvmfSection(
                BinaryPrimitives.ReadUInt32LittleEndian(item), BinaryPrimitives.ReadUInt32LittleEndian(item[4..]), unchecked(
                    (SectionKind)kind));
            sections.Add(Enum.IsDefined(section.Kind) && section.Size % PageSize == 0 && section.Gpa % PageSize == 0 && section.Size <= MaxSize
                ? section
                : throw new LaunchDigestException(
                    $"firmware metadata section {i}", $"expected whole pages of a known kind, found 0x{section.Gpa:x} size 0x{section.Size:x} kind {kind}"));
        }

        return sections;
    }
}
