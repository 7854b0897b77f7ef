namespace Conformance.Hardware.Nvml;

/// <summary>nvmlReturn_t (nvml.h, API 13).</summary>
internal static class NvmlReturn
{
    public const int Success = 0;
    public const int NotSupported = 3;
    public const int InsufficientSize = 7;
    public const int FunctionNotFound = 13;

    public static string NameOf(int code) => code switch
    {
        0 => "SUCCESS",
        1 => "UNINITIALIZED",
        2 => "INVALID_ARGUMENT",
        NotSupported => MissingReason.NotSupported,
        4 => "NO_PERMISSION",
        6 => "NOT_FOUND",
        InsufficientSize => "INSUFFICIENT_SIZE",
        8 => "INSUFFICIENT_POWER",
        9 => "DRIVER_NOT_LOADED",
        10 => "TIMEOUT",
        11 => "IRQ_ISSUE",
        12 => "LIBRARY_NOT_FOUND",
        FunctionNotFound => MissingReason.FunctionNotFound,
        14 => "CORRUPTED_INFOROM",
        15 => "GPU_IS_LOST",
        16 => "RESET_REQUIRED",
        17 => "OPERATING_SYSTEM",
        18 => "LIB_RM_VERSION_MISMATCH",
        19 => "IN_USE",
        20 => "MEMORY",
        21 => "NO_DATA",
        23 => "INSUFFICIENT_RESOURCES",
        25 => "ARGUMENT_VERSION_MISMATCH",
        26 => "DEPRECATED",
        27 => "NOT_READY",
        28 => "GPU_NOT_FOUND",
        29 => "INVALID_STATE",
        _ => $"UNKNOWN_{code}",
    };
}
