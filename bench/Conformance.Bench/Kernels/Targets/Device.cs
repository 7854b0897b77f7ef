using Conformance.Backends;
using Conformance.Backends.Hosted;
using Conformance.Operators;
using Conformance.Tensors;

namespace Conformance.Bench.Kernels.Targets;

/// <summary>
/// A backend under measurement. IBackend.Run may only queue a call, so a time of it alone says nothing: four bytes are downloaded after it,
/// and Download comes back after all work queued so far. In ordinary memory Run itself returns when everything is computed.
/// </summary>
public sealed class Device
{
    private static readonly Dictionary<Target, Device> Opened = [];

    private readonly IBuffer? _fence;

    private Device(IBackend backend)
    {
        Backend = backend;
        _fence = backend is HostBackend ? null : backend.Allocate(new TensorType(ElementFormat.I32, new Shape(1)));
    }

    public IBackend Backend { get; }

    /// <summary>One for the whole process: a driver compiles its kernels when a backend is made.</summary>
    /// <exception cref="BackendException">It does not start.</exception>
    public static Device Of(Target target)
    {
        if (!Opened.TryGetValue(target, out var device))
        {
            Opened.Add(target, device = new Device(target.Open()));
        }

        return device;
    }

    public void Finish()
    {
        if (_fence is not null)
        {
            Backend.Download(_fence);
        }
    }
}
