using Conformance.Evidence.Caching;
using Conformance.Evidence.Certificates;
using Conformance.Evidence.Policy;

namespace Conformance.Evidence.Tdx;

/// <summary>What a quote is judged by. No part of it comes from the quote.</summary>
public sealed record TdxRequest
{
    /// <summary>The instant at which everything must be valid.</summary>
    public required DateTimeOffset Time { get; init; }

    public TdxCollateral Collateral { get; init; } = TdxCollateral.None;

    public TdxTrust Trust { get; init; } = TdxTrust.Intel;

    public EvidencePolicy Policy { get; init; } = EvidencePolicy.Default;

    /// <summary>Replayed and compared with the quote's RTMRs; UTF-8 of a JSON array.</summary>
    public ReadOnlyMemory<byte>? EventLog { get; init; }

    public ISignatureVerifier Signatures { get; init; } = SystemSignatures.Instance;

    /// <summary>Makes verdicts fast and changes none.</summary>
    public EvidenceCache Cache { get; init; } = EvidenceCache.Shared;
}
