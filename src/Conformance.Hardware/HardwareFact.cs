namespace Conformance.Hardware;

/// <summary>One thing that a source was asked: its answer, or why there is none. Never both, never a guess.</summary>
/// <param name="Key">One of <see cref="HardwareKey"/>.</param>
/// <param name="Value">Text of the device or its driver: untrusted, whoever prints it escapes it. Null where there is none.</param>
/// <param name="Missing">Why there is no value: NOT_SUPPORTED, TIMEOUT…; see <see cref="MissingReason"/>. Null where there is one.</param>
public sealed record HardwareFact(string Key, string? Value, string? Missing)
{
    public static HardwareFact Of(string key, string value) => new(key, value, null);

    public static HardwareFact Without(string key, string missing) => new(key, null, missing);
}

/// <summary>Names of facts, with their units.</summary>
public static class HardwareKey
{
    // Of the system.
    public const string Driver = "driver";
    public const string Cuda = "cuda";
    public const string ConfidentialEnvironment = "confidential environment";
    public const string ConfidentialFeature = "confidential computing";
    public const string DeveloperTools = "developer tools mode";
    public const string MultiGpu = "multi-GPU mode";
    public const string Ready = "GPUs ready";

    // Of a GPU.
    public const string Name = "name";
    public const string Uuid = "uuid";
    public const string Pci = "pci";
    public const string ComputeCapability = "compute capability";
    public const string Vbios = "vbios";
    public const string MemoryBytes = "memory bytes";
    public const string EccCurrent = "ecc";
    public const string EccPending = "ecc pending";
    public const string EccCorrected = "ecc corrected errors since boot";
    public const string EccUncorrected = "ecc uncorrected errors since boot";
    public const string MigCurrent = "mig";
    public const string MigPending = "mig pending";
    public const string Persistence = "persistence mode";
    public const string SmClock = "sm clock MHz";
    public const string SmClockMaximum = "sm clock maximum MHz";
    public const string MemoryClock = "memory clock MHz";
    public const string MemoryClockMaximum = "memory clock maximum MHz";
    public const string PowerLimit = "power limit mW";
    public const string Temperature = "temperature C";

    // Of a GPU at work (GpuWatch).
    public const string ClockLimits = "clock limits";
    public const string ComputeProcesses = "compute processes";
}

/// <summary>Why a fact has no value. The names of NVML's return codes come on top (TIMEOUT, GPU_IS_LOST…).</summary>
public static class MissingReason
{
    /// <summary>The device says that it has no such thing.</summary>
    public const string NotSupported = "NOT_SUPPORTED";

    /// <summary>The driver is older than the question.</summary>
    public const string FunctionNotFound = "FUNCTION_NOT_FOUND";

    /// <summary>An answer that is no text, or not within its buffer.</summary>
    public const string Malformed = "MALFORMED";

    /// <summary>The source has no such field.</summary>
    public const string NotReported = "NOT_REPORTED";
}
