using Conformance.Evidence.Checks;

namespace Conformance.Evidence.Tdx;

/// <summary>Names of statuses, and how two of them become one.</summary>
public static class TcbStatuses
{
    /// <summary>The word that Intel's libraries use where no level matches.</summary>
    public const string NotSupportedName = "TCB_NOT_SUPPORTED";

    /// <summary>Statuses that a policy may permit. Revoked and not supported are refused whatever it says.</summary>
    public static IReadOnlyList<TcbStatus> Permissible { get; } =
    [
        TcbStatus.UpToDate, TcbStatus.SWHardeningNeeded, TcbStatus.ConfigurationNeeded, TcbStatus.ConfigurationAndSWHardeningNeeded,
        TcbStatus.OutOfDate, TcbStatus.OutOfDateConfigurationNeeded, TcbStatus.TDRelaunchAdvised,
        TcbStatus.TDRelaunchAdvisedConfigurationNeeded,
    ];

    /// <summary>The status that this text names in collateral; null for every other text.</summary>
    public static TcbStatus? FromCollateral(string text) => text switch
    {
        "UpToDate" => TcbStatus.UpToDate,
        "SWHardeningNeeded" => TcbStatus.SWHardeningNeeded,
        "ConfigurationNeeded" => TcbStatus.ConfigurationNeeded,
        "ConfigurationAndSWHardeningNeeded" => TcbStatus.ConfigurationAndSWHardeningNeeded,
        "OutOfDate" => TcbStatus.OutOfDate,
        "OutOfDateConfigurationNeeded" => TcbStatus.OutOfDateConfigurationNeeded,
        "Revoked" => TcbStatus.Revoked,
        _ => null,
    };

    public static string NameOf(TcbStatus status) => status == TcbStatus.NotSupported ? NotSupportedName : status.ToString();

    public static string ReasonOf(TcbStatus status) => status switch
    {
        TcbStatus.SWHardeningNeeded => ReasonCode.TcbSwHardeningNeeded,
        TcbStatus.ConfigurationNeeded => ReasonCode.TcbConfigurationNeeded,
        TcbStatus.ConfigurationAndSWHardeningNeeded => ReasonCode.TcbConfigurationAndSwHardeningNeeded,
        TcbStatus.OutOfDate => ReasonCode.TcbOutOfDate,
        TcbStatus.OutOfDateConfigurationNeeded => ReasonCode.TcbOutOfDateConfigurationNeeded,
        TcbStatus.Revoked => ReasonCode.TcbRevoked,
        TcbStatus.TDRelaunchAdvised => ReasonCode.TcbRelaunchAdvised,
        TcbStatus.TDRelaunchAdvisedConfigurationNeeded => ReasonCode.TcbRelaunchAdvisedConfigurationNeeded,
        TcbStatus.NotSupported => ReasonCode.TcbNotSupported,
        _ => ReasonCode.TcbStatusRefused,
    };

    /// <summary>What a module's or the quoting enclave's status makes of the platform's.</summary>
    public static TcbStatus Converge(TcbStatus platform, TcbStatus component) => component switch
    {
        TcbStatus.Revoked => TcbStatus.Revoked,
        TcbStatus.OutOfDate => platform switch
        {
            TcbStatus.UpToDate or TcbStatus.SWHardeningNeeded => TcbStatus.OutOfDate,
            TcbStatus.ConfigurationNeeded or TcbStatus.ConfigurationAndSWHardeningNeeded => TcbStatus.OutOfDateConfigurationNeeded,
            _ => platform,
        },
        _ => platform,
    };

    internal static bool IsCurrent(TcbStatus status) => status
        is TcbStatus.UpToDate or TcbStatus.SWHardeningNeeded or TcbStatus.ConfigurationNeeded
            or TcbStatus.ConfigurationAndSWHardeningNeeded;

    internal static bool NeedsConfiguration(TcbStatus status) => status
        is TcbStatus.ConfigurationNeeded or TcbStatus.ConfigurationAndSWHardeningNeeded or TcbStatus.OutOfDateConfigurationNeeded;
}
