using Conformance.Oracle.Exact;
using Conformance.Oracle.Kernels;
using static Conformance.Oracle.Tests.Calls;

namespace Conformance.Oracle.Tests;

//  What "What was settled here" of SA-1 lists, and the stages, on rows small enough to work out by hand.
public sealed class OperatorEdgeTests
{
    private const uint NaN = ExactBinary32.CanonicalNaN;
    private const uint MinusInfinity = 0xff800000;

    [Fact]
    public void Max_of_nothing_is_minus_infinity() =>
        Assert.Equal([MinusInfinity, MinusInfinity], Bits(Run("max", [], ("x", F32([2, 0])))["y"]));

    [Fact]
    public void Max_puts_minus_zero_below_zero_and_NaN_above_all()
    {
        var x = F32([3, 2], -0f, 0f, 0f, -0f, float.NaN, float.PositiveInfinity);
        Assert.Equal([0u, 0u, NaN], Bits(Run("max", [], ("x", x))["y"]));
    }

    [Fact]
    public void Argmax_takes_the_first_of_equals_and_of_NaNs()
    {
        const float least = float.NegativeInfinity;
        var x = F32([4, 3], 1, 2, 2, -0f, 0, -0f, 9, float.NaN, -float.NaN, least, least, least);
        Assert.Equal([1, 1, 1, 0], Run("argmax", [], ("x", x))["y"].Ints());
    }

    [Fact]
    public void Softmax_of_nothing_and_of_minus_infinity_is_all_zero()
    {
        var x = F32([3, 2], float.NegativeInfinity, float.NegativeInfinity, 1, 2, float.NegativeInfinity, 5);
        var y = Run("softmax", [], ("x", x), ("lengths", OracleTensor.FromInts([2, 0, 1], 3)));
        Assert.Equal([MinusInfinity, MinusInfinity, MinusInfinity], Bits(y["maximum"]));
        Assert.All(Bits(y["exponential"]), static b => Assert.Equal(0u, b));
        Assert.All(Bits(y["sum"]), static b => Assert.Equal(0u, b));
        Assert.All(Bits(y["y"]), static b => Assert.Equal(0u, b));
    }

    [Fact]
    public void Softmax_writes_zero_past_the_length_in_every_stage()
    {
        var y = Run("softmax", [], ("x", F32([1, 3], 4, 4, 1000)), ("lengths", OracleTensor.FromInts([2], 1)));
        Assert.Equal([4f], y["maximum"].Floats());
        Assert.Equal([1f, 1, 0], y["exponential"].Floats());
        Assert.Equal([2f], y["sum"].Floats());
        Assert.Equal([0.5f, 0.5f, 0], y["y"].Floats());
    }

    [Fact]
    public void Softmax_with_infinity_or_NaN_is_NaN()
    {
        var y = Run("softmax", [], ("x", F32([2, 2], float.PositiveInfinity, 0, float.NaN, 0)));
        Assert.Equal([NaN, 0u, NaN, NaN], Bits(y["exponential"]));
        Assert.Equal([NaN, NaN, NaN, NaN], Bits(y["y"]));
    }

    [Fact]
    public void Sum_restarts_at_every_chunk_of_256()
    {
        // 2^24 swallows ones added singly, but a later chunk of ones arrives as 256.
        var x = new float[512];
        Array.Fill(x, 1f);
        x[0] = 16777216f;
        Assert.Equal([16777216f + 256], Run("sum", [], ("x", F32([1, 512], x)))["y"].Floats());
        var one = new float[512];
        Array.Fill(one, 1f);
        Assert.Equal([16777216f + 256], Run("dot", [], ("a", F32([1, 512], x)), ("b", F32([1, 512], one)))["y"].Floats());
    }

    [Fact]
    public void Sums_of_minus_zero_begin_at_plus_zero()
    {
        var x = F32([1, 2], -0f, -0f);
        Assert.Equal([0u], Bits(Run("sum", [], ("x", x))["y"]));
        Assert.Equal([0u], Bits(Run("dot", [], ("a", x), ("b", F32([1, 2], 1, 1)))["y"]));
        Assert.Equal([0u], Bits(Run("sum", [], ("x", F32([1, 0])))["y"]));
    }

