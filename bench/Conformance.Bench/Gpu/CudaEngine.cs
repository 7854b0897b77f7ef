using System.Globalization;
using Conformance.Backends.Cuda;
using Conformance.Bench.Gpu.Prepared;

namespace Conformance.Bench.Gpu;

/// <summary>Our own kernels, by the backend's public path.</summary>
internal sealed class CudaEngine(CudaBackend backend, EventTimer timer) : IGpuEngine
{
    public string Name => "Cuda";

    public bool Has(GpuTask task) => true;

    public string Title(GpuTask task) => task.Operation switch
    {
        GpuOperation.Copy => "copy on the device, read and written",
        GpuOperation.Decode => string.Create(
            CultureInfo.InvariantCulture,
            $"SA-1, one token after {task.Sizes[0]}, {DecodeWork.Bytes(task.Model!.Config, task.Sizes[0]) / 1e6:0.0} MB to be read"),
        _ => "SA-1",
    };

    public IGpuWork Prepare(GpuTask task) => task.Operation switch
    {
        GpuOperation.Copy => new CopyWork(backend, task.Sizes[0]),
        GpuOperation.Decode => new DecodeWork(backend, task.Model!, task.Sizes[0]),
        _ => new OperatorWork(backend, task, task.Turns(backend.Device.Facts.L2Bytes)),
    };

    /// <summary>The vectors are its check.</summary>
    public string? Check(IGpuWork work) => null;

    public GpuTimes Time(IGpuWork work, TimingRules rules) => timer.Time(work, rules);
}
