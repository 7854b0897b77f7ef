namespace Conformance.Evidence.Snp;

/// <summary>PLATFORM_INFO (SNP firmware ABI).</summary>
public readonly record struct SnpPlatformInfo(ulong Value)
{
    public bool SmtEnabled => Bit(0);

    public bool TsmeEnabled => Bit(1);

    public bool EccEnabled => Bit(2);

    public bool RaplDisabled => Bit(3);

    public bool CiphertextHiding => Bit(4);

    public bool AliasCheckComplete => Bit(5);

    /// <summary>Reserved in older editions; Turin machines set it, so that it cannot be refused as reserved.</summary>
    public bool IommuWriteSafe => Bit(6);

    public bool TioEnabled => Bit(7);

    public bool HasReservedBits => Value >> 8 != 0;

    private bool Bit(int index) => ((Value >> index) & 1) != 0;
}
