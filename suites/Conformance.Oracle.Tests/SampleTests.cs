using Conformance.Oracle.Kernels;
using static Conformance.Oracle.Tests.Calls;

namespace Conformance.Oracle.Tests;

//  `sample` ([O11]) on rows whose weights are powers of two.
public sealed class SampleTests
{
    private const ulong One = 1UL << 40; // the weight of the greatest

    [Fact]
    public void Nothing_is_cut_by_top_p_1_and_top_k_0() =>
        Assert.Equal([One, One, One, One], Sample([0, 0, 0, 0], 0, 1)["weights"].Unsigned());

    [Fact]
    public void Top_k_prefers_the_lower_index_among_equals() =>
        Assert.Equal([One, One, 0, 0], Sample([0, 0, -0f, 0], 2, 1)["weights"].Unsigned());

    [Fact]
    public void Top_k_orders_minus_zero_below_zero() =>
        Assert.Equal([0, One, 0], Sample([-0f, 0, -0f], 1, 1)["weights"].Unsigned());

    [Theory]
    [InlineData(0.25f, 1)]
    [InlineData(0.5f, 2)]
    [InlineData(0.50000006f, 3)] // floor(top_p · 2^32) is above one half
    [InlineData(0.75f, 3)]
    [InlineData(1e-12f, 1)] // P = 0: at least one is kept
    public void Top_p_keeps_the_shortest_prefix(float topP, int kept) =>
        Assert.Equal(kept, Sample([1, 1, 1, 1], 0, topP)["weights"].Unsigned().Count(static w => w > 0));

    [Fact]
    public void Top_p_counts_only_what_top_k_kept() =>
        Assert.Equal([One, 0, 0, 0], Sample([0, 0, 0, 0], 2, 0.5f)["weights"].Unsigned());

    [Fact]
    public void Temperature_divides_before_the_maximum_is_taken()
    {
        var w = Sample([0, 1], 0, 1, temperature: 2)["weights"].Unsigned();
        Assert.Equal(One, w[1]);
        Assert.Equal((ulong)Math.Floor(Math.ScaleB((double)Strict.Exp(-0.5f), 40)), w[0]);
    }

    [Fact]
    public void The_target_is_a_share_of_the_total_and_picks_in_index_order()
    {
        for (var position = 0L; position < 20; position++)
        {
            var y = Sample([0, 0, 0, 0], 0, 1, seed: 5, position: position);
            var target = y["target"].Unsigned()[0];
            var u = Philox.Block((uint)position, 0, 0, 1, 5, 0).W0;
            Assert.Equal(u * (4 * One >> 32), target);
            Assert.Equal((int)(target / One), y["y"].Ints()[0]);
        }
    }

    [Fact]
    public void Rows_count_on_from_the_position()
    {
        var two = Run("sample", Rule(0, 1, 1, 3, 8), ("x", F32([2, 3], 1, 2, 3, 1, 2, 3)));
        var second = Sample([1, 2, 3], 0, 1, seed: 3, position: 9);
        Assert.Equal(second["target"].Unsigned()[0], two["target"].Unsigned()[1]);
    }

    [Theory]
    [InlineData(float.NaN, 0f, 5f, 0)]
    [InlineData(1f, float.PositiveInfinity, 2f, 1)]
    [InlineData(float.NegativeInfinity, float.NegativeInfinity, float.NegativeInfinity, 0)]
    public void A_row_without_weight_falls_back_to_argmax(float a, float b, float c, int expected)
    {
        var y = Sample([a, b, c], 0, 1);
        Assert.Equal([0UL, 0, 0], y["weights"].Unsigned());
        Assert.Equal([0UL], y["target"].Unsigned());
        Assert.Equal([expected], y["y"].Ints());
    }

    [Theory]
    [InlineData(0f, 0L, 1f)]
    [InlineData(-1f, 0L, 1f)]
    [InlineData(float.PositiveInfinity, 0L, 1f)]
    [InlineData(float.NaN, 0L, 1f)]
    [InlineData(1f, -1L, 1f)]
    [InlineData(1f, 0L, 0f)]
    [InlineData(1f, 0L, 1.0000001f)]
    [InlineData(1f, 0L, float.NaN)]
    public void Rules_outside_their_range_are_refused(float temperature, long topK, float topP) =>
        Assert.ThrowsAny<ArgumentException>(() => Sample([1, 2], topK, topP, temperature));

    private static IReadOnlyDictionary<string, OracleTensor> Sample(
        float[] x, long topK, float topP, float temperature = 1, ulong seed = 0, long position = 0) =>
        Run("sample", Rule(topK, topP, temperature, seed, position), ("x", F32([1, x.Length], x)));

    private static (string Name, object Value)[] Rule(long topK, float topP, float temperature, ulong seed, long position) =>
    [
        ("temperature", Bits(temperature)), ("top_k", topK), ("top_p", Bits(topP)), ("seed", seed), ("position", position),
    ];
}
