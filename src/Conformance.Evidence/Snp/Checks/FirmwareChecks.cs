using Conformance.Evidence.Checks;
using Conformance.Evidence.Policy;

namespace Conformance.Evidence.Snp.Checks;

/// <summary>
/// Whether firmware and guest are new enough. Launch against reported, and committed against reported, are deliberately not compared.
/// </summary>
internal static class FirmwareChecks
{
    private delegate ReadOnlySpan<byte> Field(SnpReport report);

    public static IReadOnlyList<Check<SnpContext>> All { get; } =
    [
        Minimum("snp.guest-svn", "GUEST_SVN is at least the required one", "GUEST_SVN", (context, report) =>
            context.Policy.MinimumGuestSvn is not { } least ? Outcome.NoReference
            : report.GuestSvn >= least ? Outcome.Pass
            : Outcome.Fail(ReasonCode.SnpGuestSvn, $"GUEST_SVN at 0x004: expected at least {least}, found {report.GuestSvn}")),
        Minimum("snp.firmware.build", "The current firmware build is at least the required one", "CURRENT_BUILD", (context, report) =>
            context.Policy.MinimumBuild is not { } least ? Outcome.NoReference
            : report.Current.Build >= least ? Outcome.Pass
            : Outcome.Fail(ReasonCode.SnpBuild, $"CURRENT_BUILD at 0x1e8: expected at least {least}, found {report.Current.Build}")),
        Minimum("snp.firmware.version", "The current firmware version is at least the required one", "CURRENT_MAJOR, CURRENT_MINOR", (context, report) =>
            context.Policy.MinimumVersion is not { } least ? Outcome.NoReference
            : report.Current.IsVersionAtLeast(least.Major, least.Minor) ? Outcome.Pass
            : Outcome.Fail(
                ReasonCode.SnpFirmwareVersion,
                $"CURRENT_MINOR at 0x1e9: expected at least {least.Major}.{least.Minor}, found {report.Current}")),
        Tcb("snp.tcb.minimum", "REPORTED_TCB", 0x180, ReasonCode.SnpTcbMinimum, p => p.MinimumTcb, r => r.ReportedTcb),
        Tcb("snp.tcb.minimum-launch", "LAUNCH_TCB", 0x1F0, ReasonCode.SnpTcbLaunchMinimum, p => p.MinimumLaunchTcb, r => r.LaunchTcb),
        Tcb(
            "snp.tcb.minimum-committed", "COMMITTED_TCB", 0x1E0, ReasonCode.SnpTcbCommittedMinimum, p =>
                p.MinimumCommittedTcb, r => r.CommittedTcb),
        SnpChecks.OnReport("snp.tcb.reported", "The reported TCB is not above the current one", SnpChecks.Abi + "REPORTED_TCB, CURRENT_TCB", CheckClass.Policy, true, (context, report) =>
            context.Layout is not { } layout ? SnpChecks.NotReached
            : Decode(report.CurrentTcb, layout).FirstBelow(Decode(report.ReportedTcb, layout)) is not { } below ? Outcome.Pass
            : Outcome.Fail(ReasonCode.SnpTcbReportedAboveCurrent, $"CURRENT_TCB at 0x038 against REPORTED_TCB: {below}")),
        SnpChecks.OnReport(
            "snp.firmware.committed", "Committed firmware and TCB are not above the current ones", SnpChecks.Abi
                + "COMMITTED_TCB, CURRENT_TCB", CheckClass.Policy, true, Committed),
        SnpChecks.OnReport(
            "snp.firmware.provisional", "All current firmware is committed, or provisional firmware is permitted", SnpChecks.Abi
                + "COMMITTED_TCB, SNP_COMMIT", CheckClass.Policy, true, Provisional),
        Mitigation(
            "snp.mitigation.launch", "LAUNCH_MIT_VECTOR", 0x1F8, ReasonCode.SnpLaunchMitigation, p =>
                p.LaunchMitigations, r => r.LaunchMitigations),
        Mitigation(
            "snp.mitigation.current", "CURRENT_MIT_VECTOR", 0x200, ReasonCode.SnpCurrentMitigation, p =>
                p.CurrentMitigations, r => r.CurrentMitigations),
    ];

