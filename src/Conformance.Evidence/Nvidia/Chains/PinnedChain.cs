using Conformance.Evidence.Certificates;
using Conformance.Evidence.Checks;

namespace Conformance.Evidence.Nvidia.Chains;

/// <summary>
/// A chain as the evidence brings it, leaf first and root last, against a pinned root. The order is part of the rule: nothing is searched
/// for.
/// </summary>
internal static class PinnedChain
{
    /// <summary>Real device chains have five certificates, manifests' have four.</summary>
    public const int MinCount = 2;

    public static Outcome Root(IReadOnlyList<Certificate> chain, string pin) => chain[^1].KeyFingerprint == pin
        ? Outcome.Pass
        : Outcome.Fail(
            ReasonCode.RootNotPinned,
            $"certificate {chain.Count - 1} '{chain[^1].Subject.CommonName}': expected the root whose key has SHA-256 {pin}, found {chain[^1].KeyFingerprint}");

    /// <summary>Names, then signatures, the root's over itself included; the first link that does not hold decides.</summary>
    public static Outcome Links(IReadOnlyList<Certificate> chain, ISignatureVerifier signatures)
    {
        if (chain.Count < MinCount)
        {
            return Outcome.Fail(ReasonCode.CertificateMissing, $"expected at least {MinCount} certificates, found {chain.Count}");
        }

        for (var i = 0; i < chain.Count; i++)
        {
            var issuer = chain[Math.Min(i + 1, chain.Count - 1)];
            var outcome = Chain.Issued(chain[i], issuer);
            outcome = outcome.Status == CheckStatus.Pass ? Chain.Signature(chain[i], issuer, signatures) : outcome;
            if (outcome.Status != CheckStatus.Pass)
            {
                return outcome with { Detail = $"certificate {i}: {outcome.Detail}" };
            }
        }

        return CertificateRules.Check(chain);
    }

    public static Outcome Validity(IReadOnlyList<Certificate> chain, DateTimeOffset time)
    {
        for (var i = 0; i < chain.Count; i++)
        {
            var outcome = Chain.Validity(chain[i], time);
            if (outcome.Status != CheckStatus.Pass)
            {
                return outcome with { Detail = $"certificate {i}: {outcome.Detail}" };
            }
        }

        return Outcome.Pass;
    }
}
