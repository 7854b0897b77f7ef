using System.Text;
using Conformance.Backends;
using Silk.NET.OpenCL;

namespace Conformance.Backends.OpenCl.Interop;

/// <summary>
/// One context with one in-order queue on one device, and everything made in it. Handles are freed by <see cref="Dispose"/>;
/// memory objects belong to their buffers.
/// </summary>
internal sealed unsafe class ClContext : IDisposable
{
    private const int FlushEvery = 16;

    private readonly CL _api;
    private readonly nint _device;
    private readonly List<nint> _programs = [];
    private readonly List<nint> _kernels = [];
    private nint _context;
    private nint _queue;
    private int _pending;

    public ClContext(CL api, nint device)
    {
        _api = api;
        _device = device;
        int code;
        _context = api.CreateContext((nint*)null, 1, &device, null!, (void*)null, &code);
        ClErrors.Check(code, "clCreateContext");
        _queue = api.CreateCommandQueue(_context, device, CommandQueueProperties.None, &code);
        if (code != 0)
        {
            Dispose();
            throw ClErrors.Of(code, "clCreateCommandQueue", null);
        }
    }

    public bool IsDisposed => _context == 0;

    public nint Build(string source, string options)
    {
        var bytes = Encoding.UTF8.GetBytes(source);
        nint program;
        int code;
        fixed (byte* text = bytes)
        {
            var length = (nuint)bytes.Length;
            program = _api.CreateProgramWithSource(_context, 1, &text, &length, &code);
        }

        ClErrors.Check(code, "clCreateProgramWithSource");
        _programs.Add(program);
        var device = _device;
        var terminated = Encoding.UTF8.GetBytes(options + '\0');
        fixed (byte* flags = terminated)
        {
            code = _api.BuildProgram(program, 1, &device, flags, null!, (void*)null);
        }

        if (code != 0)
        {
            // Whatever the code, a program that does not build is a build failure; out of memory included.
            throw new BackendException(
                BackendFailure.KernelBuild, $"clBuildProgram failed with {ClErrors.Name(code)}: {BuildLog.FirstError(Log(program))}");
        }

        return program;
    }

    public nint Kernel(nint program, string name)
    {
        int code;
        nint kernel;
        fixed (byte* text = Encoding.UTF8.GetBytes(name + '\0'))
        {
            kernel = _api.CreateKernel(program, text, &code);
        }

        ClErrors.Check(code, "clCreateKernel", () => name);
        _kernels.Add(kernel);
        return kernel;
    }

    /// <summary>What the compiler made of a kernel.</summary>
    public KernelFacts Facts(nint kernel) => new(
        KernelNumber(kernel, KernelWorkGroupInfo.WorkGroupSize),
        KernelNumber(kernel, KernelWorkGroupInfo.PreferredWorkGroupSizeMultiple),
        KernelNumber(kernel, KernelWorkGroupInfo.LocalMemSize),
        KernelNumber(kernel, KernelWorkGroupInfo.PrivateMemSize));

    /// <param name="bytes">Size in bytes; not 0.</param>
    /// <param name="data">Initial contents, or empty for none.</param>
    /// <param name="subject">What it is for, in case it fails.</param>
    public nint CreateBuffer(long bytes, ReadOnlySpan<byte> data, Func<string> subject)
    {
        int code;
        nint memory;
        fixed (byte* p = data)
        {
            var flags = data.IsEmpty ? MemFlags.ReadWrite : MemFlags.ReadWrite | MemFlags.CopyHostPtr;
            memory = _api.CreateBuffer(_context, flags, (nuint)bytes, data.IsEmpty ? null : p, &code);
        }

        ClErrors.Check(code, "clCreateBuffer", subject);
        return memory;
    }

    public void FillZero(nint memory, long bytes, Func<string> subject)
    {
        byte zero = 0;
        ClErrors.Check(
            _api.EnqueueFillBuffer(_queue, memory, &zero, 1, 0, (nuint)bytes, 0, (nint*)null, (nint*)null), "clEnqueueFillBuffer", subject);
    }

