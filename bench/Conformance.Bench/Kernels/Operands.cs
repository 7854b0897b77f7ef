using Conformance.Backends;
using Conformance.Bench.Harness;
using Conformance.Operators;
using Conformance.Tensors;

namespace Conformance.Bench.Kernels;

/// <summary>Reproducible operands, and calls on them.</summary>
internal static class Operands
{
    /// <summary>Uniform in [-1/2, 1/2): neither subnormals nor overflow, which would time something else.</summary>
    public static Tensor F32(int seed, params ReadOnlySpan<int> shape)
    {
        var random = new Random(seed);
        var tensor = new Tensor(ElementFormat.F32, new Shape(shape));
        foreach (ref var value in tensor.Floats)
        {
            value = random.NextSingle() - 0.5f;
        }

        return tensor;
    }

    /// <summary>The same numbers in another format, by the backend's own operators.</summary>
    public static IBuffer In(IBackend backend, Tensor tensor, ElementFormat format)
    {
        var source = backend.Upload(tensor);
        if (format == ElementFormat.F32)
        {
            return source;
        }

        var target = backend.Allocate(new TensorType(format, tensor.Shape));
        backend.Run(format == ElementFormat.Q8_0
            ? new OperatorCall(OperatorRegistry.Get("quantize"), Attributes.None, [source], [target])
            : new OperatorCall(OperatorRegistry.Get("narrow"), Attributes.Of(("format", format.Name())), [source], [target]));
        source.Dispose();
        return target;
    }

    /// <summary>y = a·wᵀ for weights in any format; with q8_0 the left side is quantised too.</summary>
    public static OperatorCall Product(IBackend backend, Tensor a, Tensor weights, ElementFormat format)
    {
        var y = backend.Allocate(new TensorType(ElementFormat.F32, new Shape(a.Shape[0], weights.Shape[0])));
        var right = In(backend, weights, format);
        return format == ElementFormat.Q8_0
            ? new OperatorCall(OperatorRegistry.Get("matmul_q8_0"), Attributes.None, [In(backend, a, format), right], [y])
            : new OperatorCall(OperatorRegistry.Get("matmul"), Attributes.None, [backend.Upload(a), right, null], [y]);
    }
}
