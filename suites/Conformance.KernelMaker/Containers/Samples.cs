using System.Buffers.Binary;
using System.Text;

namespace Conformance.KernelMaker.Containers;

/// <summary>Small payloads. The PTX could be compiled; the cubins are ELF headers around no code, which nobody should load.</summary>
internal static class Samples
{
    public static byte[] Ptx(string version, string target) => Encoding.ASCII.GetBytes(
        $"//\n// A kernel that does nothing.\n//\n.version {version}\n.target {target}\n.address_size 64\n\n.visible .entry nothing()\n{{\n\tret;\n}}\n\0");

    public static EntrySpec PtxEntry(int architecture, ushort major, ushort minor, string suffix = "") => new()
    {
        Kind = 1, Major = major, Minor = minor, Architecture = (uint)architecture,
            Payload = Ptx($"{major}.{minor}", $"sm_{architecture}{suffix}"),
    };

    public static EntrySpec CubinEntry(int architecture, bool isNewAbi = true) => new()
    {
        Kind = 2, Major = 1, Minor = 7, Architecture = (uint)architecture, Payload = Cubin(architecture, isNewAbi),
    };

    /// <summary>A header, one section with four bytes, and the table of sections.</summary>
    public static byte[] Cubin(int architecture, bool isNewAbi, bool isSpecific = false)
    {
        var file = new byte[64 + 8 + (2 * 64)];
        (stackalloc byte[] { 0x7F, 0x45, 0x4C, 0x46, 2, 1, 1, isNewAbi ? (byte)0x41 : (byte)0x33,
            isNewAbi ? (byte)8 : (byte)7 }).CopyTo(file);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(0x10), 2);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(0x12), 190);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(0x14), 1);
        BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(0x28), 72);
        var flags = isNewAbi ? (architecture << 16) | (architecture << 8) | 0x4 | (isSpecific ? 0x8 : 0)
            : (architecture << 16) | 0x500 | architecture | (isSpecific ? 0x800 : 0);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(0x30), (uint)flags);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(0x34), 64);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(0x3A), 64);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(0x3C), 2);
        "code"u8.CopyTo(file.AsSpan(64));
        var section = file.AsSpan(72 + 64);
        BinaryPrimitives.WriteUInt32LittleEndian(section[4..], 1);
        BinaryPrimitives.WriteUInt64LittleEndian(section[24..], 64);
        BinaryPrimitives.WriteUInt64LittleEndian(section[32..], 4);
        return file;
    }

    /// <summary>
    /// The same entry with its payload as one LZ4 block that only has literals (lz4_Block_format.md: token, length, literals).
    /// </summary>
    public static EntrySpec Lz4(EntrySpec entry)
    {
        var length = entry.Payload.Length - 15;
        byte[] block = [0xF0, .. Enumerable.Repeat((byte)255, length / 255), (byte)(length % 255), .. entry.Payload];
        return entry with { Flags = 0x2011, StoredSize = (uint)block.Length, ExpandedSize = (ulong)entry.Payload.Length, Payload = block };
    }

    /// <summary>The same entry with its payload as one Zstandard frame of one raw block (RFC 8878, 3.1.1).</summary>
    public static EntrySpec Zstandard(EntrySpec entry)
    {
        // Frame header descriptor: single segment, content size in 2 bytes, counted from 256; block header: raw, last.
        var size = entry.Payload.Length;
        var block = (size << 3) | 1;
        byte[] frame =
        [
            0x28, 0xB5, 0x2F, 0xFD, 0x60, (byte)((size - 256) & 0xFF), (byte)((size - 256) >> 8), (byte)(block & 0xFF),
            (byte)((block >> 8) & 0xFF), (byte)(block >> 16), .. entry.Payload,
        ];
        return entry with { Flags = 0x8011, StoredSize = (uint)frame.Length, ExpandedSize = (ulong)size, Payload = frame };
    }
}
