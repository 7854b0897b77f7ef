using Conformance.Backends.Cuda.Driver;

namespace Conformance.Backends.Cuda;

// What a measurement needs: events in the order of the work, copies, and the stream for a library that shares it.
internal sealed partial class CudaQueue
{
    /// <summary>The driver's handle; 0 is the default stream.</summary>
    public nint Stream => _stream;

    public void MakeCurrent() => Guard(() => "making the context current", () =>
    {
        _context.MakeCurrent();
        return 0;
    });

    public void Copy(ulong to, ulong from, long bytes, Func<string> subject)
    {
        Guard(subject, () =>
        {
            _context.Copy(to, from, bytes, _stream);
            return 0;
        });
        _lastKernel = "a copy";
        if (++_pending >= MaxPending)
        {
            Drain(subject);
        }
    }

    /// <summary>Hands idle memory back; nothing may be running.</summary>
    public void Trim() => Guard(() => "giving memory back", () =>
    {
        Pool.Trim();
        return 0;
    });

    public nint CreateEvent() => Guard(() => "an event", _context.CreateEvent);

    public void DestroyEvent(nint handle)
    {
        try
        {
            if (_lost is null && !IsDisposed)
            {
                _context.DestroyEvent(handle);
            }
        }
        catch (CudaException)
        {
            // It goes with the context; whoever works on reports what is wrong.
        }
    }

    public void RecordEvent(nint handle) => Guard(() => "recording an event", () =>
    {
        _context.RecordEvent(handle, _stream);
        return 0;
    });

    public float Elapsed(nint start, nint end) => Guard(() => "the time between two events", () => _context.Elapsed(start, end));
}
