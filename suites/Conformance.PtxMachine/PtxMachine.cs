using System.Collections.Concurrent;
using Conformance.Backends.Cuda.Driver;

namespace Conformance.Ptx;

/// <summary>
/// A CUDA driver whose devices execute PTX text, instruction by instruction, with IEEE 754 arithmetic. What runs here is what a node
/// loads; what differs from a device is time, and that everything undefined is a fault with a name.
/// </summary>
public sealed class PtxMachine(PtxMachineOptions? options = null) : ICudaDriver
{
    private readonly ConcurrentDictionary<int, long> _usedBytes = new();
    private readonly ConcurrentDictionary<string, long> _calls = new(StringComparer.Ordinal);
    private long _numberOfCalls;
    private long _executed;

    public PtxMachineOptions Options { get; } = options ?? new();

    public int Version => Call(-1, "cuDriverGetVersion", Options.Version);

    public int DeviceCount => Call(-1, "cuDeviceGetCount", Options.Devices.Count);

    /// <summary>PTX instructions that all launches have executed.</summary>
    public long InstructionsExecuted => Interlocked.Read(ref _executed);

    public CudaDeviceFacts Describe(int ordinal) => Call(ordinal, "cuDeviceGet", At(ordinal));

    public ICudaContext CreateContext(int ordinal) => Call(ordinal, "cuCtxCreate", new PtxContext(this, ordinal, At(ordinal)));

    internal void Count(long executed) => Interlocked.Add(ref _executed, executed);

    internal long FreeBytes(int ordinal) =>
        At(ordinal).MemoryBytes - Options.UsedByOthersBytes - _usedBytes.GetValueOrDefault(ordinal);

    /// <summary>False: the device does not have so many bytes left.</summary>
    internal bool TryReserve(int ordinal, long bytes)
    {
        lock (_usedBytes)
        {
            if (bytes > FreeBytes(ordinal))
            {
                return false;
            }

            _usedBytes.AddOrUpdate(ordinal, bytes, (_, used) => used + bytes);
            return true;
        }
    }

    internal void Release(int ordinal, long bytes) => _usedBytes.AddOrUpdate(ordinal, 0, (_, used) => used - bytes);

    private CudaDeviceFacts At(int ordinal) => ordinal >= 0 && ordinal < Options.Devices.Count
        ? Options.Devices[ordinal]
        : throw Error(CuResult.InvalidDevice, "cuDeviceGet", $"ordinal {ordinal} of {Options.Devices.Count}");

    /// <summary>A call without a context.</summary>
    private T Call<T>(int ordinal, string name, T value)
    {
        var call = new DriverCall(
            ordinal, name, Interlocked.Increment(ref _numberOfCalls), _calls.AddOrUpdate(name, 1, (_, n) => n + 1), "");
        var result = Options.Inject?.Invoke(call) ?? 0;
        return result == 0 ? value : throw Error(result, name, "injected");
    }

    internal static CudaException Error(int result, string call, string detail) =>
        new(result, $"{call}: {CuResult.Name(result)} ({result}): {detail}");
}
