using ILGPU;

namespace Conformance.Backends.Ilgpu.Kernels;

//  Sampling (SA-1 [O11]).
//  Weights are integers below 2^41 and n <= 2^20: every sum is exact, so its order is free. The products u·total and P·T have up
//  to 96 bits and are taken by MulHigh. Instead of sorting, a cut is found as the greatest key whose mass suffices, bit by bit.

/// <summary>Operator 'sample': the weights for each element, then one lane a row.</summary>
internal static class Sampling
{
    /// <summary>2^32: a share that cuts nothing.</summary>
    private const ulong Everything = 1UL << 32;

    /// <summary>Step 1. Division by a positive number keeps the order, so max(z) = max(x) / temperature.</summary>
    public static void Weights(
        Index1D lane, int lanes, int count, ArrayView<float> x, ArrayView<float> maximum, ArrayView<ulong> weights, int n,
        float temperature,
        ArrayView<ulong> tables)
    {
        for (int i = lane; i < count; i += lanes)
        {
            var z = Exact.Div(x[i], temperature);
            var top = Exact.Div(maximum[i / n], temperature);
            weights[i] = WeightOf(Exp.Of(Exact.Sub(z, top), tables));
        }
    }

    /// <summary>Steps 2 to 4.</summary>
    public static void Select(
        Index1D lane, int lanes, int count, ArrayView<float> x, ArrayView<ulong> weights, ArrayView<ulong> targets, ArrayView<int> y,
        int n, int topK, ulong share, ulong seed, ulong position)
    {
        for (int r = lane; r < count; r += lanes)
        {
            var start = r * n;
            var best = Reductions.ArgMax(x, start, n);
            var keep = 0UL;
            if (topK > 0 && topK < n)
            {
                keep = Search(x, weights, start, n, 0, (ulong)topK >> 32, (ulong)topK << 32, 1);
            }

            if (share < Everything)
            {
                var mass = MassFrom(x, weights, start, n, keep, 0);
                var cut = Search(x, weights, start, n, keep, Exact.MulHigh(share, mass), unchecked(share * mass), 0);
                var bestKey = Key(x[start + best], best);

                // At least one stays.
                cut = cut > bestKey ? bestKey : cut;
                keep = cut > keep ? cut : keep;
            }

            var total = 0UL;
            for (var i = 0; i < n; i++)
            {
                var kept = Key(x[start + i], i) >= keep ? weights[start + i] : 0UL;
                weights[start + i] = kept;
                total += kept;
            }

            var u = (ulong)Philox(seed, position + (ulong)r);
            var target = (Exact.MulHigh(u, total) << 32) | (unchecked(u * total) >> 32);
            targets[r] = total == 0 ? 0 : target;
            y[r] = total == 0 ? best : FirstAbove(weights, start, n, target);
        }
    }

    private static int FirstAbove(ArrayView<ulong> weights, int start, int n, ulong target)
    {
        var running = 0UL;
        for (var i = 0; i < n; i++)
        {
            running += weights[start + i];
            if (running > target)
            {
                return i;
            }
        }

        return n - 1;
    }

    /// <summary>floor(e · 2^40) of 0 ≤ e ≤ 1; NaN gives 0.</summary>
    private static ulong WeightOf(float e)
    {
        var bits = Exact.Bits(e);
        if (bits > 0x3f800000)
        {
            return 0;
        }

        var exponent = (int)(bits >> 23);
        var mantissa = (bits & 0x007fffff) | 0x00800000UL;

        // mantissa · 2^(exponent - 150 + 40)
        var shift = exponent - 110;
        if (exponent == 0 || shift < -24)
        {
            return 0;
        }

        return shift >= 0 ? mantissa << shift : mantissa >> -shift;
    }

    /// <summary>Unique: descending order of [P3] with ascending indices.</summary>
    private static ulong Key(float x, int i) => ((ulong)Binary32.Key(x) << 32) | (uint.MaxValue - (uint)i);

    /// <summary>How many elements, or how much weight, stand at keys from 'least' on.</summary>
    private static ulong MassFrom(ArrayView<float> x, ArrayView<ulong> weights, int start, int n, ulong least, int countThem)
    {
        var mass = 0UL;
        for (var i = 0; i < n; i++)
        {
            if (Key(x[start + i], i) >= least)
            {
                mass += countThem != 0 ? 1UL : weights[start + i];
            }
        }

        return mass;
    }

    /// <summary>The greatest key whose mass · 2^32 reaches the need. Bits 20..31 of a key are always set (n ≤ 2^20).</summary>
    private static ulong Search(
        ArrayView<float> x, ArrayView<ulong> weights, int start, int n, ulong floor, ulong needHigh, ulong needLow, int countThem)
    {
        var key = 0UL;
        for (var step = 0; step < 52; step++)
        {
            var bit = step < 32 ? 63 - step : 51 - step;
            key = step == 32 ? key | 0xfff00000UL : key;
            var candidate = key | (1UL << bit);
            var mass = MassFrom(x, weights, start, n, candidate > floor ? candidate : floor, countThem);
            var (high, low) = (mass >> 32, mass << 32);
            if (high > needHigh || (high == needHigh && low >= needLow))
            {
                key = candidate;
            }
        }

        return key;
    }

    /// <summary>Word 0 of Philox4x32-10 ([I1]) with the counter of step 3.</summary>
    private static uint Philox(ulong seed, ulong position)
    {
        unchecked
        {
            var (key0, key1) = ((uint)seed, (uint)(seed >> 32));
            var (c0, c1, c2, c3) = ((uint)position, (uint)(position >> 32), 0u, 1u);
            for (var round = 0; round < 10; round++)
            {
                var product0 = 0xd2511f53UL * c0;
                var product1 = 0xcd9e8d57UL * c2;
                c0 = (uint)(product1 >> 32) ^ c1 ^ key0;
                c1 = (uint)product1;
                c2 = (uint)(product0 >> 32) ^ c3 ^ key1;
                c3 = (uint)product0;
                key0 += 0x9e3779b9;
                key1 += 0xbb67ae85;
            }

            return c0;
        }
    }
}
