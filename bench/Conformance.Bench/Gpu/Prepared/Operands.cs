using Conformance.Backends;
using Conformance.Operators;
using Conformance.Tensors;

namespace Conformance.Bench.Gpu.Prepared;

/// <summary>Buffers that are freed together, newest first, and reproducible numbers in them.</summary>
internal sealed class Operands(IBackend backend) : IDisposable
{
    private readonly Stack<IBuffer> _buffers = new();

    public IBuffer F32(params ReadOnlySpan<int> shape) => Keep(backend.Allocate(new TensorType(ElementFormat.F32, new Shape(shape))));

    public IBuffer Upload(Tensor tensor) => Keep(backend.Upload(tensor));

    /// <summary>The tensor in another format, by the backend's own operators.</summary>
    public IBuffer In(Tensor tensor, ElementFormat format)
    {
        if (format == ElementFormat.F32)
        {
            return Upload(tensor);
        }

        var target = Keep(backend.Allocate(new TensorType(format, tensor.Shape)));
        using var source = backend.Upload(tensor);
        backend.Run(format == ElementFormat.Q8_0
            ? new OperatorCall(OperatorRegistry.Get("quantize"), Attributes.None, [source], [target])
            : new OperatorCall(OperatorRegistry.Get("narrow"), Attributes.Of(("format", format.Name())), [source], [target]));
        return target;
    }

    /// <summary>
    /// Uniform in [-1/2, 1/2): neither subnormals nor overflow, which would time something else. For bf16 the numbers have that format's
    /// eight bits, so that an engine that takes both sides of a product in bf16 multiplies the same numbers.
    /// </summary>
    public static Tensor Random(int seed, ElementFormat format, params ReadOnlySpan<int> shape)
    {
        var random = new Random(seed);
        var tensor = new Tensor(ElementFormat.F32, new Shape(shape));
        var mask = format == ElementFormat.BF16 ? 0xffff0000 : 0xffffffff;
        foreach (ref var value in tensor.Floats)
        {
            value = BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(random.NextSingle() - 0.5f) & mask);
        }

        return tensor;
    }

    public void Dispose()
    {
        while (_buffers.TryPop(out var buffer))
        {
            buffer.Dispose();
        }
    }

    private IBuffer Keep(IBuffer buffer)
    {
        _buffers.Push(buffer);
        return buffer;
    }
}