    private static TcbVersion Decode(ReadOnlySpan<byte> bytes, TcbLayout layout) => TcbVersion.Decode(bytes, layout);

    private static Check<SnpContext> Minimum(string id, string title, string field, Func<SnpContext, SnpReport, Outcome> run) =>
        SnpChecks.OnReport(id, title, $"{SnpChecks.Abi}ATTESTATION_REPORT, {field}", CheckClass.Policy, false, run);

    private static Check<SnpContext> Tcb(string id, string name, int offset, string reason, Func<SnpPolicy, SnpTcbMinimum?> minimum, Field field) =>
        Minimum(id, $"Each component of {name} is at least the required one", name, (context, report) =>
        {
            if (minimum(context.Policy) is not { } least)
            {
                return Outcome.NoReference;
            }

            if (context.Layout is not { } layout)
            {
                return SnpChecks.NotReached;
            }

            // Only Turin has an FMC; a minimum for it says nothing about other chips.
            var required =
                new TcbVersion(layout == TcbLayout.Turin ? least.Fmc : (byte)0, least.BootLoader, least.Tee, least.Snp, least.Microcode);
            return Decode(field(report), layout).FirstBelow(required) is { } below
                ? Outcome.Fail(reason, $"{name} at 0x{offset:x3}: {below}")
                : Outcome.Pass;
        });

    private static Outcome Committed(SnpContext context, SnpReport report)
    {
        if (context.Layout is not { } layout)
        {
            return SnpChecks.NotReached;
        }

        return Decode(report.CurrentTcb, layout).FirstBelow(Decode(report.CommittedTcb, layout)) is { } below
            ? Outcome.Fail(ReasonCode.SnpCommittedAboveCurrent, $"CURRENT_TCB at 0x038 against COMMITTED_TCB: {below}")
            : !report.Current.IsVersionAtLeast(report.Committed.Major, report.Committed.Minor) || IsBuildBelow(report)
                ? Outcome.Fail(
                    ReasonCode.SnpCommittedAboveCurrent,
                    $"current version at 0x1e8: expected at least the committed {report.Committed}, found {report.Current}")
                : Outcome.Pass;
    }

    // Builds only count within one version.
    private static bool IsBuildBelow(SnpReport report) =>
        (report.Current.Major, report.Current.Minor) == (report.Committed.Major, report.Committed.Minor)
            && report.Current.Build < report.Committed.Build;

    private static Outcome Provisional(SnpContext context, SnpReport report)
    {
        var isCommitted = report.CommittedTcb.SequenceEqual(report.CurrentTcb) && report.Committed == report.Current;
        return isCommitted ? Outcome.Pass
            : context.Policy.PermitProvisionalFirmware ? Outcome.Passed("provisional, and the policy permits it")
            : Outcome.Fail(ReasonCode.SnpProvisionalFirmware, $"COMMITTED_TCB at 0x1e0: expected the current {Convert.ToHexStringLower(report.CurrentTcb)} and {report.Current}, found {Convert.ToHexStringLower(report.CommittedTcb)} and {report.Committed}");
    }

    private static Check<SnpContext> Mitigation(string id, string name, int offset, string reason, Func<SnpPolicy, ulong?> required, Func<SnpReport, ulong> found) =>
        Minimum(id, $"{name} has all required bits", name, (context, report) =>
            required(context.Policy) is not { } bits ? Outcome.NoReference
            : (found(report) & bits) == bits ? Outcome.Pass
            : Outcome.Fail(reason, $"{name} at 0x{offset:x3}: expected all of 0x{bits:x}, found {(report.HasMitigationVectors ? $"0x{found(report):x}" : $"none in version {report.Version}")}"));
}
