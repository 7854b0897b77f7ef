using Conformance.Evidence.Certificates;
using Conformance.Evidence.Checks;

namespace Conformance.Evidence.Snp.Checks;

/// <summary>Whether the intermediate and the root are AMD's, for this product line and this kind of key.</summary>
internal static class ChainChecks
{
    public static IReadOnlyList<Check<SnpContext>> All { get; } =
    [
        SnpChecks.OnReport("snp.report.signer", "The report is signed with a VCEK or a VLEK", SnpChecks.Abi + "ATTESTATION_REPORT, SIGNING_KEY", CheckClass.Authenticity, true,
            (_, report) => report.KeyInfo is { MaskChipKey: false, SigningKey: SnpKeyInfo.VcekKey or SnpKeyInfo.VlekKey }
                ? Outcome.Passed(report.KeyInfo.SignerName)
                : Outcome.Fail(ReasonCode.SnpSigningKey, $"key information at 0x048: expected VCEK or VLEK, found {report.KeyInfo.SignerName}{(report.KeyInfo.MaskChipKey ? ", masked" : "")}")),
        Authentic("snp.vek.present", "There is a VEK certificate", "2: VCEK and VLEK", context =>
            context.Vek.IsMissing(out _, ReasonCode.CertificateMissing, "VEK certificate", out var outcome) ? outcome : Outcome.Pass),
        Authentic("snp.chain.present", "There are the certificates of an intermediate and of a root", "3: certificate chain", context =>
            context.ChainProblem is { } problem ? Outcome.Fail(problem.Reason, problem.Message)
            : context.Intermediate is null ? Outcome.NotChecked(ReasonCode.CertificateMissing, "ASK or ASVK certificate: none given")
            : context.Root is null ? Outcome.NotChecked(ReasonCode.CertificateMissing, "ARK certificate: none given")
            : Outcome.Pass),
        SnpChecks.OnReport("snp.product", "The product line is known", SnpChecks.Abi + "ATTESTATION_REPORT, CPUID_FAM_ID, CPUID_MOD_ID; 57230 productName", CheckClass.Authenticity, true,
            (context, report) => context.Line is { } line ? Outcome.Passed(line.ToString())
                : report.HasCpuid ? Outcome.Fail(ReasonCode.SnpProductUnknown, $"CPUID at 0x188: expected a Milan, Genoa or Turin, found family 0x{report.CpuidFamily:x} model 0x{report.CpuidModel:x}")
                : Outcome.NotChecked(ReasonCode.NotReached, "version 2, and no VEK that names the product")),
        Authentic("snp.root.pinned", "The root's key is AMD's for this product line", "3: ARK; fingerprints in docs/evidence.md", Pinned),
        Authentic(
            "snp.root.signature", "The root signs itself", "3: ARK", context =>
                context.Root is { } root ? Chain.Signature(root, root, context.Signatures) : SnpChecks.NotReached),
        Authentic("snp.root.profile", "The root is an RSA-4096 authority named ARK of this line, signed RSASSA-PSS SHA-384", "appendix B: ARK", context =>
            context.Root is { } root && context.Line is { } line
                ? CertificateProfile.Authority(
                    root, context.Endorsements.RootExtensions, $"ARK-{line}", $"https://kdsintf.amd.com/vcek/v1/{line}/crl", "ARK",
                    mustSignCrls: true)
                : SnpChecks.NotReached),
        Authentic("snp.intermediate.issuer", "The intermediate names the root as its issuer", "3: ASK and ASVK", context =>
            context is { Intermediate: { } intermediate, Root: { } root } ? Chain.Issued(intermediate, root) : SnpChecks.NotReached),
        Authentic(
            "snp.intermediate.profile",
            "The intermediate is an RSA-4096 authority named for this line and kind of key: ASK for VCEK, ASVK for VLEK",
            "appendix B: ASK, ASVK", Intermediate),
        Authentic("snp.intermediate.signature", "The root signs the intermediate", "3: ASK and ASVK", context =>
            context is { Intermediate: { } intermediate, Root: { } root }
                ? Chain.Signature(intermediate, root, context.Signatures)
                : SnpChecks.NotReached),
    ];

    internal static Check<SnpContext> Authentic(string id, string title, string clause, Func<SnpContext, Outcome> run) =>
        SnpChecks.Of(id, title, SnpChecks.Kds + clause, CheckClass.Authenticity, true, run);

    private static Outcome Pinned(SnpContext context) => (context.Root, context.Line) switch
    {
        (null, _) or (_, null) => SnpChecks.NotReached,
        _ when context.IsPinned => Outcome.Pass,
        var (root, line) => Outcome.Fail(ReasonCode.RootNotPinned, $"'{root.Subject.CommonName}': expected the {line} key {context.PinOf(line.Value) ?? "(no anchor)"}, found {root.KeyFingerprint}"),
    };

    private static Outcome Intermediate(SnpContext context)
    {
        if (context is not { Intermediate: { } intermediate, Line: { } line, Report.Value: not null })
        {
            return SnpChecks.NotReached;
        }

        return context.IsVlek
            ? CertificateProfile.Authority(
                intermediate, context.Endorsements.IntermediateExtensions, $"SEV-VLEK-{line}",
                $"https://kdsintf.amd.com/vlek/v1/{line}/crl", "ASVK", mustSignCrls: false)
            : CertificateProfile.Authority(
                intermediate, context.Endorsements.IntermediateExtensions, $"SEV-{line}", $"https://kdsintf.amd.com/vcek/v1/{line}/crl",
                "ASK", mustSignCrls: false);
    }
}
