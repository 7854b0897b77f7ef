using Conformance.Backends.OpenCl.Interop;
using Conformance.Operators;
using Conformance.Tensors;

namespace Conformance.Backends.OpenCl;

// The operators that choose between kernels or need scratch memory.
public sealed partial class OpenClBackend
{
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
        var launching = _plan.Product(_facts, b.Type.Format, rows, columns);
        if (launching.RowBlock > 0)
        {
            Launch(launching.Kernel, launching.Range, a, b, bias ?? y, y, rows, columns, size, bias is null ? 0 : 1, launching.RowBlock);
        }
        else
        {
            Launch(launching.Kernel, launching.Range, a, b, bias ?? y, y, rows, columns, size, bias is null ? 0 : 1);
        }
    }

    private void MatMulQ8(OperatorCall call)
    {
        var (a, b) = (Input(call, 0), Input(call, 1));
        var (rows, columns, blocks) = (a.Type.Shape[0], b.Type.Shape[0], a.Type.Shape[1] / ElementFormats.BlockLength);
        var launching = _plan.QuantizedProduct(_facts, rows, columns);
        if (launching.RowBlock > 0)
        {
            Launch(launching.Kernel, launching.Range, a, b, Result(call), rows, columns, blocks, launching.RowBlock);
        }
        else
        {
            Launch(launching.Kernel, launching.Range, a, b, Result(call), columns, blocks);
        }
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
        var products = _plan.Scores(_facts, rows, heads, groups, stride);
        if (products.RowBlock > 0)
        {
            Launch(products.Kernel, products.Range, q, k, scores, rows, heads, groups, size, position, scale, stride, products.RowBlock);
        }
        else
        {
            Launch(products.Kernel, products.Range, q, k, scores, heads, groups, size, position, scale, stride);
        }

        if (stride > 0)
        {
            var softmax = _plan.Softmax("k_attention_softmax", (long)rows * heads);
            Launch(softmax.Kernel, softmax.Range, scores, probabilities, heads, position, stride);
        }

        var values = _plan.Values(_facts, rows, heads, groups, size);
        if (values.RowBlock > 0)
        {
            Launch(values.Kernel, values.Range, probabilities, v, y, rows, heads, groups, size, position, stride, values.RowBlock);
        }
        else
        {
            var width = _plan.Kernels == MatrixKernels.Rows ? 8 : 1;
            Launch(values.Kernel, values.Range, probabilities, v, y, heads, groups, size, position, stride, width);
        }
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
        Launch("k_max", NdRange.Groups(Group, rows), x, maximum, n);
        Launch("k_sample_weights", NdRange.Items(Group, n, rows), x, maximum, weights, n, call.Attributes.Float("temperature"));
        Launch(
            "k_sample_select", NdRange.Groups(Group, rows),
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
