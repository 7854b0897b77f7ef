using Conformance.Backends;
using Conformance.Backends.Cuda;
using Conformance.Operators;
using Conformance.Tensors;

namespace Conformance.Bench.Gpu;

/// <summary>
/// Times by two events on the backend's stream. Before each sample a large copy is queued: it takes out of the L2 cache what the sample
/// will read first, and while it runs the host queues the sample, so that gaps between launches are not measured.
/// </summary>
internal sealed class EventTimer : IDisposable
{
    private readonly CudaBackend _backend;
    private readonly IBuffer _from;
    private readonly IBuffer _to;
    private readonly CudaEvent _start;
    private readonly CudaEvent _end;

    /// <param name="backend">Stays the caller's.</param>
    /// <param name="leadBytes">Of the copy: more than the L2 cache.</param>
    /// <exception cref="BackendException">No room, or the device failed.</exception>
    public EventTimer(CudaBackend backend, long leadBytes)
    {
        _backend = backend;
        var type = new TensorType(ElementFormat.F32, new Shape(checked((int)(leadBytes / sizeof(float)))));
        (_from, _to) = (backend.Allocate(type), backend.Allocate(type));
        (_start, _end) = (backend.CreateEvent(), backend.CreateEvent());
    }

    public GpuTimes Time(IGpuWork work, TimingRules rules) => SampleLoop.Run(rules, (first, count) =>
    {
        _backend.Finish();
        _backend.Copy(_from, _to);
        _start.Record();
        for (var i = 0; i < count; i++)
        {
            work.Launch(first + i);
        }

        _end.Record();
        _backend.Finish();
        return _end.NanosecondsSince(_start);
    });

    public void Dispose()
    {
        _start.Dispose();
        _end.Dispose();
        _from.Dispose();
        _to.Dispose();
    }
}
