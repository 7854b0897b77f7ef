namespace Conformance.Evidence.Snp;

/// <summary>POLICY of a guest (SNP firmware ABI, guest policy).</summary>
public readonly record struct SnpGuestPolicy(ulong Value)
{
    // 0-7 ABI minor, 8-15 ABI major, 16 SMT, 17 must be one, 18 MIGRATE_MA, 19 DEBUG, 20 SINGLE_SOCKET, 21 CXL_ALLOW,
    // 22 MEM_AES_256_XTS, 23 RAPL_DIS, 24 CIPHERTEXT_HIDING_DRAM, 25 PAGE_SWAP_DISABLE, 26-63 must be zero.
    public byte AbiMinor => (byte)(Value & 0xFF);

    public byte AbiMajor => (byte)((Value >> 8) & 0xFF);

    public bool AllowsSmt => Bit(16);

    public bool HasMandatoryBit => Bit(17);

    public bool AllowsMigration => Bit(18);

    public bool AllowsDebug => Bit(19);

    public bool DemandsSingleSocket => Bit(20);

    public bool AllowsCxl => Bit(21);

    public bool DemandsAes256Xts => Bit(22);

    public bool DemandsRaplDisabled => Bit(23);

    public bool DemandsCiphertextHiding => Bit(24);

    public bool DemandsPageSwapDisabled => Bit(25);

    public bool HasReservedBits => Value >> 26 != 0;

    private bool Bit(int index) => ((Value >> index) & 1) != 0;
}
