namespace Conformance.Ptx;

/// <summary>The values of CUresult (cuda.h) that the machine gives.</summary>
public static class CuResult
{
    public const int InvalidValue = 1;
    public const int OutOfMemory = 2;
    public const int NotInitialized = 3;
    public const int DeviceUnavailable = 46;
    public const int NoDevice = 100;
    public const int InvalidDevice = 101;
    public const int InvalidImage = 200;
    public const int InvalidContext = 201;
    public const int NoBinaryForGpu = 209;
    public const int EccUncorrectable = 214;
    public const int InvalidPtx = 218;
    public const int UnsupportedPtxVersion = 222;
    public const int InvalidHandle = 400;
    public const int NotFound = 500;
    public const int NotReady = 600;
    public const int IllegalAddress = 700;
    public const int LaunchOutOfResources = 701;
    public const int LaunchTimeout = 702;
    public const int MisalignedAddress = 716;
    public const int LaunchFailed = 719;
    public const int NotPermitted = 800;
    public const int SystemNotReady = 802;

    /// <summary>
    /// Errors after which the context is lost: cuda.h says "must be terminated and relaunched" or that no work can go on.
    /// </summary>
    public static bool IsSticky(int result) =>
        result is DeviceUnavailable or EccUncorrectable or IllegalAddress or LaunchTimeout or MisalignedAddress or LaunchFailed;

    /// <summary>The name of cuda.h, or the number.</summary>
    public static string Name(int result) => result switch
    {
        InvalidValue => "CUDA_ERROR_INVALID_VALUE",
        OutOfMemory => "CUDA_ERROR_OUT_OF_MEMORY",
        NotInitialized => "CUDA_ERROR_NOT_INITIALIZED",
        DeviceUnavailable => "CUDA_ERROR_DEVICE_UNAVAILABLE",
        NoDevice => "CUDA_ERROR_NO_DEVICE",
        InvalidDevice => "CUDA_ERROR_INVALID_DEVICE",
        InvalidImage => "CUDA_ERROR_INVALID_IMAGE",
        InvalidContext => "CUDA_ERROR_INVALID_CONTEXT",
        NoBinaryForGpu => "CUDA_ERROR_NO_BINARY_FOR_GPU",
        EccUncorrectable => "CUDA_ERROR_ECC_UNCORRECTABLE",
        InvalidPtx => "CUDA_ERROR_INVALID_PTX",
        UnsupportedPtxVersion => "CUDA_ERROR_UNSUPPORTED_PTX_VERSION",
        InvalidHandle => "CUDA_ERROR_INVALID_HANDLE",
        NotFound => "CUDA_ERROR_NOT_FOUND",
        NotReady => "CUDA_ERROR_NOT_READY",
        IllegalAddress => "CUDA_ERROR_ILLEGAL_ADDRESS",
        LaunchOutOfResources => "CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES",
        LaunchTimeout => "CUDA_ERROR_LAUNCH_TIMEOUT",
        MisalignedAddress => "CUDA_ERROR_MISALIGNED_ADDRESS",
        LaunchFailed => "CUDA_ERROR_LAUNCH_FAILED",
        NotPermitted => "CUDA_ERROR_NOT_PERMITTED",
        SystemNotReady => "CUDA_ERROR_SYSTEM_NOT_READY",
        _ => $"CUresult {result}",
    };
}
