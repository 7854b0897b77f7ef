using Conformance.Backends.Cuda.Modules;

namespace Conformance.Backends.Cuda;

/// <summary>Which product kernels run. All give the bits of SA-1; they differ in speed.</summary>
public enum ProductKernels
{
    /// <summary>As the shape alone decides.</summary>
    Automatic,

    /// <summary>One, four or eight rows a block.</summary>
    FewRows,

    /// <summary>Tiles of 64 x 64.</summary>
    SmallTiles,

    /// <summary>Tiles of 128 x 128 (64 x 64 where there are none).</summary>
    LargeTiles,
}

/// <summary>How a backend is made.</summary>
public sealed record CudaOptions
{
    public static readonly CudaOptions Default = new();

    /// <summary>Launches go to a stream of their own, which does not wait for the default stream.</summary>
    public bool OwnStream { get; init; }

    /// <summary>While operators run, another stream is kept busy.</summary>
    public bool OtherLoad { get; init; }

    /// <summary>How long one piece of that load is: some milliseconds on a device. Fewer where a machine without one plays it.</summary>
    public int OtherLoadRounds { get; init; } = 2000;

    /// <summary>A kernel that is not done after this is taken for hung.</summary>
    public TimeSpan HangLimit { get; init; } = TimeSpan.FromSeconds(45);

    public ProductKernels ProductKernels { get; init; }

    public IKernelModules Modules { get; init; } = EmbeddedModules.Instance;
}
