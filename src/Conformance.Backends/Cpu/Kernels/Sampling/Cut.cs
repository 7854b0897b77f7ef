using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Conformance.Numerics;

namespace Conformance.Backends.Cpu.Kernels.Sampling;

/// <summary>
/// [O11] step 2 without sorting. The kept prefix of (logit descending, index ascending) is everything above some key and the first few at
/// that key. The key is found by halving: 32 sums over the row at most, each by vectors, whatever the logits.
/// </summary>
internal static class Cut
{
    private const int Lanes = 16;

    /// <summary>Keeps the shortest prefix whose mass reaches <paramref name="need"/>; the weights of all others become 0.</summary>
    /// <param name="x">Without NaN.</param>
    /// <param name="weights">Of each.</param>
    /// <param name="need">From 1 to the mass of all.</param>
    public static void Keep<TMass>(ReadOnlySpan<float> x, Span<ulong> weights, ulong need)
        where TMass : struct, IMass
    {
        // The mass from low on is enough, that from high on is not, but is what 'above' says.
        var (low, high, above) = ((long)int.MinValue, Maximum.Key(x) + 1L, 0ul);
        while (high - low > 1)
        {
            var middle = (low + high) >> 1;
            var mass = From<TMass>(x, weights, (int)middle);
            if (mass == need)
            {
                (low, above) = (middle - 1, mass);
                break;
            }

            if (mass > need)
            {
                low = middle;
            }
            else
            {
                (high, above) = (middle, mass);
            }
        }

        Clear<TMass>(x, weights, (int)low, need - above);
    }

    /// <summary>The mass of the elements whose key is not below <paramref name="key"/>.</summary>
    private static ulong From<TMass>(ReadOnlySpan<float> x, ReadOnlySpan<ulong> weights, int key)
        where TMass : struct, IMass
    {
        ref var first = ref MemoryMarshal.GetReference(x);
        ref var weight = ref MemoryMarshal.GetReference(weights[..x.Length]);
        var keys = Vector512.Create(key);
        var sum = Vector512<ulong>.Zero;
        nint i = 0;
        for (; i <= x.Length - Lanes; i += Lanes)
        {
            var chosen = Vector512.GreaterThanOrEqual(Maximum.Keys(Vector512.LoadUnsafe(ref Unsafe.Add(ref first, i))), keys);
            sum += TMass.Of(chosen, ref Unsafe.Add(ref weight, i));
        }

        var total = Vector512.Sum(sum);
        for (; i < x.Length; i++)
        {
            total += Primitives.OrderKey(x[(int)i]) >= key ? TMass.Of(weights[(int)i]) : 0;
        }

        return total;
    }

    /// <summary>Everything below the key, and at the key what comes after the missing mass is reached.</summary>
    private static void Clear<TMass>(ReadOnlySpan<float> x, Span<ulong> weights, int key, ulong missing)
        where TMass : struct, IMass
    {
        var keys = Vector512.Create(key);
        var i = 0;
        for (; i <= x.Length - Lanes; i += Lanes)
        {
            var own = Maximum.Keys(Vector512.Create(x[i..]));
            if (Vector512.EqualsAny(own, keys))
            {
                Clear<TMass>(x.Slice(i, Lanes), weights.Slice(i, Lanes), key, ref missing);
                continue;
            }

            var (low, high) = Vector512.Widen(Vector512.GreaterThan(own, keys));
            var part = weights.Slice(i, Lanes);
            (Vector512.Create<ulong>(part) & low.AsUInt64()).CopyTo(part);
            (Vector512.Create<ulong>(part[8..]) & high.AsUInt64()).CopyTo(part[8..]);
        }

        Clear<TMass>(x[i..], weights[i..], key, ref missing);
    }

    private static void Clear<TMass>(ReadOnlySpan<float> x, Span<ulong> weights, int key, ref ulong missing)
        where TMass : struct, IMass
    {
        for (var i = 0; i < x.Length; i++)
        {
            var own = Primitives.OrderKey(x[i]);
            if (own < key || (own == key && missing == 0))
            {
                weights[i] = 0;
            }
            else if (own == key)
            {
                missing -= Math.Min(missing, TMass.Of(weights[i]));
            }
        }
    }
}
