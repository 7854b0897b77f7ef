using Conformance.Numerics.Operators;
using Conformance.Operators;
using Conformance.Tensors;

namespace Conformance.Backends.Hosted;

/// <summary>What backends that compute in ordinary memory share: buffers are tensors, and a call finishes before it returns.</summary>
public abstract class HostBackend : IBackend
{
    public abstract BackendFacts Facts { get; }

    public IBuffer Upload(Tensor tensor) => new HostBuffer(tensor);

    public IBuffer Allocate(TensorType type)
    {
        try
        {
            return new HostBuffer(new Tensor(type.Format, type.Shape));
        }
        catch (OutOfMemoryException e)
        {
            throw new BackendException(BackendFailure.OutOfMemory, $"no memory for {type}", e);
        }
    }

    public IBuffer View(IBuffer buffer, Shape shape) => ((HostBuffer)buffer).View(shape);

    public void Write(IBuffer buffer, ReadOnlySpan<byte> data)
    {
        var own = (HostBuffer)buffer;
        own.Type.RequireBytes(data.Length);
        own.Derived = null;
        data.CopyTo(own.Tensor.Data);
    }

    public void Read(IBuffer buffer, Span<byte> data)
    {
        var own = (HostBuffer)buffer;
        own.Type.RequireBytes(data.Length);
        own.Tensor.Data.AsSpan(0, data.Length).CopyTo(data);
        CanonicalNaN.Apply(own.Type.Format, data);
    }

    public void Run(OperatorCall call)
    {
        call.Validate();
        for (var i = 0; i < call.Outputs.Count; i++)
        {
            if (call.Outputs[i] is HostBuffer buffer)
            {
                buffer.Derived = null;
            }
        }

        Execute(call);
    }

    public virtual void Dispose() => GC.SuppressFinalize(this);

    /// <summary>Computes one call whose buffers are already checked.</summary>
    protected abstract void Execute(OperatorCall call);

    protected static OperatorArguments Arguments(OperatorCall call) => new(
        call.Operator, call.Attributes, [.. call.Inputs.Select(TensorOf)], [.. call.Outputs.Select(TensorOf)]);

    protected static Tensor? TensorOf(IBuffer? buffer) => ((HostBuffer?)buffer)?.Tensor;
}
