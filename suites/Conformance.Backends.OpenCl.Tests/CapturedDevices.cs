namespace Conformance.Backends.OpenCl;

/// <summary>
/// Facts of devices: two as their drivers answered here, the others as the makers' documents and public listings of clinfo give them.
/// </summary>
internal static class CapturedDevices
{
    // PoCL 3.1, pthread-skylake-avx512, two cores; captured.
    public static DeviceFacts Pocl { get; } = new("CPU", 2, 4096, 1 << 20, false, 16, true);

    // Mesa 22.3.6 rusticl on llvmpipe: a software device that calls its memory local; 32 KiB is the least that Mesa states.
    public static DeviceFacts Llvmpipe { get; } = new("CPU", 2, 1024, 32 << 10, false, 4, true);

    // oclgrind 21.10, whose defaults are in its manual: a simulated device of every type, 32 KiB of local memory, no vectors.
    public static DeviceFacts Oclgrind { get; } = new("CPU", 1, 1024, 32 << 10, true, 1, true);

    // NVIDIA H100: 132 multiprocessors, groups of 1024, 48 KiB, scalar lanes.
    public static DeviceFacts Nvidia { get; } = new("GPU", 132, 1024, 48 << 10, true, 1, true);

    // AMD Instinct MI300X (ROCm): 304 compute units, groups of 1024 or 256, 64 KiB.
    public static DeviceFacts Amd { get; } = new("GPU", 304, 256, 64 << 10, true, 1, true);

    // Arm Mali-G78: 20 cores, groups of 512 or 1024; its local memory lies in global memory.
    public static DeviceFacts Mali { get; } = new("GPU", 20, 512, 32 << 10, false, 4, true);

    // An accelerator of the least that a full profile may have, but for local memory: the embedded profile's 1 KiB.
    public static DeviceFacts Least { get; } = new("ACCELERATOR", 1, 8, 1 << 10, true, 1, false);
}