    [Fact]
    public void A_single_chunk_is_taken_as_it_is_even_minus_zero()
    {
        // -2^-149 · 2^-10 rounds to -0; adding it to a +0 would lose the sign ([R3]: S = c0).
        var (a, b) = (Strict.Number(0x80000001), Strict.Number(0x3a800000));
        Assert.Equal([0x80000000u], Bits(Run("dot", [], ("a", F32([1, 1], a)), ("b", F32([1, 1], b)))["y"]));
        var columns = new float[Lanes.Count];
        Array.Fill(columns, b);
        Assert.All(
            Bits(Run("matmul", [], ("a", F32([1, 1], a)), ("b", F32([Lanes.Count, 1], columns)))["y"]),
            static y => Assert.Equal(0x80000000u, y));
    }

    [Fact]
    public void Matmul_without_an_inner_dimension_is_the_bias_plus_zero()
    {
        var y = Run("matmul", [], ("a", F32([1, 0])), ("b", F32([2, 0])), ("bias", F32([2], -0f, 3)));
        Assert.Equal([0u, 0x40400000u], Bits(y["y"]));
    }

    [Fact]
    public void Matmul_q8_0_is_integer_dots_times_scales()
    {
        // One block: q = 127 for the largest, the rest 0; scales 1 and 2.
        var (a, b) = (new float[64], new float[64]);
        (a[0], a[1], b[0], b[1]) = (127, -127, 254, 127); // b quantises to 127 and 64 (63.5 ties to even)
        (a[32], b[32]) = (127, 127);
        var y = Run("matmul_q8_0", [], ("a", OracleTensor.FromFloats("q8_0", a, 1, 64)), ("b", OracleTensor.FromFloats("q8_0", b, 1, 64)));
        Assert.Equal([((127 * 127) - (127 * 64)) * 2f + (127 * 127)], y["y"].Floats());
    }

    [Theory]
    [InlineData(0x00000000u, "0000")]
    [InlineData(0x00000001u, "0000")] // amax / 127 underflows to 0
    [InlineData(0x42fe0000u, "003c")] // 127: d = 1
    [InlineData(0x7f800000u, "007c")]
    [InlineData(0x7fc00000u, "007e")]
    [InlineData(0x7f7fffffu, "007c")] // d above the largest binary16
    public void Quantize_narrows_the_scale_once(uint largest, string scale)
    {
        var x = new float[32];
        x[5] = Strict.Number(largest);
        Assert.Equal(scale, Convert.ToHexStringLower(Run("quantize", [], ("x", F32([1, 32], x)))["y"].Data.AsSpan(0, 2)));
    }

    [Fact]
    public void Quantize_uses_the_scale_before_narrowing_and_gives_0_for_NaN()
    {
        var x = new float[32];
        (x[0], x[1], x[2], x[3]) = (-127, 0.5f, 1.5f, -2.5f);
        var q = Run("quantize", [], ("x", F32([1, 32], x)))["y"].Data;
        Assert.Equal("81" + "00" + "02" + "fe", Convert.ToHexStringLower(q.AsSpan(2, 4)));
        x[0] = float.NaN;
        Assert.All(Run("quantize", [], ("x", F32([1, 32], x)))["y"].Data[2..], static b => Assert.Equal(0, b));
        x[0] = float.PositiveInfinity; // 1/inf = 0, inf/inf = NaN
        Assert.All(Run("quantize", [], ("x", F32([1, 32], x)))["y"].Data[2..], static b => Assert.Equal(0, b));
    }

