using Conformance.Oracle.Kernels;
using static Conformance.Oracle.Tests.Calls;

namespace Conformance.Oracle.Tests;

//  ONNX node cases. Casts and argmax must agree exactly; float operators within a tolerance, because ONNX fixes formulas and
//  not orders: these catch a misread formula, not a wrong last bit.
public sealed class OnnxTests
{
    private const double Tolerance = 1e-5;

    [SkippableTheory]
    [InlineData("test_cast_FLOAT_to_FLOAT16", "f16")]
    [InlineData("test_cast_FLOAT_to_BFLOAT16", "bf16")]
    public void Narrowing_casts_agree(string name, string format)
    {
        var c = new OnnxCase(name);
        var y = Run("narrow", [("format", format)], ("x", c.Inputs[0].Single()));
        Assert.Equal(new OracleTensor(format, c.Outputs[0].Dims, c.Outputs[0].Raw).Digest(), y["y"].Digest());
    }

    [SkippableTheory]
    [InlineData("test_cast_FLOAT16_to_FLOAT", "f16")]
    [InlineData("test_cast_BFLOAT16_to_FLOAT", "bf16")]
    public void Widening_casts_agree(string name, string format)
    {
        var c = new OnnxCase(name);
        var y = Run("widen", [], ("x", new OracleTensor(format, c.Inputs[0].Dims, c.Inputs[0].Raw)));
        Assert.Equal(c.Outputs[0].Single().Digest(), y["y"].Digest());
    }

    [SkippableTheory]
    [InlineData("test_argmax_default_axis_example")]
    [InlineData("test_argmax_default_axis_example_select_last_index")]
    [InlineData("test_argmax_keepdims_example_select_last_index")]
    [InlineData("test_argmax_no_keepdims_random")]
    public void Argmax_agrees(string name)
    {
        var c = new OnnxCase(name);
        var x = c.Inputs[0];
        var values = x.Floats();
        var axis = (int)c.Integer("axis", 0);
        var n = (int)x.Dims[axis];
        var inner = (int)OracleTensor.Elements(x.Dims.AsSpan(axis + 1));
        var last = c.Integer("select_last_index", 0) == 1;
        var answers = new List<long>();
        for (var r = 0; r < values.Length / n; r++)
        {
            float[] row = [.. Enumerable.Range(0, n).Select(i => values[(((r / inner * n) + i) * inner) + (r % inner)])];
            if (last)
            {
                Array.Reverse(row); // the last of equals is the first from behind
            }

            var index = Run("argmax", [], ("x", OracleTensor.FromFloats("f32", row, 1, row.Length)))["y"].Ints()[0];
            answers.Add(last ? row.Length - 1 - index : index);
        }

        Assert.Equal(c.Outputs[0].Integers(), answers);
    }

    [SkippableTheory]
    [InlineData("test_softmax_axis_2")]
    [InlineData("test_softmax_example")]
    [InlineData("test_softmax_large_number")]
    public void Softmax_agrees(string name)
    {
        var c = new OnnxCase(name);
        Close(c.Outputs[0].Floats(), Run("softmax", [], ("x", c.Inputs[0].Single()))["y"].Floats());
    }

    [SkippableTheory]
    [InlineData("test_rms_normalization_2d_axis1")]
    [InlineData("test_rms_normalization_3d_axis2_epsilon")]
    public void RmsNorm_agrees(string name)
    {
        var c = new OnnxCase(name);
        var epsilon = Strict.Bits(c.Single("epsilon", 1e-5f));
        var y = Run("rmsnorm", [("eps", epsilon)], ("x", c.Inputs[0].Single()), ("g", c.Inputs[1].Single()));
        Close(c.Outputs[0].Floats(), y["y"].Floats());
    }

    [SkippableFact]
    public void SwiGlu_agrees()
    {
        var c = new OnnxCase("test_swiglu");
        Close(c.Outputs[0].Floats(), Run("swiglu", [], ("a", c.Inputs[0].Single()), ("b", c.Inputs[1].Single()))["y"].Floats());
    }

