using System.Text;
using Conformance.Backends.Cuda.Driver;

namespace Conformance.Backends.Cuda.Interop;

/// <summary>
/// The device's primary context: cuCtxCreate has changed its signature between versions, and a second context would pay for
/// itself in memory. It is made current on whichever thread calls.
/// </summary>
internal sealed unsafe class NativeCudaContext : ICudaContext
{
    private const int NotReady = 600;
    private const uint NonBlocking = 1;

    // CUjit_option
    private const int ErrorLogBuffer = 5;
    private const int ErrorLogBufferSize = 6;
    private const int LogBytes = 1 << 14;

    /// <summary>By object: the driver may give a later context the same handle.</summary>
    [ThreadStatic]
    private static NativeCudaContext? s_current;

    private readonly CudaApi _api;
    private readonly int _device;
    private readonly List<nint> _modules = [];
    private nint _context;

    public NativeCudaContext(CudaApi api, int device)
    {
        _api = api;
        _device = device;
        nint context;
        NativeCudaDriver.Check(api.PrimaryCtxRetain(&context, device), "cuDevicePrimaryCtxRetain");
        _context = context;
    }

    /// <summary>Whatever another library has made current meanwhile does not count: it is set again.</summary>
    public void MakeCurrent()
    {
        s_current = null;
        Enter();
    }

    public (long Free, long Total) Memory()
    {
        Enter();
        nuint free, total;
        NativeCudaDriver.Check(_api.MemGetInfo(&free, &total), "cuMemGetInfo");
        return ((long)Math.Min(free, long.MaxValue), (long)Math.Min(total, long.MaxValue));
    }

    public ulong Allocate(long bytes)
    {
        Enter();
        ulong address;
        NativeCudaDriver.Check(_api.MemAlloc(&address, (nuint)bytes), "cuMemAlloc");
        return address;
    }

    public void Free(ulong address)
    {
        Enter();
        NativeCudaDriver.Check(_api.MemFree(address), "cuMemFree");
    }

    public void Write(ulong address, ReadOnlySpan<byte> data)
    {
        Enter();
        fixed (byte* p = data)
        {
            NativeCudaDriver.Check(_api.MemcpyHtoD(address, p, (nuint)data.Length), "cuMemcpyHtoD");
        }
    }

    public void Read(ulong address, Span<byte> data)
    {
        Enter();
        fixed (byte* p = data)
        {
            NativeCudaDriver.Check(_api.MemcpyDtoH(p, address, (nuint)data.Length), "cuMemcpyDtoH");
        }
    }

    public void FillZero(ulong address, long bytes)
    {
        Enter();
        NativeCudaDriver.Check(_api.MemsetD8Async(address, 0, (nuint)bytes, 0), "cuMemsetD8Async");
    }

    public void Copy(ulong to, ulong from, long bytes, nint stream = 0)
    {
        Enter();
        NativeCudaDriver.Check(_api.MemcpyDtoDAsync(to, from, (nuint)bytes, stream), "cuMemcpyDtoDAsync");
    }

    public nint LoadModule(ReadOnlySpan<byte> image)
    {
        Enter();

        // PTX is text that ends with a zero; behind a binary one more byte does no harm.
        var terminated = new byte[image.Length + 1];
        image.CopyTo(terminated);
        var log = new byte[LogBytes];
        nint module;
        int result;
        fixed (byte* data = terminated, written = log)
        {
            var options = stackalloc int[2] { ErrorLogBuffer, ErrorLogBufferSize };
            var values = stackalloc void*[2] { written, (void*)(nuint)LogBytes };
            result = _api.ModuleLoadDataEx(&module, data, 2, options, values);
        }

        var length = Array.IndexOf(log, (byte)0);
        var text = Encoding.UTF8.GetString(log, 0, length < 0 ? log.Length : length);
        NativeCudaDriver.Check(result, "cuModuleLoadDataEx", BuildLog.FirstError(text));
        _modules.Add(module);
        return module;
    }

    public nint Function(nint module, string name)
    {
        Enter();
        nint function;
        fixed (byte* text = Encoding.UTF8.GetBytes(name + '\0'))
        {
            NativeCudaDriver.Check(_api.ModuleGetFunction(&function, module, text), "cuModuleGetFunction", name);
        }

        return function;
    }

    public void Launch(nint function, LaunchShape shape, ReadOnlySpan<KernelArgument> arguments, nint stream = 0)
    {
        Enter();
        var bits = stackalloc ulong[arguments.Length];
        var pointers = stackalloc void*[arguments.Length];
        for (var i = 0; i < arguments.Length; i++)
        {
            // Little-endian: a parameter of 4 bytes is the low half.
            bits[i] = arguments[i].Bits;
            pointers[i] = bits + i;
        }

        NativeCudaDriver.Check(
            _api.LaunchKernel(
                function, shape.GridX, shape.GridY, shape.GridZ, shape.BlockX, 1, 1, shape.SharedBytes, stream, pointers, null),
            "cuLaunchKernel");
    }

    public nint CreateStream()
    {
        Enter();
        nint stream;
        NativeCudaDriver.Check(_api.StreamCreate(&stream, NonBlocking), "cuStreamCreate");
        return stream;
    }

    public void DestroyStream(nint stream)
    {
        Enter();
        NativeCudaDriver.Check(_api.StreamDestroy(stream), "cuStreamDestroy");
    }

    public void Synchronize(nint stream = 0)
    {
        Enter();
        NativeCudaDriver.Check(_api.StreamSynchronize(stream), "cuStreamSynchronize");
    }

    public bool IsDone(nint stream = 0)
    {
        Enter();
        var result = _api.StreamQuery(stream);
        if (result == NotReady)
        {
            return false;
        }

        NativeCudaDriver.Check(result, "cuStreamQuery");
        return true;
    }

    public nint CreateEvent()
    {
        Enter();
        nint handle;
        NativeCudaDriver.Check(_api.EventCreate(&handle, 0), "cuEventCreate");
        return handle;
    }

    public void DestroyEvent(nint handle)
    {
        Enter();
        NativeCudaDriver.Check(_api.EventDestroy(handle), "cuEventDestroy");
    }

    public void RecordEvent(nint handle, nint stream = 0)
    {
        Enter();
        NativeCudaDriver.Check(_api.EventRecord(handle, stream), "cuEventRecord");
    }

    public float Elapsed(nint start, nint end)
    {
        Enter();
        float milliseconds;
        NativeCudaDriver.Check(_api.EventElapsedTime(&milliseconds, start, end), "cuEventElapsedTime");
        return milliseconds;
    }

    public void Dispose()
    {
        if (_context == 0)
        {
            return;
        }

        // Whoever else holds the primary context keeps it alive, so modules have to go by themselves. Errors have nobody to go to.
        if (_api.CtxSetCurrent(_context) == 0)
        {
            foreach (var module in _modules)
            {
                _ = _api.ModuleUnload(module);
            }
        }

        _ = _api.CtxSetCurrent(0);
        s_current = null;
        _ = _api.PrimaryCtxRelease(_device);
        _context = 0;
    }

    private void Enter()
    {
        ObjectDisposedException.ThrowIf(_context == 0, this);
        if (s_current != this)
        {
            NativeCudaDriver.Check(_api.CtxSetCurrent(_context), "cuCtxSetCurrent");
            s_current = this;
        }
    }
}
