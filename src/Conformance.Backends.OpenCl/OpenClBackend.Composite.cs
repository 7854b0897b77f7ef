using Conformance.Backends.OpenCl.Interop;
using Conformance.Operators;
using Conformance.Tensors;

namespace Conformance.Backends.OpenCl;

// The operators that choose between kernels or need scratch memory.
public sealed partial class OpenClBackend
{
    /// <summary>Rows of a that share one pass over the weights.</summary>
    private const int WideTile = 4;

    private readonly OpenClBuffer?[] _scratch = new OpenClBuffer?[3];

    private enum ScratchUse
    {
        Probabilities,
        Maximum,
        Weights,
    }

    private void MatMul(OperatorCall call)
    {
        var (a, b, y) = (Input(call, 0), Input(call, 1), Result(call));
        var bias = (OpenClBuffer?)call.Inputs[2];
        var (rows, size, columns) = (a.Type.Shape[0], a.Type.Shape[1], b.Type.Shape[0]);
        var tile = rows > 1 ? WideTile : 1;
        var tiles = ((long)rows + tile - 1) / tile;
        var eights = ((long)columns + 7) / 8;
        var range = _rows ? NdRange.Singles(eights, tiles) : NdRange.Groups(eights, tiles);
        Launch(MatMulKernel(b.Type.Format, tile), range, a, b, bias ?? y, y, rows, columns, size, bias is null ? 0 : 1);
    }

    private string MatMulKernel(ElementFormat format, int tile) => (_rows, tile, format) switch
    {
        (true, 1, ElementFormat.F32) => "k_matmul_rows1_f32",
        (true, 1, ElementFormat.F16) => "k_matmul_rows1_f16",
        (true, 1, _) => "k_matmul_rows1_bf16",
        (true, _, ElementFormat.F32) => "k_matmul_rows4_f32",
        (true, _, ElementFormat.F16) => "k_matmul_rows4_f16",
        (true, _, _) => "k_matmul_rows4_bf16",
        (false, 1, ElementFormat.F32) => "k_matmul_tile1_f32",
        (false, 1, ElementFormat.F16) => "k_matmul_tile1_f16",
        (false, 1, _) => "k_matmul_tile1_bf16",
        (false, _, ElementFormat.F32) => "k_matmul_tile4_f32",
        (false, _, ElementFormat.F16) => "k_matmul_tile4_f16",
        (false, _, _) => "k_matmul_tile4_bf16",
    };

    private void MatMulQ8(OperatorCall call)
    {
        var (a, b) = (Input(call, 0), Input(call, 1));
        var (rows, columns, blocks) = (a.Type.Shape[0], b.Type.Shape[0], a.Type.Shape[1] / ElementFormats.BlockLength);
        Launch("k_matmul_q8_0", NdRange.Groups(((long)columns + 7) / 8, rows), a, b, Result(call), columns, blocks);
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
        var position = call.Attributes.Int("position");
        var (scores, probabilities) = (Stage(call, 0), Stage(call, 1));
        var stride = scores is null && probabilities is null ? Math.Max(0, position + rows) : positions;
        probabilities ??= Scratch(ScratchUse.Probabilities, ElementFormat.F32, (long)rows * heads * stride);
        scores ??= probabilities;

        var scale = call.Attributes.Float("scale");
        var (kernel, range) = _rows
            ? ("k_scores_rows", NdRange.Singles(((long)stride + 7) / 8, heads, rows))
            : ("k_scores", NdRange.Items(stride, heads, rows));
        Launch(kernel, range, q, k, scores, heads, groups, size, position, scale, stride);
        if (stride > 0)
        {
            Launch("k_attention_softmax", NdRange.Groups((long)rows * heads), scores, probabilities, heads, position, stride);
        }

        var width = _rows ? 8 : 1;
        var values = _rows ? NdRange.Singles(((long)size + 7) / 8, heads, rows) : NdRange.Items(size, heads, rows);
        Launch("k_values", values, probabilities, v, y, heads, groups, size, position, stride, width);
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
        Launch("k_max", NdRange.Groups(rows), x, maximum, n);
        Launch("k_sample_weights", NdRange.Items(n, rows), x, maximum, weights, n, call.Attributes.Float("temperature"));
        Launch(
            "k_sample_select", NdRange.Groups(rows),
            x, weights, target ?? weights, y, n, call.Attributes.Int("top_k"), share, call.Attributes.Seed("seed"),
            (ulong)call.Attributes.Int("position"), target is null ? 0 : 1);
    }

    /// <summary>Memory that keeps its contents only within one call; it grows and is reused, in queue order.</summary>
    private OpenClBuffer Scratch(ScratchUse use, ElementFormat format, long elements)
    {
        var known = _scratch[(int)use];
        if (known is not null && !known.IsDisposed && known.Type.Shape.ElementCount >= elements)
        {
            return known;
        }

        // Never more elements than the stage of the call would have, which the rule of shapes has bounded.
        known?.Dispose();
        var type = new TensorType(format, new Shape((int)elements));
        var activity = _activity;
        var buffer = (OpenClBuffer)Reserve(type, $"{Describe()} needs scratch");
        _activity = activity;
        _scratch[(int)use] = buffer;
        return buffer;
    }
}
