using Conformance.Evidence.Certificates;
using Conformance.Evidence.Checks;

namespace Conformance.Evidence.Snp.Checks;

/// <summary>Whether the VEK certificate is AMD's, and of the chip and the TCB that the report is about.</summary>
internal static class VekChecks
{
    public static IReadOnlyList<Check<SnpContext>> All { get; } =
    [
        ChainChecks.Authentic("snp.vek.issuer", "The VEK names the intermediate as its issuer", "appendix B: VCEK, VLEK", context =>
            context is { Vek.Value: { } vek, Intermediate: { } intermediate } ? Chain.Issued(vek, intermediate) : SnpChecks.NotReached),
        ChainChecks.Authentic("snp.vek.name", "The VEK is named for the kind of key that the report names", "appendix B: VCEK, VLEK", Name),
        ChainChecks.Authentic("snp.vek.profile", "The VEK is a P-384 certificate of version 3, signed RSASSA-PSS SHA-384", "appendix B: VCEK, VLEK", context =>
            context.Vek.Value is { } vek ? CertificateProfile.Vek(vek) : SnpChecks.NotReached),
        ChainChecks.Authentic("snp.vek.signature", "The intermediate signs the VEK", "3: certificate chain", context =>
            context is { Vek.Value: { } vek, Intermediate: { } intermediate }
                ? Chain.Signature(vek, intermediate, context.Signatures)
                : SnpChecks.NotReached),
        ChainChecks.Authentic("snp.vek.extensions", "AMD's extensions are all there, none unknown, none twice, each encoded as specified", "3.1: VCEK extensions", context =>
            context.Extensions.Problem is { } problem ? Outcome.Fail(problem.Reason, problem.Message)
            : context.Extensions.Value is null ? SnpChecks.NotReached
            : Outcome.Pass),
        ChainChecks.Authentic(
            "snp.vek.identity", "A VCEK has a hwID and no cspID, a VLEK a cspID and no hwID", "3.1: hwID, cspID", Identity),
        ChainChecks.Authentic("snp.vek.product", "The VEK is for the report's product line", "3.1: productName", Product),
        ChainChecks.Authentic(
            "snp.vek.stepping", "A VCEK that states a stepping is not for a later one than the report's", "3.1: productName", Stepping),
        ChainChecks.Authentic("snp.vek.tcb", "The VEK is for the reported TCB, component by component", "3.1: SPL extensions; 56860 REPORTED_TCB", (context) =>
            context is { Extensions.Value: { } extensions, Report.Value: { } report, Layout: { } layout }
                ? extensions.Tcb.FirstDifference(TcbVersion.Decode(report.ReportedTcb, layout)) is { } difference
                    ? Outcome.Fail(ReasonCode.SnpVekTcb, $"REPORTED_TCB at 0x180 against the VEK's {difference}")
                    : Outcome.Pass
                : SnpChecks.NotReached),
        ChainChecks.Authentic("snp.vek.chip-id", "The VCEK is for the report's chip", "3.1: hwID; 56860 CHIP_ID", ChipId),
    ];

    private static Outcome Name(SnpContext context)
    {
        if (context is not { Vek.Value: { } vek, Report.Value: { } report })
        {
            return SnpChecks.NotReached;
        }

        return CertificateProfile.Name(vek.Subject, $"SEV-{report.KeyInfo.SignerName}") is { } fault
            ? Outcome.Fail(ReasonCode.CertificateName, $"VEK subject: {fault}")
            : Outcome.Pass;
    }

    private static Outcome Identity(SnpContext context)
    {
        if (context is not { Extensions.Value: { } extensions, Report.Value: not null })
        {
            return SnpChecks.NotReached;
        }

        return extensions.HwId is null == context.IsVlek && extensions.CspId is null == !context.IsVlek
            ? Outcome.Pass
            : Outcome.Fail(
                ReasonCode.SnpVekIdentity,
                $"expected {(context.IsVlek ? "a cspID and no hwID" : "a hwID and no cspID")}, found {(extensions.HwId is null ? "no hwID" : "a hwID")} and {(extensions.CspId is null ? "no cspID" : "a cspID")}");
    }

    private static Outcome Product(SnpContext context)
    {
        if (context is not { Extensions.Value: { } extensions, Report.Value: { } report })
        {
            return SnpChecks.NotReached;
        }

        // Version 2 has no CPUID: the line is the VEK's own, but the form of the chip id must belong to it.
        var isOfLine = report.HasCpuid ? context.Line == extensions.Line : context.Layout == ProductLines.LayoutOf(extensions.Line);
        return isOfLine
            ? Outcome.Pass
            : Outcome.Fail(ReasonCode.SnpVekProduct, $"productName: expected {(report.HasCpuid ? context.Line?.ToString() ?? "a known line" : $"one with the {context.Layout} layout")}, found '{extensions.ProductName}'");
    }

    // The key server writes "Milan-B0" for chips of stepping 1 too, so equality would refuse genuine machines; a later stepping than the
    // chip's own cannot be right.
    private static Outcome Stepping(SnpContext context) => context switch
    {
        { Extensions.Value: null } or { Report.Value: null } => SnpChecks.NotReached,
        { Report.Value.HasCpuid: false } => Outcome.NotApplicable("version 2 has no CPUID"),
        { IsVlek: true } => Outcome.NotApplicable("a VLEK belongs to no single chip"),
        { Extensions.Value.Stepping: null } => Outcome.NotApplicable("the VEK states no stepping"),
        { Extensions.Value: var extensions, Report.Value: var report } => extensions.Stepping <= report.CpuidStepping
            ? Outcome.Pass
            : Outcome.Fail(ReasonCode.SnpVekStepping, $"CPUID_STEP at 0x18a: expected at least {extensions.Stepping} for '{extensions.ProductName}', found {report.CpuidStepping}"),
    };

    private static Outcome ChipId(SnpContext context)
    {
        if (context is not { Extensions.Value: { } extensions, Report.Value: { } report })
        {
            return SnpChecks.NotReached;
        }

        if (context.IsVlek)
        {
            return Outcome.NotApplicable("a VLEK belongs to no single chip");
        }

        if (report.IsChipIdMasked)
        {
            return Outcome.NotApplicable("CHIP_ID is masked");
        }

        // Turin: 8 bytes, the other 56 of CHIP_ID are zero.
        return extensions.HwId is { } hwId && report.ChipId.StartsWith(hwId) && !report.ChipId[hwId.Length..].ContainsAnyExcept((byte)0)
            ? Outcome.Pass
            : Outcome.Fail(ReasonCode.SnpVekChipId, $"CHIP_ID at 0x1a0: expected the VEK's {(extensions.HwId is null ? "(none)" : Convert.ToHexStringLower(extensions.HwId))}, found {Convert.ToHexStringLower(report.ChipId)}");
    }
}
