using Conformance.Backends.Ilgpu.Kernels;
using Conformance.Operators;
using Conformance.Tensors;

namespace Conformance.Backends.Ilgpu;

// Operator → kernels. An unwanted stage goes to scratch, so that every kernel has one form.
public sealed partial class IlgpuBackend
{
    private Dictionary<string, Action<OperatorCall>> Table() => new(StringComparer.Ordinal)
    {
        ["add"] = Elements(Elementwise.Add),
        ["sub"] = Elements(Elementwise.Sub),
        ["mul"] = Elements(Elementwise.Mul),
        ["div"] = Elements(Elementwise.Div),
        ["sqrt"] = Elements(Elementwise.Sqrt),
        ["exp"] = call => Launch(Elementwise.Exponential, Result(call).Count, Input(call, 0).Floats, Result(call).Floats, Tables),
        ["fma"] = Elements(Elementwise.Fma),
        ["narrow"] = call => Launch(Casts.Narrow, Result(call).Count, Input(call, 0).Floats, Result(call).Halves, IsBF16(Result(call))),
        ["widen"] = Widen,
        ["quantize"] = call => Launch(
            Casts.Quantize, Result(call).Count / ElementFormats.BlockLength, Input(call, 0).Floats, Result(call).Bytes),
        ["sum"] = call => Launch(Rows.Sum, Result(call).Count, Input(call, 0).Floats, Result(call).Floats, RowLength(call)),
        ["max"] = call => Launch(Rows.Max, Result(call).Count, Input(call, 0).Floats, Result(call).Floats, RowLength(call)),
        ["dot"] = call => Launch(
            Rows.Dot, Result(call).Count, Input(call, 0).Floats, Input(call, 1).Floats, Result(call).Floats, RowLength(call)),
        ["argmax"] = call => Launch(Rows.ArgMax, Result(call).Count, Input(call, 0).Floats, Result(call).Ints, RowLength(call)),
        ["matmul"] = MatMul,
        ["matmul_q8_0"] = MatMulQ8,
        ["rmsnorm"] = RmsNorm,
        ["softmax"] = Softmax,
        ["rope"] = Rope,
        ["append"] = Append,
        ["attention"] = Attention,
        ["swiglu"] = Swiglu,
        ["embedding"] = Embedding,
        ["sample"] = Sample,
    };

    private ILGPU.ArrayView<ulong> Tables => _tables.View.BaseView;

    private static IlgpuBuffer Input(OperatorCall call, int index) => (IlgpuBuffer)call.Inputs[index]!;

    private static IlgpuBuffer Result(OperatorCall call) => (IlgpuBuffer)call.Outputs[^1]!;

    private static int RowLength(OperatorCall call) => Input(call, 0).Type.Shape[1];

    private static int IsBF16(IlgpuBuffer buffer) => buffer.Type.Format == ElementFormat.BF16 ? 1 : 0;

    private IlgpuBuffer Stage(OperatorCall call, int index, int slot, ElementFormat format, long elements) =>
        (IlgpuBuffer?)call.Outputs[index] ?? Scratch(slot, format, elements);

    private Action<OperatorCall> Elements(Delegate kernel) => call => Launch(
        kernel, Result(call).Count, [.. call.Inputs.Select(b => (object)((IlgpuBuffer)b!).Floats), Result(call).Floats]);

    private void Widen(OperatorCall call)
    {
        var (x, y) = (Input(call, 0), Result(call));
        if (x.Type.Format == ElementFormat.Q8_0)
        {
            Launch(Casts.WidenQ8, y.Count, x.Bytes, y.Floats);
        }
        else
        {
            Launch(Casts.WidenHalf, y.Count, x.Halves, y.Floats, IsBF16(x));
        }
    }

