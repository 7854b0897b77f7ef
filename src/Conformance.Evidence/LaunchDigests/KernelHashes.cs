using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Conformance.Evidence.LaunchDigests;

//  QEMU's table of hashes (target/i386/sev.c, PaddedSevHashTable): GUID | u16 168, then for command line, initrd, kernel: GUID | u16 50 |
//  SHA-256;
//  padded to 176 bytes.

/// <summary>SHA-256 of kernel, initrd and command line, as the VMM puts them into the guest.</summary>
public sealed record KernelHashes(ReadOnlyMemory<byte> Kernel, ReadOnlyMemory<byte> Initrd, ReadOnlyMemory<byte> CommandLine)
{
    private const int TableSize = 168;
    private const int PaddedSize = 176;
    private const int EntrySize = 50;

    private static readonly Guid Header = new("9438d606-4f22-4cc9-b479-a793d411fd21");
    private static readonly Guid CommandLineId = new("97d02dd8-bd20-4c94-aa78-e7714d36ab2a");
    private static readonly Guid InitrdId = new("44baf731-3a2f-4bd7-9af1-41e29169781d");
    private static readonly Guid KernelId = new("4de79437-abd2-427f-b835-d5b172d2045b");

    /// <param name="initrd">Empty where there is none.</param>
    /// <param name="commandLine">Hashed with the zero byte that ends it; no command line is one zero byte.</param>
    public static KernelHashes Of(ReadOnlySpan<byte> kernel, ReadOnlySpan<byte> initrd, string commandLine) =>
        new(SHA256.HashData(kernel), SHA256.HashData(initrd), SHA256.HashData(Encoding.UTF8.GetBytes(commandLine + '\0')));

    /// <summary>The page of the KernelHashes section.</summary>
    /// <exception cref="LaunchDigestException">The firmware leaves no room for the table in its page.</exception>
    public byte[] Page(uint tableGpa)
    {
        var offset = (int)(tableGpa % OvmfImage.PageSize);
        if (offset > OvmfImage.PageSize - PaddedSize)
        {
            throw new LaunchDigestException(
                "firmware SEV hash table",
                $"expected an offset of at most 0x{OvmfImage.PageSize - PaddedSize:x} in its page, found 0x{offset:x}");
        }

        var page = new byte[OvmfImage.PageSize];
        var table = page.AsSpan(offset, PaddedSize);
        WriteHead(table, Header, TableSize);
        WriteEntry(table[18..], CommandLineId, CommandLine.Span);
        WriteEntry(table[(18 + EntrySize)..], InitrdId, Initrd.Span);
        WriteEntry(table[(18 + (2 * EntrySize))..], KernelId, Kernel.Span);
        return page;
    }

    private static void WriteHead(Span<byte> target, Guid id, ushort size)
    {
        // Here the GUIDs have the mixed order of Microsoft's, unlike in certificate tables.
        id.TryWriteBytes(target);
        BinaryPrimitives.WriteUInt16LittleEndian(target[16..], size);
    }

    private static void WriteEntry(Span<byte> target, Guid id, ReadOnlySpan<byte> hash)
    {
        WriteHead(target, id, EntrySize);
        hash.CopyTo(target[18..]);
    }
}
