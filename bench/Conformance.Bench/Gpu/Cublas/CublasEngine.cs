using Conformance.Backends.Cuda;
using Conformance.Tensors;

namespace Conformance.Bench.Gpu.Cublas;

/// <summary>NVIDIA's own products, in our context, on our stream, timed by the same events.</summary>
internal sealed class CublasEngine(CudaBackend backend, CublasHandle cublas, EventTimer timer) : IGpuEngine
{
    public const string EngineName = "Cublas";

    public string Name => EngineName;

    public static bool Multiplies(GpuTask task) =>
        task.Operation is GpuOperation.MatMul or GpuOperation.MatVec && task.Format is ElementFormat.F32 or ElementFormat.BF16;

    public bool Has(GpuTask task) => Multiplies(task);

    public string Title(GpuTask task) => (task.Format, task.Operation) switch
    {
        (ElementFormat.BF16, _) => $"cuBLAS {cublas.Version} GemmEx, both sides bf16, sums in f32",
        (_, GpuOperation.MatVec) => $"cuBLAS {cublas.Version} Sgemv",
        _ => $"cuBLAS {cublas.Version} Sgemm, TF32 off",
    };

    public IGpuWork Prepare(GpuTask task) => new CublasWork(backend, cublas, task, task.Turns(backend.Device.Facts.L2Bytes));

    public string? Check(IGpuWork work) => ((CublasWork)work).Difference();

    public GpuTimes Time(IGpuWork work, TimingRules rules) => timer.Time(work, rules);
}
