using Conformance.Backends.Cuda.Driver;
using Conformance.Ptx.Execution;

namespace Conformance.Ptx;

/// <summary>What the machine is, how it runs, what it watches and what it breaks.</summary>
public sealed record PtxMachineOptions
{
    /// <summary>cuDriverGetVersion; also decides which PTX is too new.</summary>
    public int Version { get; init; } = 12040;

    public IReadOnlyList<CudaDeviceFacts> Devices { get; init; } = [Device(0)];

    /// <summary>Memory of each device that another process holds, in bytes.</summary>
    public long UsedByOthersBytes { get; init; }

    /// <summary>Cores that run blocks.</summary>
    public int Workers { get; init; } = Environment.ProcessorCount;

    public ExecutionOrder ThreadOrder { get; init; }

    public ExecutionOrder BlockOrder { get; init; }

    /// <summary>Of the shuffled orders.</summary>
    public ulong Seed { get; init; }

    /// <summary>A fault where two accesses race, in shared or global memory. Slow: several times the memory, one block at a time.</summary>
    public bool DetectRaces { get; init; }

    /// <summary>A fault where a kernel reads what nobody wrote. Slow.</summary>
    public bool DetectUninitialisedReads { get; init; }

    /// <summary>Between two barriers; more is a kernel without an end, CUDA_ERROR_LAUNCH_TIMEOUT.</summary>
    public long MaximumInstructionsPerThread { get; init; } = 1_000_000_000;

    /// <summary>Asked before each call: 0, or the CUresult that it gives. See <see cref="Faults"/>.</summary>
    public Func<DriverCall, int>? Inject { get; init; }

    /// <summary>Kernels, by name, that never end: their stream is never done.</summary>
    public Func<string, bool>? Hangs { get; init; }

    /// <summary>A device of the machine. Its UUID is its ordinal.</summary>
    public static CudaDeviceFacts Device(int ordinal, int major = 8, int minor = 0, long memoryBytes = 1L << 30) => new(
        "PTX machine", $"GPU-00000000-0000-0000-0000-{ordinal:x12}", $"0000:{ordinal + 1:x2}:00.0",
        major, minor, Multiprocessors: 4, memoryBytes, MaxThreadsPerBlock: 1024, SharedBytesPerBlock: 49152);
}
