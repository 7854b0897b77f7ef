namespace Conformance.Evidence.Snp;

/// <summary>What a verifier is given, as bytes; nothing in it is trusted.</summary>
public sealed record SnpEvidence
{
    /// <summary>A report in any known container.</summary>
    public required ReadOnlyMemory<byte> Report { get; init; }

    /// <summary>VCEK or VLEK certificate; null: the one that came with the report, if any.</summary>
    public ReadOnlyMemory<byte>? Vek { get; init; }

    /// <summary>Intermediate and root certificate; null: those that came with the report, if any.</summary>
    public ReadOnlyMemory<byte>? Chain { get; init; }

    /// <summary>Revocation list of the root; null: the one that came with the report, if any.</summary>
    public ReadOnlyMemory<byte>? Crl { get; init; }
}
