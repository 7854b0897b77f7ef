using Conformance.Numerics;
using Conformance.Numerics.Functions;
using Conformance.Numerics.Operators;

namespace Conformance.Backends.Mutants;

/// <summary>attention and softmax with another exp, or with the scale fused into the subtraction of the maximum.</summary>
internal static class FaultyAttention
{
    public static bool Run(OperatorArguments call, bool fuseScale, Func<float, float>? exp)
    {
        ReferenceOperators.Run(call);
        var (q, k, v) = (call.Input(0), call.Input(1), call.Input(2));
        var (rows, heads, size, groups) = (q.Shape[0], q.Shape[1], q.Shape[2], k.Shape[1]);
        var scale = call.Attributes.Float("scale");
        for (var row = 0; row < rows * heads; row++)
        {
            var seen = Math.Max(0, call.Attributes.Int("position") + (row / heads) + 1);
            var group = row % heads / (heads / groups);
            var dots = new float[seen];
            for (var j = 0; j < seen; j++)
            {
                dots[j] = Reductions.Dot(q.Floats.Slice(row * size, size), k.Floats.Slice(((j * groups) + group) * size, size));
            }

            var p = new float[seen];
            if (fuseScale)
            {
                var max = Reductions.Max(dots.Select(d => d * scale).ToArray());
                var e = dots.Select(d => Exp.Of(Primitives.Fma(d, scale, -max))).ToArray();
                var sum = Reductions.Sum(e);
                p = [.. e.Select(x => x / sum)];
            }
            else
            {
                Softmax([.. dots.Select(d => d * scale)], p, exp!);
            }

            for (var d = 0; d < size; d++)
            {
                var column = Enumerable.Range(0, seen).Select(j => v.Floats[(((j * groups) + group) * size) + d]).ToArray();
                call.Result.Floats[(row * size) + d] = Reductions.Dot(p, column);
            }
        }

        return true;
    }

    public static void Softmax(ReadOnlySpan<float> x, Span<float> y, Func<float, float> exp)
    {
        var max = Reductions.Max(x);
        var e = new float[x.Length];
        for (var i = 0; i < e.Length; i++)
        {
            e[i] = exp(x[i] - max);
        }

        var sum = Reductions.Sum(e);
        for (var i = 0; i < e.Length; i++)
        {
            y[i] = e[i] / sum;
        }
    }
}