    private void MatMul(OperatorCall call)
    {
        var (a, b, y) = (Input(call, 0), Input(call, 1), Result(call));
        var bias = (IlgpuBuffer?)call.Inputs[2];
        var (columns, k, hasBias) = (b.Type.Shape[0], a.Type.Shape[1], bias is null ? 0 : 1);
        if (b.Type.Format == ElementFormat.F32)
        {
            Launch(Products.MatMul, y.Count, a.Floats, b.Floats, (bias ?? a).Floats, y.Floats, columns, k, hasBias);
        }
        else
        {
            Launch(Products.MatMulHalf, y.Count, a.Floats, b.Halves, (bias ?? a).Floats, y.Floats, columns, k, hasBias, IsBF16(b));
        }
    }

    private void MatMulQ8(OperatorCall call)
    {
        var (a, b, y) = (Input(call, 0), Input(call, 1), Result(call));
        Launch(Products.MatMulQ8, y.Count, a.Bytes, b.Bytes, y.Floats, b.Type.Shape[0], a.Type.Shape[1] / ElementFormats.BlockLength);
    }

    private void RmsNorm(OperatorCall call)
    {
        var (x, y) = (Input(call, 0), Result(call));
        var (rows, n) = (x.Type.Shape[0], x.Type.Shape[1]);
        var squareSum = Stage(call, 0, 0, ElementFormat.F32, rows);
        var inverse = Stage(call, 1, 1, ElementFormat.F32, rows);
        Launch(Rows.RmsNormScale, rows, x.Floats, squareSum.Floats, inverse.Floats, n, call.Attributes.Float("eps"));
        Launch(Rows.RmsNormApply, y.Count, x.Floats, Input(call, 1).Floats, inverse.Floats, y.Floats, n);
    }

    private void Softmax(OperatorCall call)
    {
        var (x, y) = (Input(call, 0), Result(call));
        var (rows, n) = (x.Type.Shape[0], x.Type.Shape[1]);
        var lengths = (IlgpuBuffer?)call.Inputs[1];
        if (lengths is null)
        {
            // Every row has the length n: as if all rows were one position that sees n.
            lengths = Scratch(3, ElementFormat.I32, rows);
            Launch(Products.AttentionLengths, rows, lengths.Ints, Math.Max(1, rows), n - 1);
        }

        var maximum = Stage(call, 0, 0, ElementFormat.F32, rows);
        var exponential = Stage(call, 1, 1, ElementFormat.F32, y.Count);
        var sum = Stage(call, 2, 2, ElementFormat.F32, rows);
        Softmax(x, lengths, maximum, exponential, sum, y, rows, n);
    }

    /// <summary>[O5] in its four steps, for 'softmax' and 'attention'.</summary>
    private void Softmax(
        IlgpuBuffer x, IlgpuBuffer lengths, IlgpuBuffer maximum, IlgpuBuffer exponential, IlgpuBuffer sum, IlgpuBuffer y, int rows, int n)
    {
        Launch(Rows.SoftmaxMaximum, rows, x.Floats, lengths.Ints, maximum.Floats, n);
        Launch(Rows.SoftmaxExponential, rows * n, x.Floats, lengths.Ints, maximum.Floats, exponential.Floats, n, Tables);
        Launch(Rows.SoftmaxSum, rows, exponential.Floats, lengths.Ints, sum.Floats, n);
        Launch(Rows.SoftmaxDivide, rows * n, exponential.Floats, lengths.Ints, maximum.Floats, sum.Floats, y.Floats, n);
    }

    private void Rope(OperatorCall call)
    {
        var (x, y) = (Input(call, 0), Result(call));
        Launch(
            Elementwise.Rope, y.Count / 2, x.Floats, Input(call, 1).Floats, Input(call, 2).Floats, y.Floats,
            x.Type.Shape[1], x.Type.Shape[2], call.Attributes.Int("position"), call.Attributes.Int("pairing"));
    }

    /// <summary>[O7] in place copies the new rows only.</summary>
    private void Append(OperatorCall call)
    {
        var (cache, values, y) = (Input(call, 0), Input(call, 1), Result(call));
        if (!ReferenceEquals(cache.Memory, y.Memory))
        {
            Launch(Casts.Copy, cache.Count, cache.Floats, y.Floats, 0);
        }

        Launch(Casts.Copy, values.Count, values.Floats, y.Floats, call.Attributes.Int("position") * cache.Type.Shape[1]);
    }

