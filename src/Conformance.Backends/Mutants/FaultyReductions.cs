using Conformance.Numerics;
using Conformance.Numerics.Formats;
using Conformance.Numerics.Operators;

namespace Conformance.Backends.Mutants;

/// <summary>dot, sum and matmul with another rule of accumulation than SA-1's.</summary>
internal static class FaultyReductions
{
    public delegate float DotRule(ReadOnlySpan<float> a, ReadOnlySpan<float> b);

    public static bool Run(OperatorArguments call, DotRule dot)
    {
        switch (call.Operator.Name)
        {
            case "dot":
                var n = call.Input(0).Shape[1];
                for (var r = 0; r < call.Input(0).Shape[0]; r++)
                {
                    call.Result.Floats[r] = dot(call.Input(0).Floats.Slice(r * n, n), call.Input(1).Floats.Slice(r * n, n));
                }

                return true;
            case "matmul":
                MatMul(call, (_, a, b) => dot(a, b));
                return true;
            default:
                return false;
        }
    }

    public static void MatMul(OperatorArguments call, Func<int, float[], float[], float> dot)
    {
        var (a, b, bias) = (call.Input(0), call.Input(1), call.Inputs[2]);
        var (rows, columns, k) = (a.Shape[0], b.Shape[0], a.Shape[1]);
        var weights = new float[k];
        for (var n = 0; n < columns; n++)
        {
            StorageFormat.Widen(b, n * k, weights);
            for (var m = 0; m < rows; m++)
            {
                var value = dot(rows, a.Floats.Slice(m * k, k).ToArray(), weights);
                call.Result.Floats[(m * columns) + n] = bias is null ? value : value + bias.Floats[n];
            }
        }
    }

    /// <summary>Multiply, round, add, round: what a compiler makes of a missing fma.</summary>
    public static float Unfused(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var total = 0f;
        for (var start = 0; start < a.Length; start += Reductions.Chunk)
        {
            var c = 0f;
            for (var k = start; k < Math.Min(start + Reductions.Chunk, a.Length); k++)
            {
                c += a[k] * b[k];
            }

            total = start == 0 ? c : total + c;
        }

        return total;
    }

    /// <summary>Chunks joined from right to left.</summary>
    public static float ChunksReversed(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var total = 0f;
        for (var start = (a.Length - 1) / Reductions.Chunk * Reductions.Chunk; start >= 0; start -= Reductions.Chunk)
        {
            var end = Math.Min(start + Reductions.Chunk, a.Length);
            total += Reductions.Dot(a[start..end], b[start..end]);
        }

        return total;
    }

    /// <summary>One running sum without chunks: the plain loop of most code.</summary>
    public static float NoChunks(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var c = 0f;
        for (var k = 0; k < a.Length; k++)
        {
            c = Primitives.Fma(a[k], b[k], c);
        }

        return c;
    }
}
