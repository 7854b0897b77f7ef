using Conformance.Evidence.Checks;

namespace Conformance.Evidence.TdxVectors;

/// <summary>Security levels: every status, from every part that can cause it.</summary>
internal static class TcbTwins
{
    public static IReadOnlyList<Twin> All { get; } =
    [
        New(
            "platform-unsupported", "no level matches the SGX components", "tcb.platform", ReasonCode.TcbNotSupported, s =>
                s.Leaf = s.Leaf with { Platform = new SyntheticPlatform { Components = new byte[16] } }),
        New(
            "platform-unsupported-pcesvn", "no level matches the PCESVN", "tcb.platform", ReasonCode.TcbNotSupported, s =>
                s.Leaf = s.Leaf with { Platform = new SyntheticPlatform { PceSvn = 10 } }),
        New(
            "platform-unsupported-tdx", "no level matches TDX component 2", "tcb.platform", ReasonCode.TcbNotSupported, s =>
                s.Body = b => b[2] = 4),
        New(
            "module-unsupported", "no level matches the module's SVN", "tcb.module", ReasonCode.TcbNotSupported, s =>
                s.Body = b => b[0] = 3),
        New(
            "qe-unsupported", "no level matches the quoting enclave's SVN", "tcb.qe", ReasonCode.TcbNotSupported, s =>
                s.QeReport = r => r[258] = 1),
        New("relaunch-module-unknown", "the module that is loaded now has no identity", "tcb.relaunch", ReasonCode.TdxModuleUnknown, s => s.Body = b =>
        {
            b[0] = 4;
            b[585] = 9;
        }, true),
        Status("platform-sw-hardening", ReasonCode.TcbSwHardeningNeeded, s => s.Text.PlatformStatus = "SWHardeningNeeded"),
        Status("platform-configuration", ReasonCode.TcbConfigurationNeeded, s => s.Text.PlatformStatus = "ConfigurationNeeded"),
        Status(
            "platform-configuration-sw-hardening", ReasonCode.TcbConfigurationAndSwHardeningNeeded, s =>
                s.Text.PlatformStatus = "ConfigurationAndSWHardeningNeeded"),
        Status("platform-out-of-date", ReasonCode.TcbOutOfDate, s => s.Text.PlatformStatus = "OutOfDate"),
        Status(
            "platform-out-of-date-configuration", ReasonCode.TcbOutOfDateConfigurationNeeded, s =>
                s.Text.PlatformStatus = "OutOfDateConfigurationNeeded"),
        Status("platform-revoked", ReasonCode.TcbRevoked, s => s.Text.PlatformStatus = "Revoked"),
        Status(
            "platform-old-sgx", ReasonCode.TcbOutOfDate, s =>
                s.Leaf = s.Leaf with { Platform = new SyntheticPlatform { Components = [
                    5, 5, 2, 2, 4, 1, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0] } }),
        Status(
            "platform-old-pcesvn", ReasonCode.TcbOutOfDate, s => s.Leaf = s.Leaf with { Platform = new SyntheticPlatform { PceSvn = 12 } }),
        Status("platform-old-tdx", ReasonCode.TcbOutOfDate, s => s.Body = b => b[2] = 5),
        Status("platform-revoked-permitted", ReasonCode.TcbRevoked, s =>
        {
            // No policy can permit Revoked; this one permits everything that can be.
            s.Text.PlatformStatus = "Revoked";
            s.Policy = "\"permittedStatuses\":[\"UpToDate\",\"SWHardeningNeeded\",\"ConfigurationNeeded\",\"ConfigurationAndSWHardeningNeeded\",\"OutOfDate\",\"OutOfDateConfigurationNeeded\",\"TDRelaunchAdvised\",\"TDRelaunchAdvisedConfigurationNeeded\"]";
        }),
        Status("platform-up-to-date-refused", ReasonCode.TcbStatusRefused, s => s.Policy = "\"permittedStatuses\":[\"OutOfDate\"]"),
        Status("module-out-of-date", ReasonCode.TcbOutOfDate, s => s.Body = b => b[0] = 4),
        Status("module-out-of-date-configuration", ReasonCode.TcbOutOfDateConfigurationNeeded, s =>
        {
            s.Text.PlatformStatus = "ConfigurationNeeded";
            s.Body = b => b[0] = 4;
        }),
        Status("module-revoked", ReasonCode.TcbRevoked, s =>
        {
            s.Text.OldModuleStatus = "Revoked";
            s.Body = b => b[0] = 4;
        }),
        Status("qe-out-of-date", ReasonCode.TcbOutOfDate, s => s.QeReport = r => r[258] = 3),
        Status("qe-out-of-date-configuration", ReasonCode.TcbOutOfDateConfigurationNeeded, s =>
        {
            s.Text.PlatformStatus = "ConfigurationAndSWHardeningNeeded";
            s.QeReport = r => r[258] = 3;
        }),
        Status("qe-revoked", ReasonCode.TcbRevoked, s => s.QeReport = r => r[258] = 2),
        Status("relaunch", ReasonCode.TcbRelaunchAdvised, OldModuleNewLoaded, true),
        Status("relaunch-configuration", ReasonCode.TcbRelaunchAdvisedConfigurationNeeded, s =>
        {
            OldModuleNewLoaded(s);
            s.Text.PlatformStatus = "ConfigurationNeeded";
        }, true),
        Status("relaunch-not-for-old-sgx", ReasonCode.TcbOutOfDate, s =>
        {
            OldModuleNewLoaded(s);
            s.Leaf = s.Leaf with { Platform = new SyntheticPlatform { PceSvn = 12 } };
        }, true),
        Status("relaunch-not-for-old-qe", ReasonCode.TcbOutOfDate, s =>
        {
            OldModuleNewLoaded(s);
            s.QeReport = r => r[258] = 3;
        }, true),
        Status("relaunch-not-while-old-loaded", ReasonCode.TcbOutOfDate, s => s.Body = b => (b[0], b[584]) = (4, 4), true),
        New(
            "evaluation-number", "collateral below the floor", "tcb.evaluation-number", ReasonCode.TdxEvaluationNumber, s =>
                s.Policy = "\"minimumEvaluationNumber\":21"),
        New(
            "collateral-age", "collateral older than the limit", "tcb.collateral-age", ReasonCode.TdxCollateralAge, s =>
                s.Policy = "\"maximumCollateralAge\":13"),
        New("tcb-date", "levels older than the date", "tcb.date", ReasonCode.TcbDate, s => s.Policy = "\"minimumTcbDate\":\"2025-08-14\""),
        New("advisory", "an advisory that the policy refuses", "tcb.advisories", ReasonCode.TcbAdvisory, s =>
        {
            s.Text.PlatformStatus = "SWHardeningNeeded";
            s.Policy = "\"permittedStatuses\":[\"SWHardeningNeeded\"],\"refusedAdvisories\":[\"INTEL-SA-90001\"]";
        }),
        New("evaluation-number-without-collateral", "a floor and nothing to compare with it", "tcb.evaluation-number", ReasonCode.TdxCollateralMissing, s =>
        {
            s.Collateral = _ => Evidence.Tdx.TdxCollateral.None;
            s.Policy = "\"requireCollateral\":false,\"requireRevocation\":false,\"minimumEvaluationNumber\":1";
        }),
    ];

    /// <summary>The TD was started under module SVN 4; SVN 6 is loaded now.</summary>
    internal static void OldModuleNewLoaded(Scenario scenario) => scenario.Body = b => b[0] = 4;

    private static Twin Status(string id, string reason, Action<Scenario> change, bool is15 = false) =>
        New(id, "the converged status is not UpToDate", "tcb.status", reason, change, is15);

    private static Twin New(string id, string what, string check, string reason, Action<Scenario> change, bool is15 = false) =>
        new(id, what, "tdx." + check, reason, change, is15);
}
