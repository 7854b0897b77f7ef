using System.Globalization;
using Conformance.Backends;
using Conformance.Backends.OpenCl.Interop;
using Conformance.Operators;
using Conformance.Probes;
using Conformance.Tensors;

namespace Conformance.Backends.OpenCl;

/// <summary>
/// SA-1 on one OpenCL device: own kernels, compiled by the device's own compiler when the backend is made, behind an IEEE
/// probe that decides whether the device may speak at all. One in-order queue; <see cref="Download"/> waits for it.
/// </summary>
/// <remarks>Calls from one thread at a time. Only <see cref="BackendException"/> and <see cref="ShapeException"/> come out.</remarks>
public sealed partial class OpenClBackend : IBackend
{
    /// <summary>OpenCL knows no empty memory object.</summary>
    private const long MinBufferBytes = 16;

    private readonly OpenClDevice _device;
    private readonly ClContext _context;
    private readonly nint _program;
    private readonly DeviceFacts _facts;
    private readonly TilePlan _plan;
    private readonly Dictionary<string, nint> _kernels = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Action<OperatorCall>> _operators;
    private readonly HashSet<OpenClBuffer> _buffers = [];
    private readonly Func<string> _describe;
    private long _bytesInUse;
    private string? _activity;
    private OperatorCall? _call;

    /// <exception cref="BackendException">
    /// DeviceUnfit: a probe failed, or the device is too small or big-endian. KernelBuild: a source did not compile.
    /// </exception>
    public OpenClBackend(OpenClDevice device, OpenClOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(device);
        options ??= OpenClOptions.Default;
        _device = device;
        _describe = Describe;
        _operators = Table();
        RequireUsable(device);
        _facts = device.Facts;
        var sources = new KernelSources(options.RewriteSource);
        _context = new ClContext(device.Api, device.Handle);
        try
        {
            ProbeResults = DeviceProbe.Run(_context, sources, device.BuildOptions);
            foreach (var result in ProbeResults)
            {
                if (!result.Passed)
                {
                    throw new BackendException(BackendFailure.DeviceUnfit, $"{device}: the probe '{result.Name}' failed: {result.Detail}");
                }
            }

            (_plan, _program) = Compile(sources, options.Plan);
        }
        catch
        {
            _context.Dispose();
            throw;
        }

        var properties = device.Describe();
        properties["tile"] = _plan.ToString();
        Facts = new BackendFacts(device.Selector, device.Kind, device.Name, properties, sources.Digests());
    }

    public BackendFacts Facts { get; }

    /// <summary>What the probe found; all passed, or the constructor would have thrown.</summary>
    public IReadOnlyList<ProbeResult> ProbeResults { get; }

    /// <summary>The kernels and sizes that this device got.</summary>
    public TilePlan Plan => _plan;

    private int Group => _plan.Group;

    internal IEnumerable<string> OperatorNames => _operators.Keys;

    /// <summary>Runs the probe alone and throws nothing about its results.</summary>
    /// <exception cref="BackendException">The device failed, or the probe did not compile.</exception>
    public static IReadOnlyList<ProbeResult> Probe(OpenClDevice device, OpenClOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(device);
        RequireUsable(device);
        using var context = new ClContext(device.Api, device.Handle);
        return DeviceProbe.Run(context, new KernelSources(options?.RewriteSource), device.BuildOptions);
    }

    public IBuffer Upload(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        var type = new TensorType(tensor.Format, tensor.Shape);
        return Register(type, NewMemory(type, "upload", tensor.Data));
    }

    public IBuffer Allocate(TensorType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        var buffer = Register(type, NewMemory(type, "allocation", []));
        try
        {
            _context.FillZero(buffer.Memory, Math.Max(type.Format.ByteCount(type.Shape), MinBufferBytes), _describe);
        }
        catch (BackendException)
        {
            buffer.Dispose();
            throw;
        }

        return buffer;
    }

    public IBuffer View(IBuffer buffer, Shape shape)
    {
        var own = Own(buffer);
        return shape.ElementCount == own.Type.Shape.ElementCount
            ? new OpenClBuffer(own, own.Type with { Shape = shape })
            : throw new ShapeException($"{own.Type} cannot be seen as {shape}");
    }

    public void Write(IBuffer buffer, ReadOnlySpan<byte> data)
    {
        var own = Own(buffer);
        own.Type.RequireBytes(data.Length);
        _activity = $"write of {own.Type}";
        if (!data.IsEmpty)
        {
            _context.Write(own.Memory, data, _describe);
        }
    }

    public void Read(IBuffer buffer, Span<byte> data)
    {
        var own = Own(buffer);
        own.Type.RequireBytes(data.Length);
        _activity = $"download of {own.Type}";
        if (!data.IsEmpty)
        {
            _context.Read(own.Memory, data, _describe);
        }
    }

    public void Run(OperatorCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        call.Validate();
        foreach (var buffer in call.Inputs.Concat(call.Outputs))
        {
            if (buffer is not null)
            {
                Own(buffer);
            }
        }

        if (!_operators.TryGetValue(call.Operator.Name, out var run))
        {
            throw new BackendException(BackendFailure.OperatorMissing, $"no kernel for '{call.Operator.Name}'");
        }

        _activity = null;
        _call = call;
        run(call);
    }

