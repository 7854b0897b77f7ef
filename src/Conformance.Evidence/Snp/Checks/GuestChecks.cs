using Conformance.Evidence.Checks;

namespace Conformance.Evidence.Snp.Checks;

/// <summary>Whether the guest was launched under a policy that the relying party accepts.</summary>
internal static class GuestChecks
{
    public static IReadOnlyList<Check<SnpContext>> All { get; } =
    [
        Allowed(
            "snp.policy.debug", "Debugging is off, or permitted", "DEBUG", 19, ReasonCode.SnpDebug, p =>
                p.AllowsDebug, c => c.Policy.Guest.AllowDebug),
        Allowed(
            "snp.policy.migration", "No migration agent may be bound, or that is permitted", "MIGRATE_MA", 18, ReasonCode.SnpMigration, p =>
                p.AllowsMigration, c => c.Policy.Guest.AllowMigration),
        Allowed(
            "snp.policy.smt", "The guest does not allow SMT, or that is permitted", "SMT", 16, ReasonCode.SnpSmt, p =>
                p.AllowsSmt, c => c.Policy.Guest.AllowSmt),
        Allowed(
            "snp.policy.cxl", "The guest does not allow CXL, or that is permitted", "CXL_ALLOW", 21, ReasonCode.SnpCxl, p =>
                p.AllowsCxl, c => c.Policy.Guest.AllowCxl),
        Demanded(
            "snp.policy.single-socket", "The guest demands one socket, where required", "SINGLE_SOCKET", 20, ReasonCode.SnpSingleSocket,
            p =>
                p.DemandsSingleSocket, c => c.Policy.Guest.RequireSingleSocket),
        Demanded(
            "snp.policy.aes-256-xts", "The guest demands AES-256-XTS, where required", "MEM_AES_256_XTS", 22, ReasonCode.SnpAes256Xts, p =>
                p.DemandsAes256Xts, c => c.Policy.Guest.RequireAes256Xts),
        Demanded(
            "snp.policy.rapl", "The guest demands that RAPL is off, where required", "RAPL_DIS", 23, ReasonCode.SnpRapl, p =>
                p.DemandsRaplDisabled, c => c.Policy.Guest.RequireRaplDisabled),
        Demanded(
            "snp.policy.ciphertext-hiding", "The guest demands ciphertext hiding, where required", "CIPHERTEXT_HIDING_DRAM", 24,
            ReasonCode.SnpCiphertextHiding, p =>
                p.DemandsCiphertextHiding, c => c.Policy.Guest.RequireCiphertextHiding),
        Demanded(
            "snp.policy.page-swap", "The guest demands that pages are not swapped, where required", "PAGE_SWAP_DISABLE", 25,
            ReasonCode.SnpPageSwap, p =>
                p.DemandsPageSwapDisabled, c => c.Policy.Guest.RequirePageSwapDisabled),
        SnpChecks.OnReport("snp.policy.abi", "The guest demands at least the required firmware interface", SnpChecks.Abi + "guest policy, ABI_MAJOR, ABI_MINOR", CheckClass.Policy, false, (context, report) =>
            context.Policy.Guest.MinimumAbi is not { } least ? Outcome.NoReference
            : (report.Policy.AbiMajor, report.Policy.AbiMinor).CompareTo(least) >= 0 ? Outcome.Pass
            : Outcome.Fail(ReasonCode.SnpAbi, $"POLICY at 0x008: expected interface {least.Major}.{least.Minor} or later, found {report.Policy.AbiMajor}.{report.Policy.AbiMinor}")),
        SnpChecks.OnReport("snp.vmpl", "The report was asked for by the guest, at a permitted privilege level", SnpChecks.Abi + "ATTESTATION_REPORT, VMPL", CheckClass.Policy, true, (context, report) =>
            context.Policy.Vmpl?.Contains((int)Math.Min(report.Vmpl, int.MaxValue)) ?? report.Vmpl <= 3
                ? Outcome.Pass
                : Outcome.Fail(ReasonCode.SnpVmpl, $"VMPL at 0x030: expected {(context.Policy.Vmpl is { } levels ? string.Join(" or ", levels.Order()) : "0 to 3")}, found {(report.Vmpl == SnpReport.HostVmpl ? "the host" : report.Vmpl)}")),
        SnpChecks.OnReport("snp.signer", "The kind of signing key is permitted", SnpChecks.Abi + "ATTESTATION_REPORT, SIGNING_KEY", CheckClass.Policy, false, (context, report) =>
            context.Policy.Signers is not { } signers ? Outcome.NoReference
            : signers.Contains(report.KeyInfo.SignerName) ? Outcome.Pass
            : Outcome.Fail(
                ReasonCode.SnpSigner,
                $"key information at 0x048: expected {string.Join(" or ", signers)}, found {report.KeyInfo.SignerName}")),
        SnpChecks.OnReport("snp.product-line", "The product line is permitted", SnpChecks.Abi + "ATTESTATION_REPORT, CPUID_FAM_ID", CheckClass.Policy, false, (context, _) =>
            context.Policy.ProductLines is not { } lines ? Outcome.NoReference
            : context.Line is not { } line ? SnpChecks.NotReached
            : lines.Contains(line.ToString()) ? Outcome.Pass
            : Outcome.Fail(ReasonCode.SnpProductLine, $"product line: expected {string.Join(" or ", lines)}, found {line}")),
    ];

    private static Check<SnpContext> Allowed(
        string id, string title, string name, int bit, string reason, Func<SnpGuestPolicy, bool> isSet, Func<SnpContext, bool> isAllowed) =>
        SnpChecks.OnReport(id, title, $"{SnpChecks.Abi}guest policy, {name}", CheckClass.Policy, true, (context, report) =>
            !isSet(report.Policy) ? Outcome.Pass
            : isAllowed(context) ? Outcome.Passed("set, and the policy permits it")
            : Outcome.Fail(reason, $"POLICY at 0x008: expected {name} (bit {bit}) clear, found 0x{report.Policy.Value:x}"));

    private static Check<SnpContext> Demanded(
        string id, string title, string name, int bit, string reason, Func<SnpGuestPolicy, bool> isSet, Func<SnpContext, bool> isRequired) =>
        SnpChecks.OnReport(id, title, $"{SnpChecks.Abi}guest policy, {name}", CheckClass.Policy, true, (context, report) =>
            isSet(report.Policy) ? Outcome.Pass
            : isRequired(context)
                ? Outcome.Fail(reason, $"POLICY at 0x008: expected {name} (bit {bit}) set, found 0x{report.Policy.Value:x}")
            : Outcome.NotApplicable("the policy does not require it"));
}
