using Conformance.Evidence.Certificates;
using Conformance.Evidence.Checks;

namespace Conformance.Evidence.Snp.Checks;

/// <summary>
/// Whether the certificates hold at the given time, and are not revoked. A CRL of AMD is not published everywhere, so that it is optional.
/// </summary>
internal static class TimeChecks
{
    public static IReadOnlyList<Check<SnpContext>> All { get; } =
    [
        Time("snp.vek.validity", "The VEK is valid at the given time", "RFC 5280 4.1.2.5", true, context =>
            context.Vek.Value is { } vek ? Chain.Validity(vek, context.Time) : SnpChecks.NotReached),
        Time("snp.intermediate.validity", "The intermediate is valid at the given time", "RFC 5280 4.1.2.5", true, context =>
            context.Intermediate is { } intermediate ? Chain.Validity(intermediate, context.Time) : SnpChecks.NotReached),
        Time("snp.root.validity", "The root is valid at the given time", "RFC 5280 4.1.2.5", true, context =>
            context.Root is { } root ? Chain.Validity(root, context.Time) : SnpChecks.NotReached),
        Time("snp.crl.present", "There is a revocation list", "RFC 5280 5; 57230 4.3", false, context =>
            context.Crl.IsMissing(out _, ReasonCode.CrlMissing, "revocation list", out var outcome) ? outcome : Outcome.Pass),
        Time(
            "snp.crl.issuer", "The revocation list is the root's", "RFC 5280 6.3.3 (b)", false, context =>
                OnCrl(context, Revocation.Issuer)),
        Time("snp.crl.signature", "The root signs the revocation list", "RFC 5280 6.3.3 (g)", false, context =>
            OnCrl(context, (list, root) => Revocation.Signature(list, root, context.Signatures))),
        Time("snp.crl.validity", "The revocation list is current at the given time", "RFC 5280 6.3.3 (a)", false, context =>
            OnCrl(context, (list, _) => Revocation.Validity(list, context.Time))),
        Time("snp.crl.intermediate", "The intermediate is not revoked", "RFC 5280 6.3.3 (i)", false, context =>
            context.Intermediate is { } intermediate
                ? OnCrl(context, (list, _) => Revocation.NotRevoked(list, intermediate))
                : SnpChecks.NotReached),
        Time("snp.crl.root", "The root is not revoked", "RFC 5280 6.3.3 (i)", false, context => OnCrl(context, Revocation.NotRevoked)),
    ];

    private static Check<SnpContext> Time(string id, string title, string clause, bool isRequired, Func<SnpContext, Outcome> run) =>
        SnpChecks.Of(id, title, clause, CheckClass.Time, isRequired, run);

    private static Outcome OnCrl(SnpContext context, Func<RevocationList, Certificate, Outcome> run) =>
        context is { Crl.Value: { } list, Root: { } root } ? run(list, root) : SnpChecks.NotReached;
}
