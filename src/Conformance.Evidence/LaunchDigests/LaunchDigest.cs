using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Conformance.Evidence.LaunchDigests;

//  PAGE_INFO (SNP firmware ABI, publication 56860, SNP_LAUNCH_UPDATE), 0x70 bytes, little-endian:
//  digest before 48 | contents 48 | length u16 = 0x70 | page type u8 | IMI u8 | VMPL3-1 permissions 3 u8 | reserved u8 | GPA u64
//  The digest after a page is SHA-384 of these; it starts as 48 zeros.

/// <summary>The digest of a guest while it is being launched, page by page.</summary>
public sealed class LaunchDigest
{
    /// <summary>In bytes.</summary>
    public const int Size = 48;

    private const int InfoSize = 0x70;

    /// <summary>Where the firmware reports VMSA pages, whatever the VMM says.</summary>
    private const ulong VmsaGpa = 0x0000_FFFF_FFFF_F000;

    private readonly byte[] _value = new byte[Size];

    public ReadOnlySpan<byte> Value => _value;

    /// <summary>Starts where an earlier launch stood, such as after the pages of a known firmware.</summary>
    public static LaunchDigest From(ReadOnlySpan<byte> value)
    {
        if (value.Length != Size)
        {
            throw new LaunchDigestException("seed", $"expected {Size} bytes, found {value.Length}");
        }

        var digest = new LaunchDigest();
        value.CopyTo(digest._value);
        return digest;
    }

    /// <summary>Whole pages with contents.</summary>
    public void AddNormal(ulong gpa, ReadOnlySpan<byte> pages)
    {
        Span<byte> contents = stackalloc byte[Size];
        for (var offset = 0; offset < pages.Length; offset += OvmfImage.PageSize)
        {
            SHA384.HashData(pages.Slice(offset, OvmfImage.PageSize), contents);
            Extend(PageKind.Normal, gpa + (ulong)offset, contents);
        }
    }

    public void AddVmsa(ReadOnlySpan<byte> page)
    {
        Span<byte> contents = stackalloc byte[Size];
        SHA384.HashData(page, contents);
        Extend(PageKind.Vmsa, VmsaGpa, contents);
    }

    /// <summary>Pages whose contents are not measured, only their kind and place.</summary>
    public void AddEmpty(PageKind kind, ulong gpa, uint size)
    {
        Span<byte> contents = stackalloc byte[Size];
        contents.Clear();
        for (uint offset = 0; offset < size; offset += OvmfImage.PageSize)
        {
            Extend(kind, gpa + offset, contents);
        }
    }

    private void Extend(PageKind kind, ulong gpa, ReadOnlySpan<byte> contents)
    {
        Span<byte> info = stackalloc byte[InfoSize];
        info.Clear();
        _value.CopyTo(info);
        contents.CopyTo(info[Size..]);
        BinaryPrimitives.WriteUInt16LittleEndian(info[96..], InfoSize);
        info[98] = (byte)kind;
        BinaryPrimitives.WriteUInt64LittleEndian(info[104..], gpa);
        SHA384.HashData(info, _value);
    }
}
