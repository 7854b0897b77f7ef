using Conformance.Evidence.Certificates;
using Conformance.Evidence.Checks;
using Conformance.Evidence.Nvidia.Ocsp;

namespace Conformance.Evidence.Nvidia.Checks;

/// <summary>
/// Whether the vendor has withdrawn a certificate. The device's leaf is not asked for (the responder does not know single devices), nor are
/// roots. An answer that is not fresh is no answer; but what it says was revoked stays revoked.
/// </summary>
internal static class OcspChecks
{
    public static readonly IReadOnlyList<Check<NvidiaContext>> All =
    [
        new(
            NvidiaChecks.Id(
                "ocsp.authentic",
                "Every answer about these certificates was signed by a responder that their issuer authorised, and carries our nonce",
                "RFC 6960, 4.2.2.2 and 4.4.1", CheckClass.Authenticity, true),
            Authentic),
        new(
            NvidiaChecks.Id(
                "chain.revocation", "No issuer in the device's chain is revoked, says a fresh answer for each", "RFC 6960, 3.2 and 4.2.2.1",
                CheckClass.Time, false),
            c => c.Chain.Then(chain => Status(c, chain, 1, false), ReasonCode.CertificateMissing, "chain")),
        Of(RimRole.Driver),
        Of(RimRole.Vbios),
    ];

    private static Check<NvidiaContext> Of(RimRole role) => new(
        NvidiaChecks.Id(
            $"{RimChecks.Name(role)}.revocation", "No certificate of the manifest's signer is revoked, says a fresh answer for each",
            "RFC 6960, 3.2 and 4.2.2.1", CheckClass.Time, false),
        c => c.Rim(role) is { Applies: false } ? Outcome.NotApplicable("a switch has no driver")
            : c.Rim(role).Rim is { } rim ? Status(c, rim.Chain, 0, c.Request.Policy.AllowRimHold)
            : Outcome.NotChecked(ReasonCode.RimMissing, "there is no manifest"));

    private static Outcome Authentic(NvidiaContext context)
    {
        var used = 0;
        foreach (var (chain, first) in Chains(context))
        {
            for (var i = first; i < chain.Count - 1; i++)
            {
                foreach (var answer in About(context, chain[i], chain[i + 1]))
                {
                    used++;
                    var outcome = answer.Authentic(chain[i + 1], context.Signatures, context.Request.OcspNonce);
                    if (outcome.Status != CheckStatus.Pass)
                    {
                        return outcome;
                    }
                }
            }
        }

        return used > 0 ? Outcome.Passed($"{used} answers") : Outcome.NotApplicable("no answer about these certificates was given");
    }

    private static IEnumerable<(IReadOnlyList<Certificate> Chain, int First)> Chains(NvidiaContext context)
    {
        if (context.Chain.Value is { } device)
        {
            yield return (device, 1);
        }

        foreach (var role in (RimRole[])[RimRole.Driver, RimRole.Vbios])
        {
            if (context.Rim(role).Rim is { } rim)
            {
                yield return (rim.Chain, 0);
            }
        }
    }

    private static IEnumerable<OcspAnswer> About(NvidiaContext context, Certificate certificate, Certificate issuer) =>
        context.Request.OcspAnswers.Select(p => p.Value).OfType<OcspAnswer>().Where(a => a.IsAbout(certificate, issuer));

    /// <summary>
    /// What the answers about a chain come to: 'good', 'revoked' or 'unknown', and why; null where one certificate has no fresh answer. A
    /// hold that the policy lets pass is still called by its name.
    /// </summary>
    /// <param name="status">Of the check that looked at them.</param>
    internal static (string? Word, string? Reason) Word(
        NvidiaContext context, IReadOnlyList<Certificate> chain, int first, CheckStatus status)
    {
        if (status is not (CheckStatus.Pass or CheckStatus.Fail))
        {
            return (null, null);
        }

        var words = Enumerable.Range(first, Math.Max(chain.Count - 1 - first, 0)).SelectMany(i => About(context, chain[i], chain[i + 1]))
            .Select(a => a.Word).ToList();
        return words.Contains(OcspStatus.Revoked) ? ("revoked", null)
            : words.Contains(OcspStatus.CertificateHold) ? ("revoked", "certificateHold")
            : (status == CheckStatus.Pass ? "good" : "unknown", null);
    }

    private static Outcome Status(NvidiaContext context, IReadOnlyList<Certificate> chain, int first, bool allowHold)
    {
        var missing = default(Outcome?);
        for (var i = first; i < chain.Count - 1; i++)
        {
            // The worst word counts; among the good ones any fresh one will do.
            var outcomes = About(context, chain[i], chain[i + 1])
                .Select(a => a.Status(chain[i].Subject.CommonName ?? "", context.Request.Time, context.Request.Policy.OcspSkew, allowHold))
                    .ToList();
            if (outcomes.Find(o => o.Status == CheckStatus.Fail) is { Status: CheckStatus.Fail } bad)
            {
                return bad with { Detail = $"certificate {i}: {bad.Detail}" };
            }

            if (!outcomes.Exists(o => o.Status == CheckStatus.Pass))
            {
                missing ??= outcomes.Count > 0
                    ? outcomes[0] with { Detail = $"certificate {i}: {outcomes[0].Detail}" }
                    : Outcome.NotChecked(ReasonCode.OcspMissing, $"certificate {i} '{chain[i].Subject.CommonName}': no answer was given");
            }
        }

        return missing ?? Outcome.Pass;
    }
}
