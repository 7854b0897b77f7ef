using System.Security.Cryptography;
using Conformance.Evidence.Certificates;
using Conformance.Evidence.Checks;

namespace Conformance.Evidence.Snp.Checks;

/// <summary>Whether the VEK signed this report, and whether what travelled along belongs to it.</summary>
internal static class SignatureChecks
{
    public static IReadOnlyList<Check<SnpContext>> All { get; } =
    [
        SnpChecks.OnReport(
            "snp.report.signature", "The VEK signs the first 0x2a0 bytes of the report", SnpChecks.Abi
                + "ATTESTATION_REPORT, SIGNATURE", CheckClass.Authenticity, true, Signature),
        SnpChecks.OnReport(
            "snp.table.platform", "The certificate table names the chip that the report names", "GHCB (AMD 56421) 4.1.8.1",
            CheckClass.Authenticity, true, Platform),
        SnpChecks.OnReport(
            "snp.hcl.binding", "The report data is the hash of Azure's runtime data", "Azure HCL report, runtime data",
            CheckClass.Authenticity, true, Hcl),
    ];

    private static Outcome Signature(SnpContext context, SnpReport report)
    {
        if (context.Vek.Value is not { } vek)
        {
            return SnpChecks.NotReached;
        }

        Span<byte> signature = stackalloc byte[2 * SnpReport.ScalarSize];
        report.CopySignature(signature);
        return context.ReportSignatures.VerifyFixed(SignatureAlgorithm.EcdsaSha384, vek.Key, report.Signed, signature)
            ? Outcome.Pass
            : Outcome.Fail(ReasonCode.SnpReportSignature, "SIGNATURE at 0x2a0: does not verify under the key of the VEK");
    }

    private static Outcome Platform(SnpContext context, SnpReport report)
    {
        if (context.Container.Value?.Table?.CpuidEax is not { } eax)
        {
            return Outcome.NotApplicable("no certificate table that names a chip");
        }

        if (!report.HasCpuid)
        {
            return Outcome.NotApplicable("version 2 has no CPUID");
        }

        // CPUID 1 EAX: extended family 27-20, extended model 19-16, family 11-8, model 7-4, stepping 3-0.
        var family = ((eax >> 20) & 0xFF) + ((eax >> 8) & 0xF);
        var model = ((eax >> 12) & 0xF0) | ((eax >> 4) & 0xF);
        return family == report.CpuidFamily && model == report.CpuidModel
            ? Outcome.Pass
            : Outcome.Fail(ReasonCode.SnpTablePlatform, $"CPUID at 0x188: expected family 0x{family:x} model 0x{model:x} as in the table, found 0x{report.CpuidFamily:x} and 0x{report.CpuidModel:x}");
    }

    private static Outcome Hcl(SnpContext context, SnpReport report)
    {
        if (context.Container.Value?.RuntimeData is not { } data)
        {
            return Outcome.NotApplicable("not an Azure HCL report");
        }

        Span<byte> expected = stackalloc byte[64];
        expected.Clear();
        SHA256.HashData(data.Span, expected);
        return report.ReportData.SequenceEqual(expected)
            ? Outcome.Pass
            : Outcome.Fail(ReasonCode.SnpHclBinding, $"REPORT_DATA at 0x050: expected the runtime data's hash {Convert.ToHexStringLower(expected)}, found {Convert.ToHexStringLower(report.ReportData)}");
    }
}
