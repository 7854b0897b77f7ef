namespace Conformance.Evidence.Snp;

/// <summary>Which byte of a TCB_VERSION means what.</summary>
public enum TcbLayout
{
    /// <summary>Family 19h: boot loader, TEE, 4 reserved, SNP, microcode.</summary>
    MilanGenoa,

    /// <summary>Family 1Ah: FMC, boot loader, TEE, SNP, 3 reserved, microcode.</summary>
    Turin,
}

/// <summary>
/// Security versions of a platform's firmware (SNP firmware ABI, TCB_VERSION). Compared component by component, never as one number.
/// </summary>
/// <param name="Fmc">Turin only; 0 elsewhere.</param>
public readonly record struct TcbVersion(byte Fmc, byte BootLoader, byte Tee, byte Snp, byte Microcode)
{
    /// <summary>In bytes.</summary>
    public const int Size = 8;

    public static TcbVersion Decode(ReadOnlySpan<byte> bytes, TcbLayout layout) => layout == TcbLayout.Turin
        ? new TcbVersion(bytes[0], bytes[1], bytes[2], bytes[3], bytes[7])
        : new TcbVersion(0, bytes[0], bytes[1], bytes[6], bytes[7]);

    public static bool IsReservedZero(ReadOnlySpan<byte> bytes, TcbLayout layout) =>
        !(layout == TcbLayout.Turin ? bytes[4..7] : bytes[2..6]).ContainsAnyExcept((byte)0);

    public void WriteTo(Span<byte> bytes, TcbLayout layout)
    {
        bytes[..Size].Clear();
        bytes[7] = Microcode;
        if (layout == TcbLayout.Turin)
        {
            bytes[0] = Fmc;
            bytes[1] = BootLoader;
            bytes[2] = Tee;
            bytes[3] = Snp;
        }
        else
        {
            bytes[0] = BootLoader;
            bytes[1] = Tee;
            bytes[6] = Snp;
        }
    }

    /// <summary>The first component that is below the one of <paramref name="least"/>, with both values; null where none is.</summary>
    public string? FirstBelow(TcbVersion least) =>
        Below("fmc", Fmc, least.Fmc) ?? Below("bl", BootLoader, least.BootLoader) ?? Below("tee", Tee, least.Tee)
        ?? Below("snp", Snp, least.Snp) ?? Below("ucode", Microcode, least.Microcode);

    /// <summary>The first component that differs, with both values; null where none does.</summary>
    public string? FirstDifference(TcbVersion expected) =>
        Unequal("fmc", Fmc, expected.Fmc) ?? Unequal("bl", BootLoader, expected.BootLoader) ?? Unequal("tee", Tee, expected.Tee)
        ?? Unequal("snp", Snp, expected.Snp) ?? Unequal("ucode", Microcode, expected.Microcode);

    private static string? Below(string name, byte found, byte least) =>
        found >= least ? null : $"{name}: expected at least {least}, found {found}";

    private static string? Unequal(string name, byte found, byte expected) =>
        found == expected ? null : $"{name}: expected {expected}, found {found}";
}
