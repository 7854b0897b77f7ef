using System.Buffers.Binary;
using Conformance.Evidence;

namespace Conformance.Kernels.Containers;

//  The ELF header of a cubin (System V gABI, 64-bit, little-endian). Machine 190 is EM_CUDA. Two conventions say the architecture in
//  e_flags (LLVM, BinaryFormat/ELF.h: EF_CUDA_…):
//
//  OSABI 0x33, ABI version 7   bits 0 to 7; bit 11 marks code for one architecture only (sm_90a)
//  OSABI 0x41, ABI version 8   bits 8 to 15; bit 3 marks it

/// <summary>What a cubin says about itself.</summary>
/// <param name="Architecture">70 for sm_70.</param>
/// <param name="IsSpecific">Runs on this architecture and on no later one.</param>
/// <param name="IsLinked">False for an object that still has to go through a linker.</param>
/// <param name="Size">Bytes from the start to the end of the last part that a table names.</param>
internal sealed record CubinHeader(int Architecture, bool IsSpecific, bool IsLinked, int Size)
{
    private const int HeaderSize = 64;
    private const int SegmentSize = 56;
    private const int SectionSize = 64;
    private const uint NoBits = 8;
    private const int CudaMachine = 190;

    /// <exception cref="EvidenceFormatException">Not a cubin, with <see cref="FatbinReason.Elf"/>.</exception>
    public static CubinHeader Read(ReadOnlySpan<byte> file, string place)
    {
        Require(file.Length >= HeaderSize && file.StartsWith("\u007fELF\u0002\u0001\u0001"u8), place, 0,
            "expected the header of a 64-bit little-endian ELF file");
        Expect(place, 0x12, "machine", CudaMachine, BinaryPrimitives.ReadUInt16LittleEndian(file[0x12..]));
        var type = BinaryPrimitives.ReadUInt16LittleEndian(file[0x10..]);
        Require(type is 1 or 2, place, 0x10, $"expected an executable (2) or an object (1), found {type}");
        var flags = BinaryPrimitives.ReadUInt32LittleEndian(file[0x30..]);
        var (architecture, isSpecific) = (file[7], file[8]) switch
        {
            (0x33, 7) => (flags & 0xFF, (flags & 0x800) != 0),
            (0x41, 8) => ((flags >> 8) & 0xFF, (flags & 0x8) != 0),
            _ => throw Bad(place, 7, $"expected OSABI 33 with version 7 or 41 with 8, found {file[7]:x2} with {file[8]}"),
        };
        return new CubinHeader((int)architecture, isSpecific, type == 2, SizeOf(file, place));
    }

    private static int SizeOf(ReadOnlySpan<byte> file, string place)
    {
        Expect(place, 0x34, "header size", HeaderSize, BinaryPrimitives.ReadUInt16LittleEndian(file[0x34..]));
        var end = (ulong)HeaderSize;
        var segments = Table(file, place, 0x20, 0x36, SegmentSize, ref end);
        for (var i = 0; i < segments.Length; i += SegmentSize)
        {
            Extend(ref end, file, place, BinaryPrimitives.ReadUInt64LittleEndian(segments[(i + 8)..]),
                BinaryPrimitives.ReadUInt64LittleEndian(segments[(i + 32)..]));
        }

        var sections = Table(file, place, 0x28, 0x3A, SectionSize, ref end);
        for (var i = 0; i < sections.Length; i += SectionSize)
        {
            // The first section is the null section; one without bits occupies no space in the file.
            if (BinaryPrimitives.ReadUInt32LittleEndian(sections[(i + 4)..]) is not (0 or NoBits))
            {
                Extend(ref end, file, place, BinaryPrimitives.ReadUInt64LittleEndian(sections[(i + 24)..]),
                    BinaryPrimitives.ReadUInt64LittleEndian(sections[(i + 32)..]));
            }
        }

        return (int)end;
    }

    private static ReadOnlySpan<byte> Table(ReadOnlySpan<byte> file, string place, int offsetAt, int sizeAt, int entrySize, ref ulong end)
    {
        var offset = BinaryPrimitives.ReadUInt64LittleEndian(file[offsetAt..]);
        var count = BinaryPrimitives.ReadUInt16LittleEndian(file[(sizeAt + 2)..]);
        if (count == 0)
        {
            return [];
        }

        Expect(place, sizeAt, "size of a table's entry", entrySize, BinaryPrimitives.ReadUInt16LittleEndian(file[sizeAt..]));
        Extend(ref end, file, place, offset, (ulong)(count * entrySize));
        return file.Slice((int)offset, count * entrySize);
    }

    private static void Extend(ref ulong end, ReadOnlySpan<byte> file, string place, ulong offset, ulong size)
    {
        var length = (ulong)file.Length;
        Require(offset <= length && size <= length - offset, place, 0,
            $"{size} bytes at 0x{offset:x} lie outside the file of {length} bytes");
        end = Math.Max(end, offset + size);
    }

    private static void Expect(string place, int offset, string what, int expected, int found) =>
        Require(expected == found, place, offset, $"{what}: expected {expected}, found {found}");

    private static void Require(bool condition, string place, int offset, string message)
    {
        if (!condition)
        {
            throw Bad(place, offset, message);
        }
    }

    private static EvidenceFormatException Bad(string place, int offset, string message) =>
        new(FatbinReason.Elf, $"{place} cubin offset 0x{offset:x}", message);
}
