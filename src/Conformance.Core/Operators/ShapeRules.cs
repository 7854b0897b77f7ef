using Conformance.Tensors;

namespace Conformance.Operators;

/// <summary>The shape rules of SA-1 section 5, one per operator family. Each refuses in one sentence that names the rule.</summary>
internal static class ShapeRules
{
    /// <summary>Longest row of 'rmsnorm': its length must be exact in binary32 ([O4]).</summary>
    private const int MaxNormLength = 1 << 24;

    /// <summary>Longest row of 'sample': 2^20 weights of 2^40 stay below 2^63 ([O11]).</summary>
    private const int MaxSampleLength = 1 << 20;

    public static IReadOnlyList<TensorType> SameF32(IReadOnlyList<TensorType?> inputs, Attributes attributes)
    {
        foreach (var input in inputs)
        {
            Require(input!.Format == ElementFormat.F32, "elementwise operators take f32");
            Require(input.Shape.Equals(inputs[0]!.Shape), "elementwise operators take equal shapes");
        }

        return [inputs[0]!];
    }

    public static IReadOnlyList<TensorType> Swiglu(IReadOnlyList<TensorType?> inputs, Attributes attributes)
    {
        var type = SameF32(inputs, attributes)[0];
        return [type, type];
    }

    public static IReadOnlyList<TensorType> Narrow(IReadOnlyList<TensorType?> inputs, Attributes attributes)
    {
        Require(inputs[0]!.Format == ElementFormat.F32, "narrow takes f32");
        var format = ElementFormats.Find(attributes.Text("format"));
        Require(format is ElementFormat.F16 or ElementFormat.BF16, "narrow goes to f16 or bf16");
        return [new(format!.Value, inputs[0]!.Shape)];
    }

    public static IReadOnlyList<TensorType> Widen(IReadOnlyList<TensorType?> inputs, Attributes attributes)
    {
        Require(inputs[0]!.Format is ElementFormat.F16 or ElementFormat.BF16 or ElementFormat.Q8_0, "widen takes f16, bf16 or q8_0");
        return [new(ElementFormat.F32, inputs[0]!.Shape)];
    }

    public static IReadOnlyList<TensorType> Quantize(IReadOnlyList<TensorType?> inputs, Attributes attributes)
    {
        var x = Rank(inputs[0]!, 2, ElementFormat.F32, "quantize takes f32 [R,K]");
        Require(x[1] % ElementFormats.BlockLength == 0, "quantize needs K to be a multiple of 32");
        return [new(ElementFormat.Q8_0, x)];
    }

    public static IReadOnlyList<TensorType> RowReduction(IReadOnlyList<TensorType?> inputs, Attributes attributes)
    {
        foreach (var input in inputs)
        {
            Rank(input!, 2, ElementFormat.F32, "row reductions take f32 [R,n]");
            Require(input!.Shape.Equals(inputs[0]!.Shape), "dot takes equal shapes");
        }

        return [F32(inputs[0]!.Shape[0])];
    }

    public static IReadOnlyList<TensorType> ArgMax(IReadOnlyList<TensorType?> inputs, Attributes attributes)
    {
        var x = Rank(inputs[0]!, 2, ElementFormat.F32, "argmax takes f32 [R,n]");
        Require(x[1] >= 1, "argmax of an empty row has no index");
        return [new(ElementFormat.I32, new Shape(x[0]))];
    }

    public static IReadOnlyList<TensorType> MatMul(IReadOnlyList<TensorType?> inputs, Attributes attributes)
    {
        var a = Rank(inputs[0]!, 2, ElementFormat.F32, "matmul takes a: f32 [M,K]");
        var b = inputs[1]!;
        Require(
            b.Shape.Rank == 2 && b.Format is ElementFormat.F32 or ElementFormat.F16 or ElementFormat.BF16,
            "matmul takes b: f32, f16 or bf16 [N,K]");
        Require(a[1] == b.Shape[1], $"matmul: K of a ({a[1]}) and b ({b.Shape[1]}) differ");
        Require(inputs[2] is null || inputs[2] == F32(b.Shape[0]), "matmul takes bias: f32 [N]");
        return [F32(a[0], b.Shape[0])];
    }

    public static IReadOnlyList<TensorType> MatMulQ8(IReadOnlyList<TensorType?> inputs, Attributes attributes)
    {
        var a = Rank(inputs[0]!, 2, ElementFormat.Q8_0, "matmul_q8_0 takes a: q8_0 [M,K]");
        var b = Rank(inputs[1]!, 2, ElementFormat.Q8_0, "matmul_q8_0 takes b: q8_0 [N,K]");
        Require(a[1] == b[1], $"matmul_q8_0: K of a ({a[1]}) and b ({b[1]}) differ");
        return [F32(a[0], b[0])];
    }

    public static IReadOnlyList<TensorType> RmsNorm(IReadOnlyList<TensorType?> inputs, Attributes attributes)
    {
        var x = Rank(inputs[0]!, 2, ElementFormat.F32, "rmsnorm takes x: f32 [R,n]");
        Require(x[1] <= MaxNormLength, $"rmsnorm takes rows of at most {MaxNormLength}");
        Require(inputs[1] == F32(x[1]), "rmsnorm takes g: f32 [n]");
        attributes.Float("eps");
        return [F32(x[0]), F32(x[0]), inputs[0]!];
    }

