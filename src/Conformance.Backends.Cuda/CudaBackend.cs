using System.Globalization;
using Conformance.Backends.Cuda.Driver;
using Conformance.Backends.Cuda.Modules;
using Conformance.Operators;
using Conformance.Probes;
using Conformance.Tensors;

namespace Conformance.Backends.Cuda;

/// <summary>
/// SA-1 on one NVIDIA device through the CUDA driver alone: own kernels, shipped as PTX, behind an IEEE probe that decides
/// whether the device may speak at all. Weights and caches stay on the device; <see cref="Download"/> waits for the work.
/// </summary>
/// <remarks>Calls from one thread at a time. Only <see cref="BackendException"/> and <see cref="ShapeException"/> come out.</remarks>
public sealed partial class CudaBackend : IBackend
{
    /// <summary>sm_70, for which the modules are compiled.</summary>
    private const int MinMajor = 7;

    private readonly CudaQueue _queue;
    private readonly CudaOptions _options;
    private readonly Dictionary<string, Action<OperatorCall>> _operators;
    private readonly HashSet<CudaBuffer> _buffers = [];
    private readonly Func<string> _describe;
    private string? _activity;
    private OperatorCall? _call;

    /// <exception cref="BackendException">
    /// DeviceUnfit: a probe failed, or the device is older than the modules. KernelBuild: the driver refuses a module. DeviceAbsent,
    /// LibraryBroken, Execution: the device does not open.
    /// </exception>
    public CudaBackend(CudaDevice device, CudaOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(device);
        _options = options ?? CudaOptions.Default;
        _describe = Describe;
        Device = device;
        Selector = device.Selector + (_options.OtherLoad ? CudaFamily.Loaded : "");
        _operators = Table();

        // Checked before the device hears of them.
        var kernels = _options.Modules.For(device);
        _queue = Open(device, _options, kernels);
        try
        {
            ProbeResults = CudaProbe.Run(_queue);
            foreach (var result in ProbeResults)
            {
                if (!result.Passed)
                {
                    throw new BackendException(BackendFailure.DeviceUnfit, $"{device}: the probe '{result.Name}' failed: {result.Detail}");
                }
            }
        }
        catch
        {
            _queue.Dispose();
            throw;
        }

        var properties = device.Describe();
        properties["stream"] = _options.OwnStream ? "own" : "default";
        properties["other_load"] = _options.OtherLoad ? "yes" : "no";
        foreach (var (name, value) in kernels.Properties)
        {
            properties[name] = value;
        }

        var kind = _options.OtherLoad ? CudaDevice.LoadedKind : CudaDevice.Kind;
        Facts = new BackendFacts(Selector, kind, device.Facts.Name, properties, kernels.Digests);
    }

    public BackendFacts Facts { get; }

    public CudaDevice Device { get; }

    /// <summary>What the probe found; all passed, or the constructor would have thrown.</summary>
    public IReadOnlyList<ProbeResult> ProbeResults { get; }

    internal IEnumerable<string> OperatorNames => _operators.Keys;

    private string Selector { get; }

    /// <summary>Runs the probe alone and throws nothing about its results.</summary>
    /// <exception cref="BackendException">The device failed, or refused the probe's module.</exception>
    public static IReadOnlyList<ProbeResult> Probe(CudaDevice device, CudaOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(device);
        options ??= CudaOptions.Default;
        using var queue = Open(device, options, options.Modules.For(device));
        return CudaProbe.Run(queue);
    }

    public IBuffer Upload(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        var buffer = Reserve(new TensorType(tensor.Format, tensor.Shape), "upload");
        try
        {
            if (tensor.Data.Length > 0)
            {
                _queue.Write(buffer.Address, tensor.Data, _describe);
            }
        }
        catch (BackendException)
        {
            buffer.Dispose();
            throw;
        }

        return buffer;
    }

    public IBuffer Allocate(TensorType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        var buffer = Reserve(type, "allocation");
        try
        {
            _queue.FillZero(buffer.Address, buffer.Bytes, _describe);
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
        ArgumentNullException.ThrowIfNull(shape);
        var own = Own(buffer);
        return shape.ElementCount == own.Type.Shape.ElementCount
            ? new CudaBuffer(own, own.Type with { Shape = shape })
            : throw new ShapeException($"{own.Type} cannot be seen as {shape}");
    }

    public void Write(IBuffer buffer, ReadOnlySpan<byte> data)
    {
        var own = Own(buffer);
        own.Type.RequireBytes(data.Length);
        _activity = $"write of {own.Type}";
        if (!data.IsEmpty)
        {
            _queue.Write(own.Address, data, _describe);
        }
    }

    public void Read(IBuffer buffer, Span<byte> data)
    {
        var own = Own(buffer);
        own.Type.RequireBytes(data.Length);
        _activity = $"download of {own.Type}";
        if (!data.IsEmpty)
        {
            _queue.Read(own.Address, data, _describe);
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
    public void Finish() => _queue.Drain(_describe);

    public void Dispose()
    {
        if (_queue.IsDisposed)
        {
            return;
        }

        foreach (var buffer in _buffers.ToArray())
        {
            buffer.Dispose();
        }

        _queue.Dispose();
    }

    internal void Forget(CudaBuffer buffer, ulong address)
    {
        _buffers.Remove(buffer);
        _queue.Give(address, buffer.Bytes);
    }

    private static CudaQueue Open(CudaDevice device, CudaOptions options, KernelSet kernels)
    {
        if (device.Facts.Major < MinMajor)
        {
            throw new BackendException(
                BackendFailure.DeviceUnfit,
                $"{device}: its compute capability is {device.Facts.Major}.{device.Facts.Minor}, the kernels need {MinMajor}.0");
        }

        try
        {
            return new CudaQueue(device.Driver.CreateContext(device.Ordinal), device.Selector, options, kernels);
        }
        catch (CudaException e)
        {
            throw new BackendException(CudaErrors.Classify(e.Result), $"{device}: {CudaErrors.Words(e)}", e);
        }
    }

    /// <summary>Memory with nothing written to it.</summary>
    private CudaBuffer Reserve(TensorType type, string what)
    {
        _queue.RequireAlive();
        _activity = $"{what} of {type}";
        var bytes = (Math.Max(1, type.Format.ByteCount(type.Shape)) + MemoryPool.Grain - 1) / MemoryPool.Grain * MemoryPool.Grain;
        var buffer = new CudaBuffer(this, type, _queue.Take(bytes, _describe), bytes);
        _buffers.Add(buffer);
        return buffer;
    }

    private CudaBuffer Own(IBuffer buffer)
    {
        _queue.RequireAlive();
        if (buffer is not CudaBuffer own || own.Owner != this)
        {
            throw new BackendException(BackendFailure.Execution, $"a buffer of another backend was given to {Selector}");
        }

        _ = own.Address;
        return own;
    }

    private void Launch(string kernel, LaunchShape shape, params ReadOnlySpan<KernelArgument> arguments) =>
        _queue.Launch(kernel, shape, arguments, _describe);

    private string Describe() => _activity ?? (_call is null
        ? Selector
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{_call.Operator.Name} {_call.Attributes} of {string.Join(", ", _call.Inputs.Select(b => b?.Type.ToString() ?? "-"))}"));
}