    [Fact]
    public void Quantize_keeps_its_bytes_when_only_the_narrowed_scale_is_zero()
    {
        var x = new float[32];
        x[0] = -1f / (1 << 20); // d = 2^-20 / 127, below half the smallest binary16
        var y = Run("quantize", [], ("x", F32([1, 32], x)))["y"];
        Assert.Equal("000081", Convert.ToHexStringLower(y.Data.AsSpan(0, 3)));
        Assert.Equal(0x80000000u, Bits(y)[0]); // mul(-127, +0)
    }

    [Fact]
    public void RmsNorm_writes_its_stages()
    {
        var y = Run("rmsnorm", [("eps", 0u)], ("x", F32([1, 4], 2, 2, -2, 2)), ("g", F32([4], 1, 3, 1, 0)));
        Assert.Equal([16f], y["square_sum"].Floats());
        Assert.Equal([0.5f], y["inverse"].Floats());
        Assert.Equal([1f, 3, -1, 0], y["y"].Floats());
    }

    [Fact]
    public void Rope_turns_pairs_at_the_absolute_position()
    {
        var (cos, sin) = (F32([2, 2], 1, 1, 0, 0), F32([2, 2], 0, 0, 1, 1)); // position 1 is a quarter turn
        var x = F32([1, 1, 4], 1, 2, 3, 4);
        Assert.Equal([1f, 2, 3, 4], Rope(0, 0));
        Assert.Equal([-2f, 1, -4, 3], Rope(1, 0));
        Assert.Equal([-3f, -4, 1, 2], Rope(1, 1));

        float[] Rope(long position, long pairing) =>
            Run("rope", [("position", position), ("pairing", pairing)], ("x", x), ("cos", cos), ("sin", sin))["y"].Floats();
    }

    [Fact]
    public void Append_replaces_rows_from_the_position()
    {
        var y = Run("append", [("position", 1L)], ("cache", F32([3, 1], 1, 2, 3)), ("values", F32([1, 1], 9)));
        Assert.Equal([1f, 9, 3], y["y"].Floats());
    }

    [Fact]
    public void Attention_sees_up_to_its_own_position_and_nothing_when_there_is_none()
    {
        // Position -1: the first row sees nothing, the second one key. One head each for two groups of one.
        var q = F32([2, 2, 1], 1, 1, 1, 1);
        var (k, v) = (F32([2, 1, 1], 1, float.NaN), F32([2, 1, 1], 7, float.NaN));
        var y = Run("attention", [("position", -1L), ("scale", Bits(2f))], ("q", q), ("k", k), ("v", v));
        Assert.Equal([0f, 0, 0, 0, 2, 0, 2, 0], y["scores"].Floats());
        Assert.Equal([0f, 0, 0, 0, 1, 0, 1, 0], y["probabilities"].Floats());
        Assert.Equal([0f, 0, 7, 7], y["y"].Floats());
    }

    [Fact]
    public void Attention_heads_share_the_group_of_their_block()
    {
        var q = F32([1, 4, 1], 1, 1, 1, 1);
        var (k, v) = (F32([1, 2, 1], 1, 1), F32([1, 2, 1], 5, 6));
        var y = Run("attention", [("position", 0L), ("scale", Bits(1f))], ("q", q), ("k", k), ("v", v));
        Assert.Equal([5f, 5, 6, 6], y["y"].Floats());
    }

    [Fact]
    public void Embedding_gives_NaN_for_ids_outside_the_table()
    {
        var y = Run("embedding", [], ("table", F32([2, 1], 1, 2)), ("ids", OracleTensor.FromInts([1, 2, -1, 0], 4)));
        Assert.Equal([0x40000000u, NaN, NaN, 0x3f800000u], Bits(y["y"]));
    }

    [Fact]
    public void Silu_is_a_composition_of_rounded_steps()
    {
        var y = Run("swiglu", [], ("a", F32([4], 0, -0f, -200, float.NegativeInfinity)), ("b", F32([4], 1, 1, 1, 1)));
        // exp(200) overflows: -200 / inf = -0. -inf / inf is NaN.
        Assert.Equal([0u, 0x80000000u, 0x80000000u, NaN], Bits(y["silu"]));
    }
}
