namespace Conformance.Evidence.Tdx;

/// <summary>Intel's verdict about a security level. The last three never stand in collateral: they come out of the evaluation.</summary>
public enum TcbStatus
{
    UpToDate,
    SWHardeningNeeded,
    ConfigurationNeeded,
    ConfigurationAndSWHardeningNeeded,
    OutOfDate,
    OutOfDateConfigurationNeeded,
    Revoked,

    /// <summary>TD 1.5: everything on the machine is current except for the module that started the TD; starting it again helps.</summary>
    TDRelaunchAdvised,
    TDRelaunchAdvisedConfigurationNeeded,

    /// <summary>No level matches. An error rather than an old level.</summary>
    NotSupported,
}
