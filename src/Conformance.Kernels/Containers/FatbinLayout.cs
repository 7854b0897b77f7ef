namespace Conformance.Kernels.Containers;

//  A fat binary (little-endian):
//
//  offset  size
//       0     4  magic 0xBA55ED50
//       4     2  version 1
//       6     2  size of this header, 16
//       8     8  size of all entries, a multiple of 8
//      16     …  entries, one after another, each a header and a payload
//
//  Header of an entry, offsets from its start:
//
//       0     2  kind: 1 PTX, 2 ELF (4 was an older cubin, 8 is NVVM IR)
//       2     2  version 0x0101
//       4     4  size of this header, 64 or more: texts stand behind the fields
//       8     8  size of the payload with its padding, a multiple of 8
//      16     4  size of the compressed payload without padding; 0 where it is not compressed
//      20     4  offset of a pair (offset, length) of the options for ptxas; 0 where there is none
//      24     2  minor version of the code: of the PTX ISA, or of the cubin
//      26     2  major version of the code
//      28     4  architecture as a decimal number: 70 for sm_70
//      32     4  offset of the name of the source
//      36     4  length of the name
//      40     8  flags
//      48     8  zero
//      56     8  size of the payload once expanded; 0 where it is not compressed
//
//  Sources. Header and kinds: fatbinary.h of NVIDIA's CUDA 8 toolkit, a public header then. The entry's header stands in no public header
//  of the vendor; these fields are named alike by Cricket (RWTH-ACS, cpu/fatbin-decompress.h) and ZLUDA (fatbin.rs), the flags by the
//  declarations that GPGPU-Sim and its kin share (FATBIN_FLAG_…) and, for Zstandard, by tools for CUDA 12 and later. Neither knows the
//  options at 20; what nvcc itself wrote shows them. Four such files are test data, so that the layout does not rest on what others say of
//  it.

/// <summary>Offsets and constants of the format.</summary>
internal static class FatbinLayout
{
    public const uint Magic = 0xBA55ED50;

    /// <summary>What wraps the address of a fat binary in a host program; not a file.</summary>
    public const uint WrapperMagic = 0x466243B1;

    public const int Version = 1;
    public const int HeaderSize = 16;
    public const int EntryVersion = 0x0101;
    public const int EntryHeaderSize = 64;
    public const int Alignment = 8;

    public const ulong Is64Bit = 0x1;
    public const ulong ForLinux = 0x10;
    public const ulong OldCompression = 0x1000;
    public const ulong Lz4 = 0x2000;
    public const ulong Zstandard = 0x8000;

    /// <summary>Debug information, source language (two bits), host system (four), level of optimisation (four).</summary>
    public const ulong Harmless = 0x2 | 0xC | 0xF0 | 0xF00;
}
