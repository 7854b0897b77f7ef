using Conformance.Evidence.Caching;
using Conformance.Evidence.Certificates;
using Conformance.Evidence.Checks;
using Conformance.Evidence.Policy;
using Conformance.Evidence.Snp.Checks;

namespace Conformance.Evidence.Snp;

/// <summary>The verifier of SEV-SNP reports: a pure function. No clock, no network; may run on any number of threads.</summary>
public static class SnpVerifier
{
    /// <param name="evidence">Untrusted bytes.</param>
    /// <param name="anchors">The roots that are believed; <see cref="SnpAnchors.Amd"/> but in tests.</param>
    /// <param name="time">The instant at which validity is judged.</param>
    /// <param name="signatures">The library; null: the base library.</param>
    /// <param name="cache">Makes verdicts fast and changes none; null: <see cref="EvidenceCache.Shared"/>.</param>
    public static EvidenceVerdict Verify(
        SnpEvidence evidence, SnpAnchors anchors, EvidencePolicy policy, DateTimeOffset time, ISignatureVerifier? signatures = null,
        EvidenceCache? cache = null)
    {
        var context =
            new SnpContext(evidence, anchors, policy, time, signatures ?? SystemSignatures.Instance, cache ?? EvidenceCache.Shared);
        return EvidenceVerdict.Of(SnpChecks.Registry, SnpChecks.All.RunAll(context), policy.Required, () => SnpFacts.Of(context));
    }
}