    public static IReadOnlyList<TensorType> Softmax(IReadOnlyList<TensorType?> inputs, Attributes attributes)
    {
        var x = Rank(inputs[0]!, 2, ElementFormat.F32, "softmax takes x: f32 [R,n]");
        Require(inputs[1] is null || inputs[1] == new TensorType(ElementFormat.I32, new Shape(x[0])), "softmax takes lengths: i32 [R]");
        return [F32(x[0]), inputs[0]!, F32(x[0]), inputs[0]!];
    }

    public static IReadOnlyList<TensorType> Rope(IReadOnlyList<TensorType?> inputs, Attributes attributes)
    {
        var x = Rank(inputs[0]!, 3, ElementFormat.F32, "rope takes x: f32 [M,H,D]");
        Require(x[2] % 2 == 0, "rope needs an even D");
        var cos = Rank(inputs[1]!, 2, ElementFormat.F32, "rope takes cos: f32 [P,D/2]");
        Require(cos[1] == x[2] / 2 && inputs[2] == inputs[1], "rope takes cos and sin: f32 [P,D/2]");
        Require(attributes.Int("pairing") is 0 or 1, "rope: pairing is 0 (adjacent) or 1 (halves)");
        return [inputs[0]!];
    }

    public static PositionWindow RopeWindow(IReadOnlyList<TensorType?> inputs) => new(0, inputs[0]!.Shape[0], inputs[1]!.Shape[0]);

    public static IReadOnlyList<TensorType> Append(IReadOnlyList<TensorType?> inputs, Attributes attributes)
    {
        var cache = Rank(inputs[0]!, 2, ElementFormat.F32, "append takes cache: f32 [S,W]");
        var values = Rank(inputs[1]!, 2, ElementFormat.F32, "append takes values: f32 [M,W]");
        Require(cache[1] == values[1], "append: the width of cache and values differs");
        return [inputs[0]!];
    }

    public static PositionWindow AppendWindow(IReadOnlyList<TensorType?> inputs) => new(0, inputs[1]!.Shape[0], inputs[0]!.Shape[0]);

    public static IReadOnlyList<TensorType> Attention(IReadOnlyList<TensorType?> inputs, Attributes attributes)
    {
        var q = Rank(inputs[0]!, 3, ElementFormat.F32, "attention takes q: f32 [M,H,D]");
        var k = Rank(inputs[1]!, 3, ElementFormat.F32, "attention takes k: f32 [S,G,D]");
        Require(inputs[2] == inputs[1], "attention takes k and v of one type");
        Require(k[2] == q[2], "attention: D of q and k differ");
        Require(k[1] > 0 && q[1] % k[1] == 0, "attention: H is a multiple of G");
        attributes.Float("scale");
        var scores = F32(q[0], q[1], k[0]);
        return [scores, scores, inputs[0]!];
    }

    /// <summary>A row before the first position sees nothing.</summary>
    public static PositionWindow AttentionWindow(IReadOnlyList<TensorType?> inputs)
    {
        var rows = inputs[0]!.Shape[0];
        return new(-rows, rows, inputs[1]!.Shape[0]);
    }

    public static IReadOnlyList<TensorType> Embedding(IReadOnlyList<TensorType?> inputs, Attributes attributes)
    {
        var table = inputs[0]!;
        Require(
            table.Shape.Rank == 2 && table.Format is ElementFormat.F32 or ElementFormat.F16 or ElementFormat.BF16 or ElementFormat.Q8_0,
            "embedding takes table: f32, f16, bf16 or q8_0 [V,D]");
        var ids = Rank(inputs[1]!, 1, ElementFormat.I32, "embedding takes ids: i32 [M]");
        return [F32(ids[0], table.Shape[1])];
    }

    public static IReadOnlyList<TensorType> Sample(IReadOnlyList<TensorType?> inputs, Attributes attributes)
    {
        var x = Rank(inputs[0]!, 2, ElementFormat.F32, "sample takes x: f32 [R,n]");
        Require(x[1] is >= 1 and <= MaxSampleLength, $"sample takes rows of 1 to {MaxSampleLength}");
        Require(attributes.Float("temperature") is > 0 and < float.PositiveInfinity, "sample: temperature is positive and finite");
        Require(attributes.Float("top_p") is > 0 and <= 1, "sample: top_p is in (0, 1]");
        Require(attributes.Int("top_k") >= 0, "sample: top_k is not negative");
        attributes.Seed("seed");
        return
        [
            new(ElementFormat.U64, x), new(ElementFormat.U64, new Shape(x[0])), new(ElementFormat.I32, new Shape(x[0])),
        ];
    }

    /// <summary>Every row draws with the same position, any but a negative one.</summary>
    public static PositionWindow SampleWindow(IReadOnlyList<TensorType?> inputs) => new(0, 1, 1L << 31);

    private static Shape Rank(TensorType type, int rank, ElementFormat format, string rule)
    {
        Require(type.Shape.Rank == rank && type.Format == format, rule);
        return type.Shape;
    }

    private static TensorType F32(params ReadOnlySpan<int> dimensions) => new(ElementFormat.F32, new Shape(dimensions));

    private static void Require(bool holds, string rule)
    {
        if (!holds)
        {
            throw new ShapeException(rule);
        }
    }
}
