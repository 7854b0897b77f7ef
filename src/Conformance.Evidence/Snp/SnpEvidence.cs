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

    /// <summary>ID block, 96 bytes, raw or base64, and what its owner signed; null: none is looked at.</summary>
    public ReadOnlyMemory<byte>? IdBlock { get; init; }

    /// <summary>ID authentication, 4096 bytes, raw or base64; null: it stands behind the ID block.</summary>
    public ReadOnlyMemory<byte>? IdAuth { get; init; }
}
