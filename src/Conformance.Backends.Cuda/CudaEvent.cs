namespace Conformance.Backends.Cuda;

/// <summary>
/// A mark in a backend's order of work that keeps the device's time when it is reached (cuEventCreate; it resolves about half a
/// microsecond). Waiting is the backend's <see cref="CudaBackend.Finish"/>, which has a limit; cuEventSynchronize has none.
/// </summary>
/// <remarks>Every failure is a <see cref="BackendException"/>. It does not outlive its backend.</remarks>
public sealed class CudaEvent : IDisposable
{
    private readonly CudaQueue _queue;
    private nint _handle;

    internal CudaEvent(CudaQueue queue) => (_queue, _handle) = (queue, queue.CreateEvent());

    /// <summary>Marks the end of everything that was queued so far; again and again.</summary>
    public void Record() => _queue.RecordEvent(_handle);

    /// <summary>Both were recorded and are done.</summary>
    public double NanosecondsSince(CudaEvent start)
    {
        ArgumentNullException.ThrowIfNull(start);
        return _queue.Elapsed(start._handle, _handle) * 1e6;
    }

    public void Dispose()
    {
        if (_handle != 0)
        {
            _queue.DestroyEvent(_handle);
            _handle = 0;
        }
    }
}