    /// <summary>
    /// [O8]. Rows of scores have S columns only where a stage is wanted; else as many as the last row sees, so that the cost follows
    /// the position and not the length of the cache.
    /// </summary>
    private void Attention(OperatorCall call)
    {
        var (q, k, v, y) = (Input(call, 0), Input(call, 1), Input(call, 2), Result(call));
        var (rows, heads, size) = (q.Type.Shape[0], q.Type.Shape[1], q.Type.Shape[2]);
        var groups = k.Type.Shape[1];
        var position = call.Attributes.Int("position");
        var hasStages = call.Outputs[0] is not null || call.Outputs[1] is not null;
        var stride = hasStages ? k.Type.Shape[0] : Math.Max(0, position + rows);
        var all = rows * heads;
        var cells = (long)all * stride;
        var scores = Stage(call, 0, 4, ElementFormat.F32, cells);
        var probabilities = Stage(call, 1, 5, ElementFormat.F32, cells);
        var lengths = Scratch(3, ElementFormat.I32, all);
        Launch(Products.AttentionLengths, all, lengths.Ints, Math.Max(1, heads), position);
        Launch(
            Products.AttentionScores, checked((int)cells), q.Floats, k.Floats, lengths.Ints, scores.Floats,
            heads, groups, size, stride, call.Attributes.Float("scale"));
        Softmax(
            scores, lengths, Scratch(0, ElementFormat.F32, all), Scratch(1, ElementFormat.F32, cells), Scratch(2, ElementFormat.F32, all),
            probabilities, all, stride);
        Launch(Products.AttentionValues, y.Count, probabilities.Floats, v.Floats, lengths.Ints, y.Floats, heads, groups, size, stride);
    }

    private void Swiglu(OperatorCall call)
    {
        var y = Result(call);
        var silu = Stage(call, 0, 0, ElementFormat.F32, y.Count);
        Launch(Elementwise.Swiglu, y.Count, Input(call, 0).Floats, Input(call, 1).Floats, silu.Floats, y.Floats, Tables);
    }

    private void Embedding(OperatorCall call)
    {
        var (table, ids, y) = (Input(call, 0), Input(call, 1), Result(call));
        var (rows, width) = (table.Type.Shape[0], table.Type.Shape[1]);
        switch (table.Type.Format)
        {
            case ElementFormat.F32:
                Launch(Casts.Embedding, y.Count, table.Floats, ids.Ints, y.Floats, rows, width);
                break;
            case ElementFormat.Q8_0:
                Launch(Casts.EmbeddingQ8, y.Count, table.Bytes, ids.Ints, y.Floats, rows, width);
                break;
            default:
                Launch(Casts.EmbeddingHalf, y.Count, table.Halves, ids.Ints, y.Floats, rows, width, IsBF16(table));
                break;
        }
    }

    /// <summary>[O11]. P is exact: top_p has 24 significant bits, and a product with 2^32 is a shift.</summary>
    private void Sample(OperatorCall call)
    {
        var (x, y) = (Input(call, 0), Result(call));
        var (rows, n) = (x.Type.Shape[0], x.Type.Shape[1]);
        var weights = Stage(call, 0, 6, ElementFormat.U64, x.Count);
        var targets = Stage(call, 1, 7, ElementFormat.U64, rows);
        var maximum = Scratch(0, ElementFormat.F32, rows);
        var share = (ulong)((double)call.Attributes.Float("top_p") * 4294967296.0);
        Launch(Rows.Max, rows, x.Floats, maximum.Floats, n);
        Launch(Sampling.Weights, x.Count, x.Floats, maximum.Floats, weights.ULongs, n, call.Attributes.Float("temperature"), Tables);
        Launch(
            Sampling.Select, rows, x.Floats, weights.ULongs, targets.ULongs, y.Ints, n, call.Attributes.Int("top_k"), share,
            call.Attributes.Seed("seed"), (ulong)call.Attributes.Int("position"));
    }
}
