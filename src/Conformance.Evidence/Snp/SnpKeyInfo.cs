namespace Conformance.Evidence.Snp;

/// <summary>The word at 0x048 of a report: who signed, and whether an author key is in force.</summary>
public readonly record struct SnpKeyInfo(uint Value)
{
    public const uint VcekKey = 0;
    public const uint VlekKey = 1;
    public const uint NoKey = 7;

    public bool AuthorKeyEnabled => (Value & 1) != 0;

    /// <summary>The platform signs nothing; the signature field is zero.</summary>
    public bool MaskChipKey => (Value & 2) != 0;

    public uint SigningKey => (Value >> 2) & 7;

    public bool HasReservedBits => Value >> 5 != 0;

    public string SignerName => SigningKey switch { VcekKey => "VCEK", VlekKey => "VLEK", NoKey => "none", _ => "reserved" };
}
