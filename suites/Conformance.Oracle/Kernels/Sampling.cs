using System.Numerics;

namespace Conformance.Oracle.Kernels;

/// <summary>The attributes of `sample`; temperature and top_p as binary32.</summary>
internal readonly record struct SamplingRule(float Temperature, long TopK, float TopP, ulong Seed);

//  One row of `sample` ([O11]); everything after the weights is exact integer arithmetic.
internal static class Sampling
{
    private const int WeightBits = 40;
    private const int ShareBits = 32;

    public static (ulong[] Weights, ulong Target, int Token) Draw(ReadOnlySpan<float> x, SamplingRule rule, long position)
    {
        if (!(rule.Temperature > 0 && float.IsFinite(rule.Temperature) && rule.TopP > 0 && rule.TopP <= 1 && rule.TopK >= 0))
        {
            throw new ArgumentOutOfRangeException(nameof(rule));
        }

        var weights = Weights(x, rule.Temperature);
        Cut(x, weights, rule);

        var total = BigInteger.Zero;
        foreach (var w in weights)
        {
            total += w;
        }

        if (total.IsZero)
        {
            return (weights, 0, Strict.ArgMax(x));
        }

        var target = (Philox.Sampling(rule.Seed, position) * total) >> 32;
        var running = BigInteger.Zero;
        for (var i = 0; i < weights.Length; i++)
        {
            running += weights[i];
            if (running > target)
            {
                return (weights, (ulong)target, i);
            }
        }

        throw new InvalidOperationException("The target is below the total by construction.");
    }

    private static ulong[] Weights(ReadOnlySpan<float> x, float temperature) // step 1
    {
        var z = new float[x.Length];
        for (var i = 0; i < z.Length; i++)
        {
            z[i] = Strict.Div(x[i], temperature);
        }

        var maximum = Strict.Max(z);
        var weights = new ulong[z.Length];
        for (var i = 0; i < z.Length; i++)
        {
            weights[i] = Floor(Strict.Exp(Strict.Sub(z[i], maximum)), WeightBits);
        }

        return weights;
    }

    private static void Cut(ReadOnlySpan<float> x, ulong[] weights, SamplingRule rule) // step 2
    {
        var keys = new long[x.Length];
        for (var i = 0; i < keys.Length; i++)
        {
            keys[i] = Strict.OrderKey(x[i]);
        }

        var order = Enumerable.Range(0, keys.Length).OrderByDescending(i => keys[i]).ThenBy(static i => i).ToArray();
        var kept = rule.TopK > 0 ? (int)Math.Min(rule.TopK, order.Length) : order.Length;
        var total = BigInteger.Zero;
        foreach (var i in order.AsSpan(0, kept))
        {
            total += weights[i];
        }

        var share = Floor(rule.TopP, ShareBits) * total;
        var sum = BigInteger.Zero;
        var prefix = 0;
        do
        {
            sum += weights[order[prefix]];
            prefix++;
        }
        while (prefix < kept && sum << ShareBits < share);

        foreach (var i in order.AsSpan(prefix))
        {
            weights[i] = 0;
        }
    }

    /// <summary>The floor of x·2^bits for 0 &lt;= x &lt;= 1; NaN gives 0.</summary>
    private static ulong Floor(float x, int bits) => float.IsNaN(x) ? 0 : (ulong)Math.Floor(Math.ScaleB((double)x, bits));
}
