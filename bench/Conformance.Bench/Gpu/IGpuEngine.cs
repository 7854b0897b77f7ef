namespace Conformance.Bench.Gpu;

/// <summary>Something in this process that computes tasks: our backend, cuBLAS, ILGPU.</summary>
internal interface IGpuEngine
{
    /// <summary>Begins the name of its methods: 'Cuda', 'Cublas'.</summary>
    string Name { get; }

    /// <summary>Whether the task is for it at all; where it is and cannot be had, its row is skipped with a reason.</summary>
    bool Has(GpuTask task);

    /// <summary>What it is and how it is timed, in few words.</summary>
    string Title(GpuTask task);

    /// <exception cref="Conformance.Backends.BackendException">No room, or the device failed.</exception>
    IGpuWork Prepare(GpuTask task);

    /// <summary>Null, or why the work computes something else: then it is not timed.</summary>
    string? Check(IGpuWork work);

    GpuTimes Time(IGpuWork work, TimingRules rules);
}
