using Conformance.Backends.Cuda.Driver;
using Conformance.Ptx.Memory;

namespace Conformance.Ptx;

/// <summary>
/// One context of the machine. Work runs when it is launched, but its faults are told as a device tells them: at the next call, and at
/// every one after it.
/// </summary>
internal sealed partial class PtxContext : ICudaContext
{
    private readonly PtxMachine _machine;
    private readonly int _ordinal;
    private readonly CudaDeviceFacts _facts;
    private readonly DeviceMemory _memory;
    private readonly Dictionary<string, long> _calls = new(StringComparer.Ordinal);
    private long _numberOfCalls;
    private (int Result, string Detail)? _lost;
    private nint _lastHandle;
    private bool _disposed;

    public PtxContext(PtxMachine machine, int ordinal, CudaDeviceFacts facts)
    {
        (_machine, _ordinal, _facts) = (machine, ordinal, facts);
        _memory = new(machine.Options.DetectUninitialisedReads, machine.Options.DetectRaces);
    }

    private PtxMachineOptions Options => _machine.Options;

    public (long Free, long Total) Memory()
    {
        Enter("cuMemGetInfo");
        return (_machine.FreeBytes(_ordinal), _facts.MemoryBytes);
    }

    public ulong Allocate(long bytes)
    {
        Enter("cuMemAlloc");
        if (bytes <= 0)
        {
            throw PtxMachine.Error(CuResult.InvalidValue, "cuMemAlloc", $"{bytes} bytes");
        }

        return Allocate("cuMemAlloc", "an allocation", bytes, isReadOnly: false).Address;
    }

    private Segment Allocate(string call, string name, long bytes, bool isReadOnly)
    {
        if (bytes > Array.MaxLength || !_machine.TryReserve(_ordinal, bytes))
        {
            throw PtxMachine.Error(CuResult.OutOfMemory, call, $"{bytes} bytes of {_machine.FreeBytes(_ordinal)} that are free");
        }

        return _memory.Allocate(name, (int)bytes, isReadOnly);
    }

    public void Free(ulong address)
    {
        Enter("cuMemFree");
        var bytes = _memory.Find(address, 1)?.Bytes.Length ?? 0;
        if (!_memory.Free(address))
        {
            throw PtxMachine.Error(CuResult.InvalidValue, "cuMemFree", $"0x{address:x} is no allocation");
        }

        _machine.Release(_ordinal, bytes);
    }

    public void Write(ulong address, ReadOnlySpan<byte> data)
    {
        Enter("cuMemcpyHtoD");
        Wait("cuMemcpyHtoD", 0);
        if (data.Length > 0)
        {
            data.CopyTo(Host("cuMemcpyHtoD", address, data.Length, write: true));
        }
    }

    public void Read(ulong address, Span<byte> data)
    {
        Enter("cuMemcpyDtoH");
        Wait("cuMemcpyDtoH", 0);
        if (data.Length > 0)
        {
            Host("cuMemcpyDtoH", address, data.Length, write: false).CopyTo(data);
        }
    }

    public void FillZero(ulong address, long bytes)
    {
        Enter("cuMemsetD8");
        Wait("cuMemsetD8", 0);
        if (bytes > 0)
        {
            Host("cuMemsetD8", address, bytes, write: true).Clear();
        }
    }

    /// <summary>Takes the context's time of one instruction for every 256 bytes.</summary>
    public void Copy(ulong to, ulong from, long bytes, nint stream = 0)
    {
        const string Call = "cuMemcpyDtoDAsync";
        Enter(Call);
        CheckStream(Call, stream);
        if (bytes > 0 && !_hanging.Contains(stream))
        {
            Host(Call, from, bytes, write: false).CopyTo(Host(Call, to, bytes, write: true));
            _clock += (bytes + 255) / 256;
        }
    }

    public void MakeCurrent() => Enter("cuCtxSetCurrent");

    private Span<byte> Host(string call, ulong address, long bytes, bool write)
    {
        var segment = _memory.Find(address, bytes)
            ?? throw PtxMachine.Error(CuResult.InvalidValue, call, $"{bytes} bytes at 0x{address:x}, which are in no allocation");
        var offset = (int)(address - segment.Address);
        if (write)
        {
            segment.MarkWritten(offset, (int)bytes);
        }

        return segment.Bytes.AsSpan(offset, (int)bytes);
    }

    /// <summary>Counts the call, and fails it where the context is lost or the options say so. Returns the result to give later.</summary>
    private int Enter(string name, string kernel = "")
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_lost is { } lost)
        {
            throw PtxMachine.Error(lost.Result, name, lost.Detail);
        }

        _calls[name] = _calls.GetValueOrDefault(name) + 1;
        var call = new DriverCall(_ordinal, name, ++_numberOfCalls, _calls[name], kernel);
        var result = Options.Inject?.Invoke(call) ?? 0;
        if (result != 0 && CuResult.IsSticky(result))
        {
            _lost = (result, "injected");
        }

        if (result != 0 && !(kernel.Length > 0 && CuResult.IsSticky(result)))
        {
            throw PtxMachine.Error(result, name, "injected");
        }

        return result;
    }

    private nint NewHandle() => ++_lastHandle;

    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            _machine.Release(_ordinal, _memory.UsedBytes);
        }
    }
}
