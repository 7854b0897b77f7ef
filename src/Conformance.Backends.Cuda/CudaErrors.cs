using System.Collections.Frozen;
using System.Globalization;
using Conformance.Backends.Cuda.Driver;

namespace Conformance.Backends.Cuda;

/// <summary>CUresult codes of cuda.h: their names, and what they mean for a run.</summary>
public static class CudaErrors
{
    public const int OutOfMemory = 2;
    public const int NoDevice = 100;
    public const int SystemNotReady = 802;

    private static readonly FrozenDictionary<int, string> Names = new Dictionary<int, string>
    {
        [1] = "INVALID_VALUE", [2] = "OUT_OF_MEMORY", [3] = "NOT_INITIALIZED", [4] = "DEINITIALIZED", [34] = "STUB_LIBRARY",
        [46] = "DEVICE_UNAVAILABLE", [100] = "NO_DEVICE", [101] = "INVALID_DEVICE", [102] = "DEVICE_NOT_LICENSED", [200] = "INVALID_IMAGE",
        [201] = "INVALID_CONTEXT", [209] = "NO_BINARY_FOR_GPU", [214] = "ECC_UNCORRECTABLE", [215] = "UNSUPPORTED_LIMIT",
        [216] = "CONTEXT_ALREADY_IN_USE", [218] = "INVALID_PTX", [220] = "NVLINK_UNCORRECTABLE", [221] = "JIT_COMPILER_NOT_FOUND",
        [222] = "UNSUPPORTED_PTX_VERSION", [223] = "JIT_COMPILATION_DISABLED", [224] = "UNSUPPORTED_EXEC_AFFINITY",
        [225] = "UNSUPPORTED_DEVSIDE_SYNC", [226] = "CONTAINED", [300] = "INVALID_SOURCE", [301] = "FILE_NOT_FOUND",
        [302] = "SHARED_OBJECT_SYMBOL_NOT_FOUND", [303] = "SHARED_OBJECT_INIT_FAILED", [304] = "OPERATING_SYSTEM", [400] = "INVALID_HANDLE",
        [401] = "ILLEGAL_STATE", [500] = "NOT_FOUND", [600] = "NOT_READY", [700] = "ILLEGAL_ADDRESS", [701] = "LAUNCH_OUT_OF_RESOURCES",
        [702] = "LAUNCH_TIMEOUT", [708] = "PRIMARY_CONTEXT_ACTIVE", [709] = "CONTEXT_IS_DESTROYED", [710] = "ASSERT",
        [714] = "HARDWARE_STACK_ERROR", [715] = "ILLEGAL_INSTRUCTION", [716] = "MISALIGNED_ADDRESS", [717] = "INVALID_ADDRESS_SPACE",
        [718] = "INVALID_PC", [719] = "LAUNCH_FAILED", [721] = "TENSOR_MEMORY_LEAK", [800] = "NOT_PERMITTED", [801] = "NOT_SUPPORTED",
        [802] = "SYSTEM_NOT_READY", [803] = "SYSTEM_DRIVER_MISMATCH", [804] = "COMPAT_NOT_SUPPORTED_ON_DEVICE",
        [805] = "MPS_CONNECTION_FAILED",
        [806] = "MPS_RPC_FAILURE", [807] = "MPS_SERVER_NOT_READY", [808] = "MPS_MAX_CLIENTS_REACHED", [809] = "MPS_MAX_CONNECTIONS_REACHED",
        [810] = "MPS_CLIENT_TERMINATED", [999] = "UNKNOWN",
    }.ToFrozenDictionary();

    /// <summary>'CUDA_ERROR_OUT_OF_MEMORY (2)'; a code that no table knows keeps its number.</summary>
    public static string Name(int result) => Names.TryGetValue(result, out var name)
        ? string.Create(CultureInfo.InvariantCulture, $"CUDA_ERROR_{name} ({result})")
        : string.Create(CultureInfo.InvariantCulture, $"CUDA error {result}");

    /// <summary>A failure in one line: the call, the error's name, and advice where there is some.</summary>
    public static string Words(CudaException failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        var (name, advice, message) = (Name(failure.Result), Advice(failure.Result), DeviceText.Clean(failure.Message));
        message = message.Contains(name, StringComparison.Ordinal) ? message : $"{name}: {message}";
        return advice.Length == 0 ? message : $"{message}; {advice}";
    }

    /// <summary>What a failure after the device was opened means.</summary>
    public static BackendFailure Classify(int result) => result switch
    {
        OutOfMemory => BackendFailure.OutOfMemory,
        NoDevice or 101 or 102 => BackendFailure.DeviceAbsent,
        200 or 209 or 218 or (>= 221 and <= 225) or (>= 300 and <= 303) or 500 => BackendFailure.KernelBuild,
        3 or 4 or 34 or 803 or 804 => BackendFailure.LibraryBroken,
        _ => BackendFailure.Execution,
    };

    /// <summary>Errors after which the driver refuses everything in this context: faults of kernels and of the device.</summary>
    public static bool IsSticky(int result) =>
        result is 4 or 46 or 201 or 214 or 220 or 226 or 700 or 702 or 709 or 710 or (>= 714 and <= 719) or 721 or 806 or 810 or 999;

    /// <summary>Why no device can be used, in words for whoever administers the machine; empty where the name says enough.</summary>
    public static string Advice(int result) => result switch
    {
        NoDevice =>
            "no device is visible: no GPU, no rights on /dev/nvidia*, CUDA_VISIBLE_DEVICES hides them, or MIG mode without an instance",
        34 => "this is the toolkit's stub, not the driver's library",
        46 => "the device is in exclusive or prohibited compute mode, or taken",
        304 or 800 => "the operating system refused: see the rights on /dev/nvidia* and the container's device list",
        SystemNotReady => "on NVSwitch systems nvidia-fabricmanager has to run",
        803 => "the library and the kernel module are of different drivers",
        804 => "the compatibility library does not fit this driver or device",
        _ => "",
    };
}
