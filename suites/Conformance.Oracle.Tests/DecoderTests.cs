using Conformance.Oracle.Kernels;

namespace Conformance.Oracle.Tests;

//  The decoder is composed of the operators: a second walk through OracleOperators, all positions at once ([M3]), must give
//  the same traces.
public sealed class DecoderTests
{
    private const uint Theta = 0x461c4000; // 10 000
    private const uint Epsilon = 0x3727c5ac; // 1e-5

    public static TheoryData<string, bool, long> Models => new()
    {
        { "f32", true, 0 },
        { "bf16", false, 1 },
        { "f16", false, 0 },
        { "q8_0", true, 1 },
        { "q8_0", false, 0 },
    };

    [Theory]
    [MemberData(nameof(Models))]
    public void Stepping_equals_the_operators_on_all_positions(string format, bool tied, long pairing)
    {
        var config = new OracleConfig(64, 96, 2, 4, 2, 50, 12, Theta, Epsilon, pairing, format, tied);
        var weights = OracleWeights.Philox(config, 7);
        int[] tokens = [3, 49, 0, 3, 17];
        var (steps, _) = new OracleDecoder(config, weights).Run(tokens, 0);
        var rows = new BatchWalk(config, weights).Run(tokens);
        for (var p = 0; p < tokens.Length; p++)
        {
            Assert.Equal(p, steps[p].Position);
            Assert.Equal(config.Layers + 2, steps[p].Traces.Count);
            for (var t = 0; t < steps[p].Traces.Count; t++)
            {
                Assert.Equal(BatchWalk.Row(rows[t], p).Digest(), steps[p].Traces[t].Digest());
            }

            Assert.Equal(BatchWalk.Row(rows[^1], p).Digest(), steps[p].Logits.Digest());
            Assert.DoesNotContain(steps[p].Logits.Floats(), float.IsNaN);
        }
    }

    [Fact]
    public void Greedy_feeds_its_own_choice()
    {
        var config = new OracleConfig(32, 32, 1, 2, 1, 40, 8, Theta, Epsilon, 0, "f32", false);
        var weights = OracleWeights.Philox(config, 1);
        var (steps, generated) = new OracleDecoder(config, weights).Run([5], 4);
        Assert.Equal(4, steps.Count);
        Assert.Equal(generated.Take(3), steps.Skip(1).Select(static s => s.Token));
        Assert.All(steps, s => Assert.Equal(generated[s.Position], OracleSampler.Greedy(s.Logits)));
    }

    [Fact]
    public void Sampling_is_the_operator_at_the_position_of_the_logits()
    {
        var config = new OracleConfig(32, 32, 1, 2, 1, 40, 8, Theta, Epsilon, 0, "f32", true);
        var sampler = new OracleSampler(Strict.Bits(0.75f), 12, Strict.Bits(0.9f), 99);
        var (steps, generated) = new OracleDecoder(config, OracleWeights.Philox(config, 1)).Run([5, 6], 5, sampler);
        for (var i = 0; i < generated.Count; i++)
        {
            var step = steps[i + 1];
            var result = OracleOperators.Run(
                "sample",
                new Dictionary<string, object>
                {
                    ["temperature"] = sampler.Temperature,
                    ["top_k"] = sampler.TopK,
                    ["top_p"] = sampler.TopP,
                    ["seed"] = sampler.Seed,
                    ["position"] = (long)step.Position,
                },
                new Dictionary<string, OracleTensor> { ["x"] = step.Logits with { Shape = [1, 40] } });
            Assert.Equal(result["y"].Ints()[0], generated[i]);
        }
    }

    [Fact]
    public void A_token_outside_the_vocabulary_is_a_row_of_NaN()
    {
        var config = new OracleConfig(32, 32, 1, 2, 1, 40, 8, Theta, Epsilon, 0, "f32", true);
        var step = new OracleDecoder(config, OracleWeights.Philox(config, 1)).Step(40);
        Assert.All(step.Traces[0].Floats(), static x => Assert.Equal(0x7fc00000u, Strict.Bits(x)));
    }

    [Fact]
    public void A_full_context_is_refused()
    {
        var config = new OracleConfig(32, 32, 1, 2, 1, 40, 1, Theta, Epsilon, 0, "f32", true);
        var decoder = new OracleDecoder(config, OracleWeights.Philox(config, 1));
        decoder.Step(0);
        Assert.Throws<InvalidOperationException>(() => decoder.Step(0));
    }

    [Fact]
    public void A_missing_weight_is_refused()
    {
        var config = new OracleConfig(32, 32, 1, 2, 1, 40, 1, Theta, Epsilon, 0, "f32", true);
        var weights = OracleWeights.Philox(config, 1);
        Assert.Throws<ArgumentException>(() => new OracleDecoder(config with { Tied = false }, weights));
        Assert.Throws<ArgumentException>(() => new OracleDecoder(config with { Format = "bf16" }, weights));
        Assert.Throws<ArgumentException>(() => new OracleDecoder(config with { Heads = 3 }, weights));
    }
}
