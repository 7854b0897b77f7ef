namespace Conformance.Kernels.Containers;

/// <summary>What an entry holds. The numbers are those of the format.</summary>
public enum FatbinKind
{
    /// <summary>PTX text, which the driver compiles.</summary>
    Ptx = 1,

    /// <summary>A cubin: machine code in an ELF file.</summary>
    Cubin = 2,
}

/// <summary>How the payload of an entry is stored.</summary>
public enum FatbinCompression
{
    None,

    /// <summary>One LZ4 block without a frame.</summary>
    Lz4,

    /// <summary>One Zstandard frame.</summary>
    Zstandard,
}
