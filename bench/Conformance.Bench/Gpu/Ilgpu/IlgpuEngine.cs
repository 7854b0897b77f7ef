using System.Diagnostics;
using Conformance.Backends;
using Conformance.Backends.Cuda;
using Conformance.Bench.Gpu.Prepared;
using Conformance.Operators;
using Conformance.Tensors;

namespace Conformance.Bench.Gpu.Ilgpu;

/// <summary>
/// The same operators in C# kernels. Its context is its own and its stream is not shown, so that the host's clock has to do: long batches,
/// and the wait for the last one counts.
/// </summary>
internal sealed class IlgpuEngine : IGpuEngine, IDisposable
{
    /// <summary>A wait costs some twenty microseconds: half a percent of this.</summary>
    private const double MinBatchNanoseconds = 4e6;

    /// <summary>Its product has no tiles: a larger one takes seconds.</summary>
    private const int LargestProduct = 2048;

    private readonly IBackend _backend;
    private readonly long _l2Bytes;
    private readonly IBuffer _mark;

    /// <param name="backend">Its to close, whatever happens.</param>
    /// <param name="device">The device that the other engines use.</param>
    /// <exception cref="BackendException">It is another device, or it failed.</exception>
    public IlgpuEngine(IBackend backend, CudaDevice device)
    {
        (_backend, _l2Bytes) = (backend, device.Facts.L2Bytes);
        try
        {
            if (DeviceText.Clean(backend.Facts.Device) != device.Facts.Name)
            {
                throw new BackendException(
                    BackendFailure.DeviceAbsent,
                    $"ILGPU's {backend.Facts.Name} is {DeviceText.Clean(backend.Facts.Device)}, not {device.Facts.Name}");
            }

            _mark = backend.Allocate(new TensorType(ElementFormat.F32, new Shape(1)));
        }
        catch
        {
            backend.Dispose();
            throw;
        }
    }

    public const string EngineName = "Ilgpu";

    public string Name => EngineName;

    public static bool Computes(GpuTask task) => task.Operation switch
    {
        GpuOperation.Copy or GpuOperation.Decode => false,
        GpuOperation.MatMul => task.Sizes[0] <= LargestProduct,
        _ => true,
    };

    public bool Has(GpuTask task) => Computes(task);

    public string Title(GpuTask task) => $"SA-1 by ILGPU {_backend.Facts.Properties["ilgpu"]}, host's clock over batches";

    public IGpuWork Prepare(GpuTask task) => new OperatorWork(_backend, task, task.Turns(_l2Bytes));

    /// <summary>The vectors are its check.</summary>
    public string? Check(IGpuWork work) => null;

    public GpuTimes Time(IGpuWork work, TimingRules rules)
    {
        var longer = rules with
        {
            MinBatchNanoseconds = Math.Max(rules.MinBatchNanoseconds, MinBatchNanoseconds), MaxBatch = rules.MaxBatch * 16,
        };
        return SampleLoop.Run(longer, (first, count) =>
        {
            Wait();
            var start = Stopwatch.GetTimestamp();
            for (var i = 0; i < count; i++)
            {
                work.Launch(first + i);
            }

            Wait();
            return Stopwatch.GetElapsedTime(start).TotalNanoseconds;
        });
    }

    public void Dispose()
    {
        _mark.Dispose();
        _backend.Dispose();
    }

    /// <summary>Reading four bytes waits for all work before it.</summary>
    private void Wait() => _backend.Download(_mark);
}
