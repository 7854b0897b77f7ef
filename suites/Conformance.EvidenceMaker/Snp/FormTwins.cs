using Conformance.Evidence.Checks;
using Conformance.Evidence.Snp;

namespace Conformance.EvidenceMaker.Snp;

/// <summary>Reports with sound signatures whose form is wrong.</summary>
internal static class FormTwins
{
    public static IReadOnlyList<SnpTwin> All { get; } =
    [
        SnpTwin.Of("snp.report.container", ReasonCode.SnpReportSize, s => s.Wrap = r => r[..1183], variant: "short"),
        SnpTwin.Of("snp.report.container", ReasonCode.SnpContainer, s => s.Wrap = r => [.. r, 1], variant: "trailing"),
        SnpTwin.Of("snp.report.version", ReasonCode.SnpVersion, s => s.Set(0, 6), variant: "6"),
        SnpTwin.Of("snp.report.version", ReasonCode.SnpVersion, s => s.Set(0, 1), variant: "1"),
        SnpTwin.Of("snp.report.algorithm", ReasonCode.SnpSignatureAlgorithm, s => s.Set(0x034, 2)),
        SnpTwin.Of("snp.report.reserved", ReasonCode.SnpReservedNotZero, s => s.Set(0x04C, 1), variant: "04c"),
        SnpTwin.Of(
            "snp.report.reserved", ReasonCode.SnpReservedNotZero, s => s.Set(0x188, 0x19), () => new SnpScenario(version: 2), "v2-cpuid"),
        SnpTwin.Of(
            "snp.report.reserved", ReasonCode.SnpReservedNotZero, s =>
                s.Set(0x1F8, 1), () => new SnpScenario(ProductLine.Genoa, 4), "v4-mitigations"),
        SnpTwin.Of(
            "snp.report.reserved", ReasonCode.SnpReservedNotZero, s =>
                s.Set(0x208, 1), () => new SnpScenario(ProductLine.Turin, 5), "v5-208"),
        SnpTwin.Of("snp.report.reserved", ReasonCode.SnpReservedNotZero, s => s.Damage(r => r[0x2D0] = 1), variant: "r-padding"),
        SnpTwin.Of("snp.report.policy-bits", ReasonCode.SnpPolicyReserved, s => s.Set(0x00A, 0x01), variant: "17"),
        SnpTwin.Of("snp.report.policy-bits", ReasonCode.SnpPolicyReserved, s => s.Set(0x00B, 0x04), variant: "26"),
        SnpTwin.Of("snp.report.platform-bits", ReasonCode.SnpPlatformReserved, s => s.Set(0x041, 1)),
        SnpTwin.Of("snp.report.key-info", ReasonCode.SnpKeyInfoReserved, s => s.Set(0x048, 0x20)),
        SnpTwin.Of("snp.report.vmpl-range", ReasonCode.SnpVmplRange, s => s.Set(0x030, 4)),
        SnpTwin.Of("snp.report.author-digest", ReasonCode.SnpAuthorDigest, s => s.Set(0x110, 1)),
        SnpTwin.Of("snp.report.tcb-layout", ReasonCode.SnpTcbLayout, s => s.Set(0x188, 0x17)),
        SnpTwin.Of(
            "snp.report.tcb-layout", ReasonCode.SnpTcbLayout, s =>
                s.HasVek = false, () => new SnpScenario(version: 2).With(s => s.Set(0x1A0, new byte[64])), "v2-masked"),
        SnpTwin.Of("snp.report.tcb-reserved", ReasonCode.SnpTcbReserved, s => s.Set(0x1F2, 1)),
        SnpTwin.Of(
            "snp.report.signature-range", ReasonCode.SnpSignatureRange, s => s.Damage(r => r.AsSpan(0x2A0, 48).Clear()), variant: "zero"),
        SnpTwin.Of(
            "snp.report.signature-range", ReasonCode.SnpSignatureRange, s =>
                s.Damage(r => r.AsSpan(0x2E8, 48).Fill(0xFF)), variant: "high"),
    ];
}
