using System.Buffers;
using System.Runtime.Intrinsics;
using Conformance.Numerics;

namespace Conformance.Backends.Cpu.Kernels;

/// <summary>
/// Operator 'attention' ([O8]): (row, head) pairs are shared among threads; scores of several positions run side by side, each
/// in its own order; the weighted sum of values has one lane per element of the head.
/// </summary>
internal static class Attention
{
    /// <summary>Score chains that run side by side: an fma takes four cycles and two start in each.</summary>
    private const int Chains = 8;

    public static void Run(CpuCall call)
    {
        var shape = call.Input(0).Shape;
        var (rows, heads, size) = (shape[0], shape[1], shape[2]);
        call.For(rows * heads, 2L * size * Math.Max(1, call.Attributes.Int("position") + rows), Part);
    }

    /// <param name="call">The call.</param>
    /// <param name="first">The first row·heads + head.</param>
    /// <param name="end">Past the last.</param>
    private static void Part(CpuCall call, int first, int end)
    {
        var (q, k, v, y) = (call.Input(0), call.Input(1), call.Input(2), call.Result);
        var (heads, size) = (q.Shape[1], q.Shape[2]);
        var (positions, groups) = (k.Shape[0], k.Shape[1]);
        var position = call.Attributes.Int("position");
        var scale = call.Attributes.Float("scale");
        var (scoreStage, probabilityStage) = (call.Output(0), call.Output(1));
        var rented = ArrayPool<float>.Shared.Rent(positions);
        var scratch = rented.AsSpan(0, positions);
        for (var row = first; row < end; row++)
        {
            var seen = Math.Max(0, position + (row / heads) + 1);
            var offset = row % heads / (heads / groups) * size;
            var scores = scoreStage is null ? scratch : scoreStage.Floats.Slice(row * positions, positions);
            var keys = seen == 0 ? default : k.Floats[offset..];
            var values = seen == 0 ? default : v.Floats[offset..];
            Scores(q.Floats.Slice(row * size, size), keys, groups * size, scale, scores[..seen]);
            scores[seen..].Clear();
            var probabilities = probabilityStage is null ? scratch : probabilityStage.Floats.Slice(row * positions, positions);
            Softmax.Rows(scores[..seen], probabilities[..seen], probabilities[..seen], seen, [seen], new float[1], new float[1]);
            probabilities[seen..].Clear();
            WeightedSum(probabilities[..seen], values, groups * size, y.Floats.Slice(row * size, size));
        }

        ArrayPool<float>.Shared.Return(rented);
    }

    /// <summary>scores[j] = dot(query, keys[j]) · scale.</summary>
    private static void Scores(ReadOnlySpan<float> query, ReadOnlySpan<float> keys, int stride, float scale, Span<float> scores)
    {
        var j = 0;
        Span<float> chain = stackalloc float[Chains];
        for (; query.Length <= Reductions.Chunk && j <= scores.Length - Chains; j += Chains)
        {
            var (c0, c1, c2, c3, c4, c5, c6, c7) = (0f, 0f, 0f, 0f, 0f, 0f, 0f, 0f);
            var k0 = keys.Slice(j * stride, query.Length);
            var k1 = keys.Slice((j + 1) * stride, query.Length);
            var k2 = keys.Slice((j + 2) * stride, query.Length);
            var k3 = keys.Slice((j + 3) * stride, query.Length);
            var k4 = keys.Slice((j + 4) * stride, query.Length);
            var k5 = keys.Slice((j + 5) * stride, query.Length);
            var k6 = keys.Slice((j + 6) * stride, query.Length);
            var k7 = keys.Slice((j + 7) * stride, query.Length);
            for (var d = 0; d < query.Length; d++)
            {
                var x = query[d];
                c0 = MathF.FusedMultiplyAdd(x, k0[d], c0);
                c1 = MathF.FusedMultiplyAdd(x, k1[d], c1);
                c2 = MathF.FusedMultiplyAdd(x, k2[d], c2);
                c3 = MathF.FusedMultiplyAdd(x, k3[d], c3);
                c4 = MathF.FusedMultiplyAdd(x, k4[d], c4);
                c5 = MathF.FusedMultiplyAdd(x, k5[d], c5);
                c6 = MathF.FusedMultiplyAdd(x, k6[d], c6);
                c7 = MathF.FusedMultiplyAdd(x, k7[d], c7);
            }

            (chain[0], chain[1], chain[2], chain[3]) = (c0, c1, c2, c3);
            (chain[4], chain[5], chain[6], chain[7]) = (c4, c5, c6, c7);
            Elementwise.Unary(new Times(scale), chain, scores.Slice(j, Chains));
        }

        for (; j < scores.Length; j++)
        {
            scores[j] = Reductions.Dot(query, keys.Slice(j * stride, query.Length)) * scale;
        }
    }

    /// <summary>y[d] = dot over positions of p and values[·][d], in chunks of 256 absolute positions.</summary>
    private static void WeightedSum(ReadOnlySpan<float> p, ReadOnlySpan<float> values, int stride, Span<float> y)
    {
        var d = 0;
        for (; d <= y.Length - Vector512<float>.Count; d += Vector512<float>.Count)
        {
            var total = Vector512<float>.Zero;
            for (var start = 0; start < p.Length; start += Reductions.Chunk)
            {
                var c = Vector512<float>.Zero;
                var end = Math.Min(start + Reductions.Chunk, p.Length);
                for (var j = start; j < end; j++)
                {
                    c = Vector512.FusedMultiplyAdd(Vector512.Create(p[j]), Vector512.Create(values[((j * stride) + d)..]), c);
                }

                total = start == 0 ? c : total + c;
            }

            total.CopyTo(y[d..]);
        }

        for (; d < y.Length; d++)
        {
            var total = 0f;
            for (var start = 0; start < p.Length; start += Reductions.Chunk)
            {
                var c = 0f;
                var end = Math.Min(start + Reductions.Chunk, p.Length);
                for (var j = start; j < end; j++)
                {
                    c = MathF.FusedMultiplyAdd(p[j], values[(j * stride) + d], c);
                }

                total = start == 0 ? c : total + c;
            }

            y[d] = total;
        }
    }
}
