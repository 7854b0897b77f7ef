using Conformance.Evidence.Checks;

namespace Conformance.Evidence.Snp.Checks;

/// <summary>Whether the bytes are a well-formed report.</summary>
internal static class FormChecks
{
    // The order of P-384 (SEC 2, section 2.5.1).
    private static readonly byte[] Order = Convert.FromHexString(
        "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973");

    public static IReadOnlyList<Check<SnpContext>> All { get; } =
    [
        SnpChecks.Of("snp.report.container", "The report comes bare or in a known, well-formed container", "GHCB (AMD 56421) 4.1.8; containers in docs/evidence.md",
            CheckClass.Format, true, context => context.Container.Problem is { } problem ? Outcome.Fail(problem.Reason, problem.Message)
                : Outcome.Passed(context.Container.Value!.Form)),
        SnpChecks.Of("snp.report.version", "The report has 1184 bytes and a version from 2 to 5", SnpChecks.Abi + "ATTESTATION_REPORT, VERSION",
            CheckClass.Format, true, context => context.Report.Problem is { } problem ? Outcome.Fail(problem.Reason, problem.Message)
                : context.Report.Value is { } report ? Outcome.Passed($"version {report.Version}")
                : SnpChecks.NotReached),
        Form("snp.report.algorithm", "The signature algorithm is ECDSA P-384 with SHA-384", "SIGNATURE_ALGO", (_, report) => report.SignatureAlgorithm == 1
            ? Outcome.Pass
            : Outcome.Fail(ReasonCode.SnpSignatureAlgorithm, $"SIGNATURE_ALGO at 0x034: expected 1, found {report.SignatureAlgorithm}")),
        Form("snp.report.reserved", "Reserved bytes are zero, for the report's version", "reserved fields", (_, report) =>
            SnpReserved.FirstViolation(report) is var offset && offset < 0
                ? Outcome.Pass
                : Outcome.Fail(
                    ReasonCode.SnpReservedNotZero,
                    $"offset 0x{offset:x3}: expected 00 in a reserved byte of version {report.Version}, found {report.Bytes[offset]:x2}")),
        Form("snp.report.policy-bits", "In the guest policy bit 17 is one, and bits 26 to 63 are zero", "guest policy", (_, report) =>
            report.Policy is { HasMandatoryBit: true, HasReservedBits: false }
                ? Outcome.Pass
                : Outcome.Fail(
                    ReasonCode.SnpPolicyReserved,
                    $"POLICY at 0x008: expected bit 17 set and bits 26-63 clear, found 0x{report.Policy.Value:x}")),
        Form("snp.report.platform-bits", "In the platform information bits 8 to 63 are zero", "PLATFORM_INFO", (_, report) => !report.PlatformInfo.HasReservedBits
            ? Outcome.Pass
            : Outcome.Fail(
                ReasonCode.SnpPlatformReserved,
                $"PLATFORM_INFO at 0x040: expected bits 8-63 clear, found 0x{report.PlatformInfo.Value:x}")),
        Form("snp.report.key-info", "Reserved bits beside the signing key are zero", "SIGNING_KEY, MASK_CHIP_KEY", (_, report) => !report.KeyInfo.HasReservedBits
            ? Outcome.Pass
            : Outcome.Fail(
                ReasonCode.SnpKeyInfoReserved, $"key information at 0x048: expected bits 5-31 clear, found 0x{report.KeyInfo.Value:x}")),
        Form("snp.report.vmpl-range", "VMPL is 0 to 3, or all ones for the host", "VMPL", (_, report) => report.Vmpl is <= 3 or SnpReport.HostVmpl
            ? Outcome.Pass
            : Outcome.Fail(ReasonCode.SnpVmplRange, $"VMPL at 0x030: expected 0 to 3 or 0xffffffff, found 0x{report.Vmpl:x}")),
        Form("snp.report.author-digest", "Without an author key its digest is zero", "AUTHOR_KEY_EN, AUTHOR_KEY_DIGEST", (_, report) =>
            report.KeyInfo.AuthorKeyEnabled || !report.AuthorKeyDigest.ContainsAnyExcept((byte)0)
                ? Outcome.Pass
                : Outcome.Fail(ReasonCode.SnpAuthorDigest, "AUTHOR_KEY_DIGEST at 0x110: expected zeros because AUTHOR_KEY_EN is 0")),
        Form("snp.report.tcb-layout", "It can be told how the TCB versions are laid out", "TCB_VERSION", (context, report) => context.Layout is { } layout
            ? Outcome.Passed(layout.ToString())
            : report.HasCpuid
                ? Outcome.Fail(ReasonCode.SnpTcbLayout, $"CPUID_FAM_ID at 0x188: expected 0x19 or 0x1a, found 0x{report.CpuidFamily:x}")
                : Outcome.NotChecked(ReasonCode.SnpTcbLayout, "version 2 with a masked chip id, and no VEK that names the product")),
        Form("snp.report.tcb-reserved", "Reserved bytes of the four TCB versions are zero", "TCB_VERSION", TcbReserved),
        Form("snp.report.signature-range", "r and s of the signature are between 1 and the order of P-384 less one", "SIGNATURE; FIPS 186-5 6.4.2", (_, report) =>
            IsScalar(report.SignatureR) && IsScalar(report.SignatureS)
                ? Outcome.Pass
                : Outcome.Fail(
                    ReasonCode.SnpSignatureRange,
                    $"{(IsScalar(report.SignatureR) ? "S at 0x2e8" : "R at 0x2a0")}: expected a number from 1 to n-1")),
    ];

    private static Check<SnpContext> Form(string id, string title, string field, Func<SnpContext, SnpReport, Outcome> run) =>
        SnpChecks.OnReport(id, title, $"{SnpChecks.Abi}ATTESTATION_REPORT, {field}", CheckClass.Format, true, run);

    private static Outcome TcbReserved(SnpContext context, SnpReport report)
    {
        if (context.Layout is not { } layout)
        {
            return SnpChecks.NotReached;
        }

        var name = !TcbVersion.IsReservedZero(report.CurrentTcb, layout) ? "CURRENT_TCB at 0x038"
            : !TcbVersion.IsReservedZero(report.ReportedTcb, layout) ? "REPORTED_TCB at 0x180"
            : !TcbVersion.IsReservedZero(report.CommittedTcb, layout) ? "COMMITTED_TCB at 0x1e0"
            : !TcbVersion.IsReservedZero(report.LaunchTcb, layout) ? "LAUNCH_TCB at 0x1f0"
            : null;
        return name is null
            ? Outcome.Pass
            : Outcome.Fail(ReasonCode.SnpTcbReserved, $"{name}: expected zeros in the reserved bytes of the {layout} layout");
    }

    /// <param name="littleEndian">48 bytes.</param>
    private static bool IsScalar(ReadOnlySpan<byte> littleEndian)
    {
        Span<byte> value = stackalloc byte[SnpReport.ScalarSize];
        littleEndian.CopyTo(value);
        value.Reverse();
        return value.ContainsAnyExcept((byte)0) && value.SequenceCompareTo(Order) < 0;
    }
}
