using System.Numerics;

namespace Conformance.Backends.OpenCl;

/// <summary>[O11] by sorting and unbounded integers.</summary>
internal static class TwinSample
{
    public static (ulong[] Weights, ulong Target, int Y) Row(
        ReadOnlySpan<float> x, float temperature, int topK, float topP, ulong seed, ulong position)
    {
        var n = x.Length;
        var z = new float[n];
        for (var i = 0; i < n; i++)
        {
            z[i] = x[i] / temperature;
        }

        var top = Twin.Max(z);
        var w = new BigInteger[n];
        for (var i = 0; i < n; i++)
        {
            var e = Twin.Exp(z[i] - top);
            w[i] = float.IsNaN(e) ? 0 : new BigInteger(Math.Floor(e * 1099511627776.0));
        }

        var values = x.ToArray();
        var order = Enumerable.Range(0, n).ToList();
        order.Sort((i, j) => Twin.Above(values[i], values[j]) ? -1 : Twin.Above(values[j], values[i]) ? 1 : i.CompareTo(j));
        var kept = topK > 0 && topK < n ? topK : n;
        if (topP < 1)
        {
            var total = order.Take(kept).Aggregate(BigInteger.Zero, (s, i) => s + w[i]);
            var share = new BigInteger(Math.Floor(topP * 4294967296.0));
            var sum = BigInteger.Zero;
            for (var length = 1; length <= kept; length++)
            {
                sum += w[order[length - 1]];
                if (sum << 32 >= share * total)
                {
                    kept = length;
                    break;
                }
            }
        }

        foreach (var i in order.Skip(kept))
        {
            w[i] = 0;
        }

        var all = w.Aggregate(BigInteger.Zero, (s, v) => s + v);
        var u = Philox((uint)position, (uint)(position >> 32), 0, 1, unchecked((uint)seed), (uint)(seed >> 32))[0];
        var target = (u * all) >> 32;
        var y = Twin.ArgMax(x);
        var running = BigInteger.Zero;
        for (var i = 0; i < n && !all.IsZero; i++)
        {
            running += w[i];
            if (running > target)
            {
                y = i;
                break;
            }
        }

        return ([.. w.Select(v => (ulong)v)], (ulong)target, y);
    }

    public static uint[] Philox(uint c0, uint c1, uint c2, uint c3, uint k0, uint k1)
    {
        for (var round = 0; round < 10; round++)
        {
            var first = (ulong)c0 * 0xd2511f53;
            var second = (ulong)c2 * 0xcd9e8d57;
            unchecked
            {
                (c0, c1, c2, c3) = ((uint)(second >> 32) ^ c1 ^ k0, (uint)second, (uint)(first >> 32) ^ c3 ^ k1, (uint)first);
                k0 += 0x9e3779b9;
                k1 += 0xbb67ae85;
            }
        }

        return [c0, c1, c2, c3];
    }
}
