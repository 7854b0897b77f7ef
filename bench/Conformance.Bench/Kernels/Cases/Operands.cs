using Conformance.Backends;
using Conformance.Backends.Cpu;
using Conformance.Operators;
using Conformance.Tensors;

namespace Conformance.Bench.Kernels.Cases;

/// <summary>Reproducible operands.</summary>
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

    /// <summary>Uniform in [1/2, 3/2).</summary>
    public static Tensor Positive(int seed, params ReadOnlySpan<int> shape)
    {
        var tensor = F32(seed, shape);
        foreach (ref var value in tensor.Floats)
        {
            value += 1;
        }

        return tensor;
    }

    public static Tensor Ints(int count, Func<int, int> value) =>
        Tensor.FromInts(new Shape(count), [.. Enumerable.Range(0, count).Select(value)]);

    /// <summary>The same numbers in another format, by this project's own operators.</summary>
    public static Tensor In(Tensor tensor, ElementFormat format)
    {
        if (format == ElementFormat.F32)
        {
            return tensor;
        }

        using var cpu = new CpuBackend();
        var target = cpu.Allocate(new TensorType(format, tensor.Shape));
        cpu.Run(format == ElementFormat.Q8_0
            ? new OperatorCall(OperatorRegistry.Get("quantize"), Attributes.None, [cpu.Upload(tensor)], [target])
            : new OperatorCall(OperatorRegistry.Get("narrow"), Attributes.Of(("format", format.Name())), [cpu.Upload(tensor)], [target]));
        return cpu.Download(target);
    }
}
