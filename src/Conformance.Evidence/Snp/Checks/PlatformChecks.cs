using Conformance.Evidence.Checks;

namespace Conformance.Evidence.Snp.Checks;

/// <summary>Whether the platform is in a state that the relying party accepts.</summary>
internal static class PlatformChecks
{
    public static IReadOnlyList<Check<SnpContext>> All { get; } =
    [
        Allowed(
            "snp.platform.smt", "SMT is off, or permitted", "SMT_EN", 0, ReasonCode.SnpPlatformSmt, p =>
                p.SmtEnabled, c => c.Policy.Platform.AllowSmt),
        Allowed(
            "snp.platform.tsme", "Transparent memory encryption is off, or permitted", "TSME_EN", 1, ReasonCode.SnpPlatformTsme, p =>
                p.TsmeEnabled, c => c.Policy.Platform.AllowTsme),
        Allowed(
            "snp.platform.tio", "Trusted I/O is off, or permitted", "TIO_EN", 7, ReasonCode.SnpPlatformTio, p =>
                p.TioEnabled, c => c.Policy.Platform.AllowTio),
        Required(
            "snp.platform.ecc", "Memory has ECC, where required", "ECC_EN", 2, ReasonCode.SnpPlatformEcc, p =>
                p.EccEnabled, c => c.Policy.Platform.RequireEcc),
        Required(
            "snp.platform.rapl", "RAPL is off, where required", "RAPL_DIS", 3, ReasonCode.SnpPlatformRapl, p =>
                p.RaplDisabled, c => c.Policy.Platform.RequireRaplDisabled),
        Required(
            "snp.platform.ciphertext-hiding", "Ciphertext hiding is on, where required", "CIPHERTEXT_HIDING_DRAM_EN", 4,
            ReasonCode.SnpPlatformCiphertextHiding, p =>
                p.CiphertextHiding, c => c.Policy.Platform.RequireCiphertextHiding),
        Required(
            "snp.platform.alias-check", "The memory alias check is complete, where required", "ALIAS_CHECK_COMPLETE", 5,
            ReasonCode.SnpPlatformAliasCheck, p =>
                p.AliasCheckComplete, c => c.Policy.Platform.RequireAliasCheck),
        Required(
            "snp.platform.iommu", "Bit 6 is set, where required", "IOMMU_WRITE_SAFE", 6, ReasonCode.SnpPlatformIommu, p =>
                p.IommuWriteSafe, c => c.Policy.Platform.RequireIommuWriteSafe),
    ];

    private static Check<SnpContext> Allowed(
        string id, string title, string name, int bit, string reason, Func<SnpPlatformInfo, bool> isSet, Func<SnpContext, bool> isAllowed) =>
        SnpChecks.OnReport(id, title, $"{SnpChecks.Abi}PLATFORM_INFO, {name}", CheckClass.Policy, true, (context, report) =>
            !isSet(report.PlatformInfo) ? Outcome.Pass
            : isAllowed(context) ? Outcome.Passed("set, and the policy permits it")
            : Outcome.Fail(reason, $"PLATFORM_INFO at 0x040: expected {name} (bit {bit}) clear, found 0x{report.PlatformInfo.Value:x}"));

    private static Check<SnpContext> Required(
        string id, string title, string name, int bit, string reason, Func<SnpPlatformInfo, bool> isSet, Func<SnpContext, bool> isRequired) =>
        SnpChecks.OnReport(id, title, $"{SnpChecks.Abi}PLATFORM_INFO, {name}", CheckClass.Policy, true, (context, report) =>
            isSet(report.PlatformInfo) ? Outcome.Pass
            : isRequired(context)
                ? Outcome.Fail(reason, $"PLATFORM_INFO at 0x040: expected {name} (bit {bit}) set, found 0x{report.PlatformInfo.Value:x}")
            : Outcome.NotApplicable("the policy does not require it"));
}
