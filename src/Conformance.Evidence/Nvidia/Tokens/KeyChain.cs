using Conformance.Evidence.Certificates;
using Conformance.Evidence.Checks;
using Conformance.Evidence.Nvidia.Chains;

namespace Conformance.Evidence.Nvidia.Tokens;

/// <summary>
/// The certificates that stand beside a key of a set (RFC 7517 section 4.7): the first one holds that key, and each is issued by the next.
/// The attestation service leaves the root out, so the last one may be the root or be issued by it.
/// </summary>
internal static class KeyChain
{
    /// <param name="id">Of the key, for messages.</param>
    /// <param name="root">Null: whoever issued the last certificate is not asked for.</param>
    public static Outcome Check(string id, Jwk key, Certificate? root, ISignatureVerifier signatures)
    {
        if (key.Chain.Count == 0)
        {
            return root is null
                ? Outcome.NotApplicable("no certificates stand beside the keys")
                : Bad(id, "expected certificates (x5c) that lead to the given root, found none");
        }

        if (!key.Chain[0].Key.Info.Span.SequenceEqual(key.Key.Info.Span))
        {
            return Bad(id, $"certificate 0 '{key.Chain[0].Subject.CommonName}' holds another key");
        }

        var chain = root is null || key.Chain[^1].Der.Span.SequenceEqual(root.Der.Span) ? key.Chain : [.. key.Chain, root];
        for (var i = 0; i + 1 < chain.Count; i++)
        {
            var outcome = Chain.Issued(chain[i], chain[i + 1]);
            outcome = outcome.Status == CheckStatus.Pass ? Chain.Signature(chain[i], chain[i + 1], signatures) : outcome;
            if (outcome.Status != CheckStatus.Pass)
            {
                return Bad(id, $"certificate {i}: {outcome.Detail}");
            }
        }

        return CertificateRules.Positions(chain) is { } fault ? Bad(id, fault) : Outcome.Pass;
    }

    private static Outcome Bad(string id, string message) => Outcome.Fail(ReasonCode.TokenKeyChain, $"key '{id}': {message}");
}
