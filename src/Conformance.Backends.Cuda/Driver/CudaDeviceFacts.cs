namespace Conformance.Backends.Cuda.Driver;

/// <summary>
/// What the driver says of one device (cuDeviceGetName, cuDeviceGetUuid, cuDeviceGetAttribute). The name is untrusted text.
/// </summary>
/// <param name="Uuid">'GPU-' or 'MIG-' and the UUID in lowercase, as NVML prints it.</param>
/// <param name="PciBusId">'0000:17:00.0'.</param>
/// <param name="Major">Compute capability, major.</param>
/// <param name="Minor">Compute capability, minor.</param>
/// <param name="MemoryBytes">cuDeviceTotalMem.</param>
public sealed record CudaDeviceFacts(
    string Name,
    string Uuid,
    string PciBusId,
    int Major,
    int Minor,
    int Multiprocessors,
    long MemoryBytes,
    int MaxThreadsPerBlock,
    int SharedBytesPerBlock)
{
    /// <summary>CU_DEVICE_ATTRIBUTE_L2_CACHE_SIZE; 0 where the driver does not say.</summary>
    public int L2Bytes { get; init; }
}
