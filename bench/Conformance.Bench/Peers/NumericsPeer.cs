using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Conformance.Certification.Grading;
using Conformance.Tensors;
using Attributes = Conformance.Operators.Attributes;
using Tensor = Conformance.Tensors.Tensor;

namespace Conformance.Bench.Peers;

/// <summary>
/// System.Numerics.Tensors: vectors, one thread, roundings as it likes. What it has no function for is composed of those that it has.
/// </summary>
internal sealed class NumericsPeer : IKernelPeer, IPeerSource
{
    /// <summary>The rows of one call: x, a second and a third operand where there are any, and the result.</summary>
    private delegate void RowFunction(
        ReadOnlySpan<float> x, ReadOnlySpan<float> b, ReadOnlySpan<float> c, Span<float> y, Attributes attributes);

    private static readonly Dictionary<string, RowFunction> Functions = new(StringComparer.Ordinal)
    {
        ["add"] = (x, b, _, y, _) => TensorPrimitives.Add(x, b, y),
        ["sub"] = (x, b, _, y, _) => TensorPrimitives.Subtract(x, b, y),
        ["mul"] = (x, b, _, y, _) => TensorPrimitives.Multiply(x, b, y),
        ["div"] = (x, b, _, y, _) => TensorPrimitives.Divide(x, b, y),
        ["fma"] = (x, b, c, y, _) => TensorPrimitives.FusedMultiplyAdd(x, b, c, y),
        ["sqrt"] = (x, _, _, y, _) => TensorPrimitives.Sqrt(x, y),
        ["exp"] = (x, _, _, y, _) => TensorPrimitives.Exp(x, y),
        ["sum"] = (x, _, _, y, _) => y[0] = TensorPrimitives.Sum(x),
        ["max"] = (x, _, _, y, _) => y[0] = TensorPrimitives.Max(x),
        ["dot"] = (x, b, _, y, _) => y[0] = TensorPrimitives.Dot(x, b),
        ["argmax"] = (x, _, _, y, _) => MemoryMarshal.Cast<float, int>(y)[0] = TensorPrimitives.IndexOfMax(x),
        ["softmax"] = (x, _, _, y, _) => TensorPrimitives.SoftMax(x, y),
        ["rmsnorm"] = RmsNorm,
        ["swiglu"] = Swiglu,
    };

    public static IKernelPeer? Peer { get; } = new NumericsPeer();

    public string Name { get; } = $"System.Numerics.Tensors {typeof(TensorPrimitives).Assembly.GetName().Version}";

    public static string? Absence() => null;

    public bool Has(string operatorName, ElementFormat format) => Functions.ContainsKey(operatorName) && format == ElementFormat.F32;

    public IPeerCall Prepare(GradedCall call, int threads)
    {
        var function = Functions[call.Operator.Name];
        float[] Copy(int i) => i < call.Inputs.Count && call.Inputs[i] is { } input ? input.Floats.ToArray() : [];
        var (x, b, c) = (Copy(0), Copy(1), Copy(2));
        var shape = call.Input(0).Shape;
        var isReduction = call.Operator.Name is "sum" or "max" or "dot" or "argmax";
        var (rows, width) = (shape.Rows, shape[^1]);
        var y = new float[isReduction ? rows : rows * width];

        // Element by element a matrix is one long row; the gains of a norm are the same for each row.
        if (call.Operator.Name is "add" or "sub" or "mul" or "div" or "fma" or "sqrt" or "exp" or "swiglu")
        {
            (rows, width) = (1, x.Length);
        }

        var (step, wide) = (b.Length == x.Length ? width : 0, isReduction ? 1 : width);
        var attributes = call.Attributes;
        return new ManagedCall(
            () =>
            {
                for (var row = 0; row < rows; row++)
                {
                    function(
                        x.AsSpan(row * width, width), b.Length == 0 ? [] : b.AsSpan(row * step, width),
                        c.Length == 0 ? [] : c.AsSpan(row * width, width),
                        y.AsSpan(row * wide, wide), attributes);
                }
            },
            () => call.Operator.Name == "argmax"
                ? Tensor.FromInts(new Shape(rows), MemoryMarshal.Cast<float, int>(y))
                : Tensor.FromFloats(isReduction ? new Shape(rows) : shape, y));
    }

    private static void RmsNorm(
        ReadOnlySpan<float> x, ReadOnlySpan<float> gain, ReadOnlySpan<float> c, Span<float> y, Attributes attributes)
    {
        var scale = 1f / MathF.Sqrt((TensorPrimitives.SumOfSquares(x) / x.Length) + attributes.Float("eps"));
        TensorPrimitives.Multiply(x, scale, y);
        TensorPrimitives.Multiply(y, gain, y);
    }

    private static void Swiglu(ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> c, Span<float> y, Attributes attributes)
    {
        TensorPrimitives.Sigmoid(a, y);
        TensorPrimitives.Multiply(y, a, y);
        TensorPrimitives.Multiply(y, b, y);
    }
}