    /// <summary>Waits until everything queued so far is done; for timing.</summary>
    /// <exception cref="BackendException">The device failed.</exception>
    public void Finish()
    {
        RequireAlive();
        _context.Finish(_describe);
    }

    public void Dispose()
    {
        if (_context.IsDisposed)
        {
            return;
        }

        ReleaseAll();
        _context.Dispose();
    }

    /// <summary>Memory with nothing written to it.</summary>
    internal IBuffer Reserve(TensorType type, string what = "reservation") => Register(type, NewMemory(type, what, []));

    internal void ReleaseAll()
    {
        foreach (var buffer in _buffers.ToArray())
        {
            buffer.Dispose();
        }
    }

    internal void Forget(OpenClBuffer buffer, nint memory)
    {
        _buffers.Remove(buffer);
        _bytesInUse -= buffer.Type.Format.ByteCount(buffer.Type.Shape);
        _context.Release(memory);
    }

    private static void RequireUsable(OpenClDevice device)
    {
        var unfit = !device.IsLittleEndian ? "it is big-endian"
            : !device.IsAvailable ? "it is not available"
            : !device.HasCompiler ? "it has no compiler"
            : TilePlan.Unfit(device.Facts);
        if (unfit is not null)
        {
            throw new BackendException(BackendFailure.DeviceUnfit, $"{device}: {unfit}");
        }
    }

    /// <summary>The wanted plan, or the first one whose kernels the device can run as its compiler made them.</summary>
    private (TilePlan Plan, nint Program) Compile(KernelSources sources, TilePlan? wanted)
    {
        var plans = wanted is null ? TilePlan.Choices(_facts) : [wanted];
        foreach (var plan in plans.Where(p => p.Fits(_facts)))
        {
            var program = _context.Build(sources.Operators, $"{_device.BuildOptions} {plan.BuildOptions}");
            _kernels.Clear();
            if (plan.GroupedKernels.All(name => TilePlan.Fits(_facts, _context.Facts(Kernel(program, name)), plan.Group)))
            {
                return (plan, program);
            }
        }

        throw new BackendException(BackendFailure.DeviceUnfit, $"{_device}: no room for {wanted?.ToString() ?? "the smallest plan"}");
    }

    private nint Kernel(nint program, string name)
    {
        if (!_kernels.TryGetValue(name, out var kernel))
        {
            kernel = _context.Kernel(program, name);
            _kernels[name] = kernel;
        }

        return kernel;
    }

    private void RequireAlive()
    {
        if (_context.IsDisposed)
        {
            throw new BackendException(BackendFailure.Execution, $"{_device.Selector} was disposed");
        }
    }

    private OpenClBuffer Own(IBuffer buffer)
    {
        RequireAlive();
        if (buffer is not OpenClBuffer own || own.Owner != this)
        {
            throw new BackendException(BackendFailure.Execution, $"a buffer of another backend was given to {_device.Selector}");
        }

        _ = own.Memory;
        return own;
    }

    private nint NewMemory(TensorType type, string what, ReadOnlySpan<byte> data)
    {
        RequireAlive();
        _activity = $"{what} of {type}";
        var bytes = type.Format.ByteCount(type.Shape);
        if ((ulong)bytes > _device.MaxAllocationBytes)
        {
            throw new BackendException(
                BackendFailure.OutOfMemory, $"{_activity}: {bytes} bytes are more than one buffer may hold ({_device.MaxAllocationBytes})");
        }

        // Drivers promise memory lazily, and one was seen to abort the process when it could not keep its promises.
        if ((ulong)(_bytesInUse + bytes) > _device.GlobalMemoryBytes)
        {
            throw new BackendException(
                BackendFailure.OutOfMemory, $"{_activity}: {bytes} bytes on top of {_bytesInUse} are more than the device has ({_device.GlobalMemoryBytes})");
        }

        return _context.CreateBuffer(Math.Max(bytes, MinBufferBytes), data.Length < MinBufferBytes ? Padded(data) : data, _describe);
    }

    private static byte[] Padded(ReadOnlySpan<byte> data)
    {
        if (data.IsEmpty)
        {
            return [];
        }

        var padded = new byte[MinBufferBytes];
        data.CopyTo(padded);
        return padded;
    }

    private OpenClBuffer Register(TensorType type, nint memory)
    {
        var buffer = new OpenClBuffer(this, type, memory);
        _buffers.Add(buffer);
        _bytesInUse += type.Format.ByteCount(type.Shape);
        return buffer;
    }

    private void Launch(string name, NdRange range, params ReadOnlySpan<KernelArgument> arguments)
    {
        // [R3] and friends: where nothing is written there is nothing to launch.
        if (range.IsEmpty)
        {
            return;
        }

        _context.Launch(Kernel(_program, name), name, range, arguments, _describe);
    }

    private string Describe() => _activity ?? (_call is null
        ? _device.Selector
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{_call.Operator.Name} {_call.Attributes} of {string.Join(", ", _call.Inputs.Select(b => b?.Type.ToString() ?? "-"))}"));
}
