namespace Conformance.Ptx;

internal sealed partial class PtxContext
{
    private readonly HashSet<nint> _streams = [0];
    private readonly HashSet<nint> _hanging = [];
    private readonly Dictionary<nint, long?> _events = [];

    /// <summary>The context's time: one nanosecond per instruction, so that times are the same in every run.</summary>
    private long _clock;

    public nint CreateStream()
    {
        Enter("cuStreamCreate");
        var stream = NewHandle();
        _streams.Add(stream);
        return stream;
    }

    public void DestroyStream(nint stream)
    {
        Enter("cuStreamDestroy");
        if (stream == 0 || !_streams.Remove(stream))
        {
            throw PtxMachine.Error(CuResult.InvalidHandle, "cuStreamDestroy", $"no stream {stream}");
        }
    }

    public void Synchronize(nint stream = 0)
    {
        Enter("cuStreamSynchronize");
        Wait("cuStreamSynchronize", stream);
    }

    public bool IsDone(nint stream = 0)
    {
        Enter("cuStreamQuery");
        CheckStream("cuStreamQuery", stream);
        return !_hanging.Contains(stream);
    }

    public nint CreateEvent()
    {
        Enter("cuEventCreate");
        var handle = NewHandle();
        _events.Add(handle, null);
        return handle;
    }

    public void DestroyEvent(nint handle)
    {
        Enter("cuEventDestroy");
        if (!_events.Remove(handle))
        {
            throw PtxMachine.Error(CuResult.InvalidHandle, "cuEventDestroy", $"no event {handle}");
        }
    }

    public void RecordEvent(nint handle, nint stream = 0)
    {
        Enter("cuEventRecord");
        CheckStream("cuEventRecord", stream);
        if (!_events.ContainsKey(handle))
        {
            throw PtxMachine.Error(CuResult.InvalidHandle, "cuEventRecord", $"no event {handle}");
        }

        // An event behind work that hangs is never done.
        _events[handle] = _hanging.Contains(stream) ? -1 : _clock;
    }

    public float Elapsed(nint start, nint end)
    {
        const string Call = "cuEventElapsedTime";
        Enter(Call);
        if (_events.GetValueOrDefault(start) is not { } from || _events.GetValueOrDefault(end) is not { } to)
        {
            throw PtxMachine.Error(CuResult.InvalidHandle, Call, "an event that was not recorded");
        }

        return from < 0 || to < 0
            ? throw PtxMachine.Error(CuResult.NotReady, Call, "an event that is not done")
            : (to - from) * 1e-6f;
    }

    private void CheckStream(string call, nint stream)
    {
        if (!_streams.Contains(stream))
        {
            throw PtxMachine.Error(CuResult.InvalidHandle, call, $"no stream {stream}");
        }
    }

    /// <summary>A device would never return. A caller that can end up here has no watchdog, which is what a test is to show.</summary>
    private void Wait(string call, nint stream)
    {
        CheckStream(call, stream);
        if (_hanging.Contains(stream))
        {
            throw new InvalidOperationException($"{call}: waits for stream {stream}, which never ends");
        }
    }
}
