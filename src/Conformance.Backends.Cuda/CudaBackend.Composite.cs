using Conformance.Operators;
using Conformance.Tensors;

namespace Conformance.Backends.Cuda;

// The operators that take several launches and scratch memory.
public sealed partial class CudaBackend
{
    /// <summary>GROUP of Kernels/sample.cu.</summary>
    private const int SampleThreads = 512;

    /// <summary>Up to so many query rows the chunks of a long cache are summed by blocks of their own.</summary>
    private const int MaxSplitRows = 16;

    private const int MaxValueThreads = 128;

    private readonly CudaBuffer?[] _scratch = new CudaBuffer?[4];

    private enum ScratchUse
    {
        Probabilities,
        Partial,
        Maximum,
        Weights,
    }

    /// <summary>
    /// [O8]. Score rows have S columns only where a stage is wanted; else as many as the last row sees, so that the cost
    /// follows the position and not the length of the cache.
    /// </summary>
    private void Attention(OperatorCall call)
    {
        var (q, k, v, y) = (Input(call, 0), Input(call, 1), Input(call, 2), Result(call));
        var (rows, heads, size) = (q.Type.Shape[0], q.Type.Shape[1], q.Type.Shape[2]);
        var (positions, groups) = (k.Type.Shape[0], k.Type.Shape[1]);
        if (rows == 0 || heads == 0)
        {
            return;
        }

        var position = call.Attributes.Int("position");
        var (scores, probabilities) = (Stage(call, 0), Stage(call, 1));
        var stride = scores is null && probabilities is null ? Math.Max(0, position + rows) : positions;
        probabilities ??= Scratch(ScratchUse.Probabilities, ElementFormat.F32, (long)rows * heads * stride);
        scores ??= probabilities;

        Scores(q, k, scores, rows, heads, groups, size, position, call.Attributes.Float("scale"), stride);
        if (stride > 0)
        {
            Launch(
                "rows/k_attention_softmax", Shapes.Groups((long)rows * heads, RowThreads), scores, probabilities, heads, position, stride);
        }

        Values(probabilities, v, y, rows, heads, groups, size, position, stride);
    }

    private void Scores(
        CudaBuffer q, CudaBuffer k, CudaBuffer scores, int rows, int heads, int groups, int size, int position, float scale, int stride)
    {
        var shared = checked(rows * (heads / groups));
        if (Choose(shared, 0) == Product.Few)
        {
            var tile = FewTile(shared);
            var slotBits = SlotBits((size + Chunk - 1) / Chunk, tile > 4 ? 8 : 16);
            var blocks = checked((uint)FewBlocks(shared, stride, tile, slotBits));
            Launch(
                $"attention/k_scores{tile}", Shapes.Groups((long)blocks * groups, Chains),
                q, k, scores, rows, heads, groups, size, position, scale, stride, blocks, slotBits);
        }
        else
        {
            var blocks = checked((uint)Tiles(shared, stride, SmallTile));
            Launch(
                "attention/k_scores64", Shapes.Groups((long)blocks * groups, TileThreads),
                q, k, scores, rows, heads, groups, size, position, scale, stride, blocks);
        }
    }

    private void Values(
        CudaBuffer probabilities, CudaBuffer v, CudaBuffer y, int rows, int heads, int groups, int size, int position, int stride)
    {
        var shared = checked(rows * (heads / groups));
        var tile = FewTile(shared);
        var threads = Math.Min(MaxValueThreads, (size + 31) / 32 * 32);
        if (threads == 0)
        {
            return;
        }

        var slices = Shapes.Blocks(size, threads);
        var chunks = Shapes.Blocks(Math.Max(0, position + rows), Chunk);
        var blocks = (long)slices * Shapes.Blocks(shared, tile) * groups;
        if (rows > MaxSplitRows || chunks <= 1)
        {
            Launch(
                $"attention/k_values{tile}", Shapes.Groups(blocks, threads),
                probabilities, v, y, rows, heads, groups, size, position, stride, slices, chunks);
            return;
        }

        var partial = Scratch(ScratchUse.Partial, ElementFormat.F32, chunks * y.Type.Shape.ElementCount);
        Launch(
            $"attention/k_values{tile}_split", Shapes.Groups(blocks * chunks, threads),
            probabilities, v, partial, rows, heads, groups, size, position, stride, slices, chunks);
        Launch("attention/k_values_join", Shapes.Items(Count(y)), partial, y, Count(y), (uint)(heads * size), position);
    }

    /// <summary>[O11]. P is exact: top_p has 24 significant bits, and a product with 2^32 is a shift.</summary>
    private void Sample(OperatorCall call)
    {
        var (x, y) = (Input(call, 0), Result(call));
        var (rows, n) = (x.Type.Shape[0], x.Type.Shape[1]);
        var target = Stage(call, 1);
        var weights = Stage(call, 0) ?? Scratch(ScratchUse.Weights, ElementFormat.U64, (long)rows * n);
        var maximum = Scratch(ScratchUse.Maximum, ElementFormat.F32, rows);
        var share = (ulong)((double)call.Attributes.Float("top_p") * 4294967296.0);
        Launch("rows/k_max", Shapes.Groups(rows, RowThreads), x, maximum, n);
        foreach (var (start, count) in Shapes.Slabs(rows))
        {
            var skipped = (ulong)start * (ulong)n;
            Launch(
                "sample/k_sample_weights", Shapes.Items(n, count),
                x.Address + (skipped * 4), maximum.Address + ((ulong)start * 4), weights.Address + (skipped * 8), n,
                call.Attributes.Float("temperature"));
        }

        Launch(
            "sample/k_sample_select", Shapes.Groups(rows, SampleThreads),
            x, weights, target ?? weights, y, n, call.Attributes.Int("top_k"), share, call.Attributes.Seed("seed"),
            (ulong)call.Attributes.Int("position"), target is null ? 0 : 1);
    }

    /// <summary>Memory that keeps its contents only within one call; it grows and is reused, in the order of the work.</summary>
    private CudaBuffer Scratch(ScratchUse use, ElementFormat format, long elements)
    {
        var known = _scratch[(int)use];
        if (known is not null && !known.IsDisposed && known.Type.Shape.ElementCount >= elements)
        {
            return known;
        }

        known?.Dispose();
        var activity = _activity;
        var buffer = Reserve(new TensorType(format, new Shape(checked((int)elements))), $"{Describe()} needs scratch");
        _activity = activity;
        return _scratch[(int)use] = buffer;
    }
}
