using System.Buffers.Binary;
using Conformance.Kernels.Containers;

namespace Conformance.KernelMaker.Containers;

/// <summary>Containers that are read, and for every rule of the format one that breaks only that rule.</summary>
internal static class FormatCases
{
    private static readonly EntrySpec Ptx = Samples.PtxEntry(70, 7, 0);
    private static readonly EntrySpec Cubin = Samples.CubinEntry(90);

    public static IReadOnlyList<FormatCase> All { get; } =
    [
        Good("ptx", Ptx),
        Good("cubin", Cubin),
        Good("cubin-old-abi", Samples.CubinEntry(75, isNewAbi: false)),
        Good("two-architectures", Ptx, Samples.PtxEntry(90, 8, 0), Cubin),
        Good("specific-beside-general", Samples.PtxEntry(90, 8, 0), Samples.PtxEntry(90, 8, 0, "a")),
        Good("family", Samples.PtxEntry(100, 8, 8, "f")),
        Good("lz4", Samples.Lz4(Ptx)),
        Good("zstandard", Samples.Zstandard(Long())),
        Good("name", Ptx with { Tail = "main.cu\0"u8.ToArray(), NameAt = 64, NameLength = 7 }),
        Good("options", Ptx with { OptionsAt = 64, Tail = [.. Pair(72, 3), .. "-O3\0\0\0\0\0"u8] }),
        Good("debug-flag", Ptx with { Flags = 0x13 }),
        Good("ptx-without-zero", Ptx with { Payload = Samples.Ptx("7.0", "sm_70")[..^1] }),

        Bad("magic", FatbinReason.Magic, new FileSpec(Ptx) { Magic = 0xBA55ED51 }),
        Bad("wrapper", FatbinReason.Magic, new FileSpec(Ptx) { Magic = 0x466243B1 }),
        Bad("version", FatbinReason.Version, new FileSpec(Ptx) { Version = 2 }),
        Bad("header-size", FatbinReason.HeaderSize, new FileSpec(Ptx) { HeaderSize = 24 }),
        Bad("no-entry", FatbinReason.Empty, new FileSpec()),
        Bad("size-too-large", FatbinReason.Truncated, new FileSpec(Ptx) { Size = 1 << 20 }),
        Bad("size-too-small", FatbinReason.Trailing, new FileSpec(Ptx) { Size = 64 }),
        Bad("size-huge", FatbinReason.Truncated, new FileSpec(Ptx) { Size = ulong.MaxValue }),
        Bad("trailing", FatbinReason.Alignment, new FileSpec(Ptx) { Trailing = [0, 0, 0] }),
        Bad("short-header", FatbinReason.Truncated, new FileSpec(Ptx).Write()[..15]),
        Bad("short-entry", FatbinReason.Truncated, new FileSpec(Ptx) { Trailing = new byte[56] }),

        Bad("kind-old-cubin", FatbinReason.Kind, Ptx with { Kind = 4 }),
        Bad("kind-ir", FatbinReason.Kind, Ptx with { Kind = 8 }),
        Bad("kind-zero", FatbinReason.Kind, new FileSpec(Ptx) { Trailing = new byte[64] }),
        Bad("entry-version", FatbinReason.EntryVersion, Ptx with { Version = 0x0100 }),
        Bad("entry-header-small", FatbinReason.EntryHeader, Ptx with { HeaderSize = 56 }),
        Bad("entry-header-odd", FatbinReason.EntryHeader, Ptx with { HeaderSize = 65 }),
        Bad("entry-header-huge", FatbinReason.EntryHeader, Ptx with { HeaderSize = 0xFFFFFFF8 }),
        Bad("entry-header-beyond", FatbinReason.Truncated, Ptx with { HeaderSize = 8192 }),
        Bad("payload-zero", FatbinReason.Empty, Ptx with { Payload = [] }),
        Bad("payload-beyond", FatbinReason.Truncated, Ptx with { PaddedSize = 1 << 20 }),
        Bad("payload-huge", FatbinReason.Truncated, Ptx with { PaddedSize = 0xFFFFFFFFFFFFFFF8 }),
        Bad("payload-odd", FatbinReason.Alignment, Ptx with { PaddedSize = 65 }),
        Bad("payload-overlaps-next", FatbinReason.Kind, Ptx with { PaddedSize = 64 }, Cubin),
        Bad("sizes-without-compression", FatbinReason.Size, Ptx with { StoredSize = 8 }),
        Bad("expanded-without-compression", FatbinReason.Size, Ptx with { ExpandedSize = 8 }),
        Bad("stored-zero", FatbinReason.Size, Samples.Lz4(Ptx) with { StoredSize = 0 }),
        Bad("stored-too-small", FatbinReason.Size, Samples.Lz4(Ptx) with { StoredSize = 16 }),
        Bad("stored-too-large", FatbinReason.Size, Samples.Lz4(Ptx) with { StoredSize = 0x7FFFFFFF }),
        Bad("expanded-zero", FatbinReason.Size, Samples.Lz4(Ptx) with { ExpandedSize = 0 }),
        Bad("expanded-huge", FatbinReason.Size, Samples.Lz4(Ptx) with { ExpandedSize = ulong.MaxValue }),
        Bad("padding", FatbinReason.Padding, Samples.Lz4(Ptx) with { Fill = 0xFF }),
        Bad("padding-cubin", FatbinReason.Padding, Cubin with { Payload = [.. Cubin.Payload, 1] }),
        Bad("padding-cubin-long", FatbinReason.Padding, Cubin with { Payload = [.. Cubin.Payload, 0, 0, 0, 0, 0, 0, 0, 0] }),
        Bad("padding-ptx-long", FatbinReason.Padding, Ptx with { Payload = [.. Ptx.Payload, .. new byte[16]] }),
        Bad("flags-32-bit", FatbinReason.Flags, Ptx with { Flags = 0x10 }),
        Bad("flags-unknown", FatbinReason.Flags, Ptx with { Flags = 0x100011 }),
        Bad("flags-two-compressions", FatbinReason.Flags, Samples.Lz4(Ptx) with { Flags = 0xA011 }),
        Bad("reserved", FatbinReason.Reserved, Ptx with { Reserved = 1 }),
        Bad("name-outside", FatbinReason.Text, Ptx with { NameAt = 64, NameLength = 8 }),
        Bad("name-over-fields", FatbinReason.Text, Ptx with { NameAt = 32, NameLength = 8 }),
        Bad("name-wraps", FatbinReason.Text, Ptx with { NameAt = 0xFFFFFFFF, NameLength = 0xFFFFFFFF }),
        Bad("name-not-utf8", FatbinReason.Text, Ptx with { Tail = [0xFF, 0, 0, 0, 0, 0, 0, 0], NameAt = 64, NameLength = 1 }),
        Bad("options-outside", FatbinReason.Text, Ptx with { OptionsAt = 64 }),
        Bad("options-text-outside", FatbinReason.Text, Ptx with { OptionsAt = 64, Tail = Pair(72, 1) }),
        Bad("compression-old", FatbinReason.Compression, Samples.Lz4(Ptx) with { Flags = 0x1011 }),
        Bad("lz4-garbage", FatbinReason.Compression,
            Samples.Lz4(Ptx) with { Payload = Enumerable.Repeat((byte)0xFF, 160).ToArray(), StoredSize = 160 }),
        Bad("lz4-longer", FatbinReason.Compression, Samples.Lz4(Ptx) with { ExpandedSize = (ulong)Ptx.Payload.Length + 1 }),
        Bad("lz4-shorter", FatbinReason.Compression, Samples.Lz4(Ptx) with { ExpandedSize = (ulong)Ptx.Payload.Length - 1 }),
        Bad("zstandard-garbage", FatbinReason.Compression, Samples.Zstandard(Long()) with { Payload = new byte[160], StoredSize = 160 }),
        Bad("zstandard-shorter", FatbinReason.Compression, Samples.Zstandard(Long()) with { ExpandedSize = 64 }),
        Bad("zstandard-longer", FatbinReason.Compression, Samples.Zstandard(Long()) with { ExpandedSize = 4096 }),
        Bad("elf-short", FatbinReason.Elf, Cubin with { Payload = Cubin.Payload[..56] }),
        Bad("elf-32-bit", FatbinReason.Elf, Changed(4, 1)),
        Bad("elf-machine", FatbinReason.Elf, Changed(0x12, 62)),
        Bad("elf-type", FatbinReason.Elf, Changed(0x10, 3)),
        Bad("elf-abi", FatbinReason.Elf, Changed(8, 9)),
        Bad("elf-header-size", FatbinReason.Elf, Changed(0x34, 52)),
        Bad("elf-sections-outside", FatbinReason.Elf, Changed(0x3C, 200)),
        Bad("elf-section-outside", FatbinReason.Elf, Changed(72 + 64 + 32, 255)),
        Bad("elf-section-wraps", FatbinReason.Elf, Changed(72 + 64 + 31, 255)),
        Bad("ptx-empty", FatbinReason.Ptx, Ptx with { Payload = new byte[8] }),
        Bad("ptx-not-ascii", FatbinReason.Ptx, Ptx with { Payload = [.. "//\u00e9\n"u8, .. Ptx.Payload] }),
        Bad("ptx-no-target", FatbinReason.Ptx, Ptx with { Payload = ".version 7.0\n.address_size 64\n\0"u8.ToArray() }),
        Bad("ptx-target-in-comment", FatbinReason.Ptx, Ptx with { Payload = ".version 7.0\n/* .target sm_70 */\n\0"u8.ToArray() }),
        Bad("ptx-open-comment", FatbinReason.Ptx, Ptx with { Payload = [.. "/* "u8, .. Ptx.Payload] }),
        Bad("architecture-zero", FatbinReason.Architecture, Ptx with { Architecture = 0 }),
        Bad("architecture-ptx", FatbinReason.Architecture, Ptx with { Architecture = 75 }),
        Bad("architecture-cubin", FatbinReason.Architecture, Cubin with { Architecture = 89 }),
        Bad("ptx-version", FatbinReason.Architecture, Ptx with { Minor = 1 }),
        Bad("duplicate", FatbinReason.Duplicate, Ptx, Ptx),
    ];

    /// <summary>Long enough for the form of frame header that the sample writes.</summary>
    private static EntrySpec Long() => Ptx with { Payload = [.. "//"u8, .. Enumerable.Repeat((byte)'-', 300), (byte)'\n', .. Ptx.Payload] };

    private static EntrySpec Changed(int offset, byte value)
    {
        var payload = Cubin.Payload.ToArray();
        payload[offset] = value;
        return Cubin with { Payload = payload };
    }

    private static byte[] Pair(uint offset, uint length)
    {
        var pair = new byte[8];
        BinaryPrimitives.WriteUInt32LittleEndian(pair, offset);
        BinaryPrimitives.WriteUInt32LittleEndian(pair.AsSpan(4), length);
        return pair;
    }

    private static FormatCase Good(string id, params EntrySpec[] entries) => new(id, null, new FileSpec(entries).Write());

    private static FormatCase Bad(string id, string reason, params EntrySpec[] entries) => Bad(id, reason, new FileSpec(entries));

    private static FormatCase Bad(string id, string reason, FileSpec file) => Bad(id, reason, file.Write());

    private static FormatCase Bad(string id, string reason, byte[] file) => new(id, reason, file);
}