    /// <summary>Returns when the bytes were taken.</summary>
    public void Write(nint memory, ReadOnlySpan<byte> data, Func<string> subject)
    {
        fixed (byte* p = data)
        {
            var code = _api.EnqueueWriteBuffer(_queue, memory, true, 0, (nuint)data.Length, p, 0, (nint*)null, (nint*)null);
            ClErrors.Check(code, "clEnqueueWriteBuffer", subject);
        }
    }

    public void Read(nint memory, Span<byte> data, Func<string> subject)
    {
        fixed (byte* p = data)
        {
            var code = _api.EnqueueReadBuffer(_queue, memory, true, 0, (nuint)data.Length, p, 0, (nint*)null, (nint*)null);
            ClErrors.Check(code, "clEnqueueReadBuffer", subject);
        }
    }

    public void Finish(Func<string>? subject) => ClErrors.Check(_api.Finish(_queue), "clFinish", subject);

    public void Launch(nint kernel, string name, NdRange range, ReadOnlySpan<KernelArgument> arguments, Func<string> subject)
    {
        for (var i = 0; i < arguments.Length; i++)
        {
            var value = arguments[i].Bits;
            var code = _api.SetKernelArg(kernel, (uint)i, (nuint)arguments[i].Size, &value);
            if (code != 0)
            {
                throw ClErrors.Of(code, "clSetKernelArg", $"{name}, argument {i}; {subject()}");
            }
        }

        var global = stackalloc nuint[3] { (nuint)range.X, (nuint)range.Y, (nuint)range.Z };
        var local = stackalloc nuint[3] { (nuint)range.LocalX, 1, 1 };
        var result = _api.EnqueueNdrangeKernel(_queue, kernel, 3, null, global, local, 0, (nint*)null, (nint*)null);
        if (result != 0)
        {
            throw ClErrors.Of(result, "clEnqueueNDRangeKernel", $"{name} over {range}; {subject()}");
        }

        // A driver may hold commands back until someone waits; a batch now and then keeps device and host busy together.
        if (++_pending == FlushEvery)
        {
            _pending = 0;
            ClErrors.Check(_api.Flush(_queue), "clFlush", subject);
        }
    }

    public void Release(nint memory) => _api.ReleaseMemObject(memory);

    public void Dispose()
    {
        if (_context == 0)
        {
            return;
        }

        if (_queue != 0)
        {
            _api.Finish(_queue);
        }

        foreach (var kernel in _kernels)
        {
            _api.ReleaseKernel(kernel);
        }

        foreach (var program in _programs)
        {
            _api.ReleaseProgram(program);
        }

        if (_queue != 0)
        {
            _api.ReleaseCommandQueue(_queue);
        }

        _api.ReleaseContext(_context);
        _queue = 0;
        _context = 0;
    }

    private ulong KernelNumber(nint kernel, KernelWorkGroupInfo what)
    {
        // size_t or cl_ulong: eight bytes either way, since the library is 64-bit.
        ulong value = 0;
        ClErrors.Check(_api.GetKernelWorkGroupInfo(kernel, _device, what, sizeof(ulong), &value, null), "clGetKernelWorkGroupInfo");
        return value;
    }

    private string Log(nint program)
    {
        const int most = 1 << 20;
        nuint size = 0;
        if (_api.GetProgramBuildInfo(program, _device, ProgramBuildInfo.BuildLog, 0, null, &size) != 0 || size == 0)
        {
            return "";
        }

        var bytes = new byte[(int)Math.Min(size, most)];
        fixed (byte* p = bytes)
        {
            // A log longer than the limit is refused whole by clGetProgramBuildInfo, and then there is none.
            return _api.GetProgramBuildInfo(program, _device, ProgramBuildInfo.BuildLog, (nuint)bytes.Length, p, null) == 0
                ? Encoding.UTF8.GetString(bytes).TrimEnd('\0')
                : "";
        }
    }
}
