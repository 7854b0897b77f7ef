using System.Buffers;

namespace Conformance.Backends.Cpu.Kernels.Attending;

/// <summary>
/// Operator 'attention' ([O8]). (group, row, head) triples, in this order, are shared among threads: neighbours read the same keys and
/// values. Sixteen at a time have their scores, softmax and weighted sums; of what lies between only one row of scores each is kept.
/// </summary>
internal static class Attention
{
    /// <summary>Queries of a batch.</summary>
    private const int Batch = SideBySide.Lanes;

    public static void Run(CpuCall call)
    {
        var shape = call.Input(0).Shape;
        var (rows, heads, size) = (shape[0], shape[1], shape[2]);
        call.For(rows * heads, 2L * size * Math.Max(1, call.Attributes.Int("position") + rows), Part);
    }

    private static void Part(CpuCall call, int first, int end)
    {
        var (positions, size) = (call.Input(1).Shape[0], call.Input(0).Shape[2]);
        var count = Math.Min(Batch, end - first);
        var scores = ArrayPool<float>.Shared.Rent(count * positions);
        var scratch = ArrayPool<float>.Shared.Rent(Math.Max(Scores.Scratch(size), WeightedSum.Scratch(size)));
        Span<Query> queries = stackalloc Query[count];
        for (; first < end; first += Batch)
        {
            count = Math.Min(Batch, end - first);
            for (var i = 0; i < count; i++)
            {
                queries[i] = Query.Of(call, first + i);
            }

            Some(call, queries[..count], scores.AsSpan(0, count * positions), scratch);
        }

        ArrayPool<float>.Shared.Return(scores);
        ArrayPool<float>.Shared.Return(scratch);
    }

    /// <param name="call">The call.</param>
    /// <param name="queries">At most sixteen.</param>
    /// <param name="scores">[queries, positions], anything.</param>
    /// <param name="scratch">What the two products need.</param>
    private static void Some(CpuCall call, ReadOnlySpan<Query> queries, Span<float> scores, Span<float> scratch)
    {
        var (q, k, v, y) = (call.Input(0), call.Input(1), call.Input(2), call.Result);
        var (positions, size) = (k.Shape[0], q.Shape[2]);
        var stride = k.Shape[1] * size;
        Span<int> seen = stackalloc int[queries.Length];
        Span<float> unused = stackalloc float[2 * queries.Length];
        for (var i = 0; i < queries.Length; i++)
        {
            seen[i] = queries[i].Seen;
        }

        Scores.Run(q.Floats, k.Floats, stride, size, call.Attributes.Float("scale"), queries, scores, positions, scratch);
        Keep(call, 0, queries, scores, positions);
        Softmax.Rows(scores, scores, scores, positions, seen, unused[..queries.Length], unused[queries.Length..]);
        Keep(call, 1, queries, scores, positions);
        WeightedSum.Run(scores, positions, v.Floats, stride, size, queries, y.Floats, scratch);
    }

    /// <summary>A stage that is asked for: what is seen, and +0.</summary>
    private static void Keep(CpuCall call, int stage, ReadOnlySpan<Query> queries, ReadOnlySpan<float> scores, int positions)
    {
        if (call.Output(stage) is not { } tensor)
        {
            return;
        }

        for (var i = 0; i < queries.Length; i++)
        {
            var target = tensor.Floats.Slice(queries[i].Row * positions, positions);
            scores.Slice(i * positions, queries[i].Seen).CopyTo(target);
            target[queries[i].Seen..].Clear();
        }
    }
}
