using Conformance.Backends.OpenCl;
using Conformance.Operators;
using Conformance.Tensors;
using ILGPU;
using ILGPU.Runtime;

namespace Conformance.Backends.Ilgpu;

/// <summary>
/// SA-1 in C# kernels on one accelerator of ILGPU. All kernels are compiled, and a self-test has passed, before the first
/// operator runs. One stream; <see cref="Download"/> waits for it.
/// </summary>
/// <remarks>Calls from one thread at a time. Only <see cref="BackendException"/> and <see cref="ShapeException"/> come out.</remarks>
public sealed partial class IlgpuBackend : IBackend
{
    /// <summary>No accelerator knows empty memory, and every element type must fit.</summary>
    private const long MinBufferBytes = 16;

    private readonly AcceleratorHandle _device;
    private readonly KernelStore _kernels;
    private readonly Dictionary<string, Action<OperatorCall>> _operators;
    private readonly Dictionary<int, IlgpuBuffer> _scratch = [];
    private readonly MemoryBuffer1D<ulong, Stride1D.Dense> _tables;

    /// <exception cref="BackendException">The accelerator does not start, a kernel does not compile, or the self-test fails.</exception>
    public IlgpuBackend(AcceleratorHandle device)
    {
        ArgumentNullException.ThrowIfNull(device);
        _device = device;
        _operators = Table();
        try
        {
            _kernels = Guard("compiling kernels", BackendFailure.KernelBuild, () => new KernelStore(device.Accelerator));
            _tables = Guard("the tables of exp", BackendFailure.Execution, () => device.Accelerator.Allocate1D(ExpTables));
            Facts = new BackendFacts(device.Selector, device.Kind, device.Name, device.Properties, _kernels.Digests);
            SelfTest.Require(this);
        }
        catch
        {
            device.Dispose();
            throw;
        }
    }

    /// <summary>The tables of <see cref="Kernels.Exp"/>, in its order.</summary>
    internal static ulong[] ExpTables => [.. IntegerExp.Series, .. IntegerExp.Table];

    public BackendFacts Facts { get; }

    public IBuffer Upload(Tensor tensor)
    {
        var buffer = Reserve(new TensorType(tensor.Format, tensor.Shape));
        if (tensor.Data.Length > 0)
        {
            Guard("upload", BackendFailure.Execution, () =>
            {
                buffer.Bytes.CopyFromCPU(_device.Stream, tensor.Data);
                _device.Stream.Synchronize();
                return 0;
            });
        }

        return buffer;
    }

    public IBuffer Allocate(TensorType type)
    {
        var buffer = Reserve(type);
        Guard("clearing memory", BackendFailure.Execution, () =>
        {
            buffer.Memory.MemSetToZero(_device.Stream);
            return 0;
        });
        return buffer;
    }

    public IBuffer View(IBuffer buffer, Shape shape)
    {
        var known = (IlgpuBuffer)buffer;
        if (known.Type.Format.ByteCount(known.Type.Shape) != known.Type.Format.ByteCount(shape))
        {
            throw new ShapeException($"{known.Type} has no view of shape {shape}");
        }

        return new IlgpuBuffer(known.Type with { Shape = shape }, known.Memory, isView: true);
    }

    public void Write(IBuffer buffer, ReadOnlySpan<byte> data)
    {
        var known = (IlgpuBuffer)buffer;
        known.Type.RequireBytes(data.Length);
        if (data.Length > 0)
        {
            // No closure holds a span.
            var bytes = data.ToArray();
            Guard("write", BackendFailure.Execution, () =>
            {
                known.Bytes.CopyFromCPU(_device.Stream, bytes);
                _device.Stream.Synchronize();
                return 0;
            });
        }
    }

    public void Read(IBuffer buffer, Span<byte> data)
    {
        var known = (IlgpuBuffer)buffer;
        known.Type.RequireBytes(data.Length);
        if (data.Length > 0)
        {
            // No closure holds a span.
            var bytes = new byte[data.Length];
            Guard("download", BackendFailure.Execution, () =>
            {
                known.Bytes.CopyToCPU(_device.Stream, bytes);
                _device.Stream.Synchronize();
                return 0;
            });
            CanonicalNaN.Apply(known.Type.Format, bytes);
            bytes.CopyTo(data);
        }
    }

    public void Run(OperatorCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        call.Validate();
        if (!_operators.TryGetValue(call.Operator.Name, out var run))
        {
            throw new BackendException(BackendFailure.OperatorMissing, $"ILGPU has no kernels for '{call.Operator.Name}'");
        }

        run(call);
    }

    public void Dispose()
    {
        foreach (var buffer in _scratch.Values)
        {
            buffer.Dispose();
        }

        _tables.Dispose();
        _device.Dispose();
    }

    /// <summary>What ILGPU and drivers throw leaves as a failure of the backend, with its place.</summary>
    private T Guard<T>(string place, BackendFailure otherwise, Func<T> act)
    {
        try
        {
            return act();
        }
        catch (Exception e) when (IlgpuFailures.IsForeign(e))
        {
            throw IlgpuFailures.Translate(e, $"{_device.Name}: {place}", otherwise);
        }
    }

    private IlgpuBuffer Reserve(TensorType type) => new(
        type,
        Guard(
            $"no memory for {type}",
            BackendFailure.OutOfMemory,
            () => _device.Accelerator.Allocate1D<byte>(Math.Max(MinBufferBytes, type.Format.ByteCount(type.Shape)))),
        isView: false);

    /// <summary>Memory that keeps its contents only within one call; it grows and is reused, in stream order.</summary>
    private IlgpuBuffer Scratch(int slot, ElementFormat format, long elements)
    {
        if (_scratch.TryGetValue(slot, out var known) && known.Type.Format == format && known.Count >= elements)
        {
            return known;
        }

        if (known is not null)
        {
            _device.Stream.Synchronize();
            known.Dispose();
        }

        return _scratch[slot] = Reserve(new TensorType(format, new Shape(checked((int)elements))));
    }

    private void Launch(Delegate kernel, int count, params object[] arguments)
    {
        if (count > 0)
        {
            Guard(kernel.Method.Name, BackendFailure.Execution, () =>
            {
                _kernels.Launch(kernel.Method, _device.Stream, Math.Min(count, _device.MaxLanes), count, arguments);
                return 0;
            });
        }
    }
}