    [SkippableTheory]
    [InlineData("test_rotary_embedding", 1)]
    [InlineData("test_rotary_embedding_interleaved", 0)]
    public void Rope_agrees(string name, long pairing)
    {
        var c = new OnnxCase(name);
        Assert.Equal(1 - pairing, c.Integer("interleaved", 0));
        var (batches, heads, length, size) = Four(c.Inputs[0]);
        var ids = c.Inputs[3].Integers();
        var (x, expected) = (c.Inputs[0].Floats(), c.Outputs[0].Floats());
        for (var row = 0; row < batches * heads * length; row++)
        {
            var position = ids[(row / (heads * length) * length) + (row % length)];
            var y = Run(
                "rope",
                [("position", position), ("pairing", pairing)],
                ("x", OracleTensor.FromFloats("f32", x.AsSpan(row * size, size), 1, 1, size)),
                ("cos", c.Inputs[1].Single()),
                ("sin", c.Inputs[2].Single()));
            Close(expected[(row * size)..((row + 1) * size)], y["y"].Floats());
        }
    }

    [SkippableTheory]
    [InlineData("test_attention_4d_causal")]
    [InlineData("test_attention_4d_gqa_causal")]
    public void Causal_attention_agrees(string name)
    {
        var c = new OnnxCase(name);
        Assert.Equal(1, c.Integer("is_causal", 0));
        var (batches, heads, length, size) = Four(c.Inputs[0]);
        var scale = Strict.Bits(c.Single("scale", (float)(1 / Math.Sqrt(size))));
        for (var b = 0; b < batches; b++)
        {
            var y = Run(
                "attention",
                [("position", 0L), ("scale", scale)],
                ("q", PositionFirst(c.Inputs[0], b)), ("k", PositionFirst(c.Inputs[1], b)), ("v", PositionFirst(c.Inputs[2], b)));
            Assert.Equal([length, heads, size], y["y"].Shape);
            Close(PositionFirst(c.Outputs[0], b).Floats(), y["y"].Floats());
        }
    }

    [SkippableTheory]
    [InlineData("test_top_k")]
    [InlineData("test_top_k_same_values_2d")]
    public void Top_k_keeps_the_same_elements(string name)
    {
        var c = new OnnxCase(name);
        Assert.Equal(1, c.Integer("largest", 1));
        Assert.Equal(c.Inputs[0].Dims.Length - 1, (int)c.Integer("axis", -1) is var a && a < 0 ? c.Inputs[0].Dims.Length - 1 : a);
        var k = c.Inputs[1].Integers()[0];
        var weights = Run(
            "sample",
            [("temperature", Strict.Bits(1)), ("top_k", k), ("top_p", Strict.Bits(1)), ("seed", 1UL), ("position", 0L)],
            ("x", c.Inputs[0].Single()))["weights"].Unsigned();
        var n = c.Inputs[0].Last;
        var kept = c.Outputs[1].Integers();
        for (var i = 0; i < weights.Length; i++)
        {
            var row = i / n;
            Assert.Equal(kept.AsSpan((int)(row * k), (int)k).Contains(i % n), weights[i] > 0);
        }
    }

    private static (int B, int H, int S, int D) Four(OnnxTensor x) => ((int)x.Dims[0], (int)x.Dims[1], (int)x.Dims[2], (int)x.Dims[3]);

    // ONNX keeps [batch, head, position, element]; SA-1 keeps [position, head, element].
    private static OracleTensor PositionFirst(OnnxTensor x, int batch)
    {
        var (_, heads, length, size) = Four(x);
        var values = x.Floats();
        var y = new float[heads * length * size];
        for (var i = 0; i < y.Length; i++)
        {
            var (p, h, d) = (i / (heads * size), i / size % heads, i % size);
            y[i] = values[(((((batch * heads) + h) * length) + p) * size) + d];
        }

        return OracleTensor.FromFloats("f32", y, length, heads, size);
    }

    private static void Close(float[] expected, float[] actual)
    {
        Assert.NotEmpty(expected);
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.True(
                Math.Abs((double)expected[i] - actual[i]) <= Tolerance * Math.Max(Math.Abs(expected[i]), 1e-2),
                $"[{i}] {expected[i]:R} is not near {actual[i]:R}");
        }
    }
}
