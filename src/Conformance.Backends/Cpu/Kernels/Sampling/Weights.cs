using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Conformance.Backends.Cpu.Kernels.Sampling;

/// <summary>[O11] step 1, 16 at a time: w = ⌊exp(x/temperature − max)·2^40⌋, and NaN gives 0.</summary>
internal static class Weights
{
    private const int Lanes = 16;

    /// <summary>2^52: added to an integer below it, leaves that integer in the fraction.</summary>
    private const double Magic = 1L << 52;

    public static void Of(ReadOnlySpan<float> x, float temperature, Span<ulong> weights)
    {
        // Division by a positive number keeps the order, so the greatest quotient is the quotient of the greatest.
        var max = Maximum.Of(x) / temperature;
        ref var source = ref MemoryMarshal.GetReference(x);
        ref var target = ref MemoryMarshal.GetReference(weights[..x.Length]);
        nint i = 0;
        for (; i <= x.Length - Lanes; i += Lanes)
        {
            Store(Vector512.LoadUnsafe(ref Unsafe.Add(ref source, i)), temperature, max, ref Unsafe.Add(ref target, i));
        }

        if (i < x.Length)
        {
            Span<float> part = stackalloc float[Lanes];
            Span<ulong> result = stackalloc ulong[Lanes];
            x[(int)i..].CopyTo(part);
            Store(Vector512.Create<float>(part), temperature, max, ref MemoryMarshal.GetReference(result));
            result[..(x.Length - (int)i)].CopyTo(weights[(int)i..]);
        }
    }

    /// <summary>The sum, which n &lt;= 2^20 keeps below 2^61.</summary>
    public static ulong Sum(ReadOnlySpan<ulong> weights)
    {
        ref var first = ref MemoryMarshal.GetReference(weights);
        var sum = Vector512<ulong>.Zero;
        nint i = 0;
        for (; i <= weights.Length - Vector512<ulong>.Count; i += Vector512<ulong>.Count)
        {
            sum += Vector512.LoadUnsafe(ref Unsafe.Add(ref first, i));
        }

        var total = Vector512.Sum(sum);
        for (; i < weights.Length; i++)
        {
            total += weights[(int)i];
        }

        return total;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector512<float> x, float temperature, float max, ref ulong weights)
    {
        var e = VectorExp.Of((x / Vector512.Create(temperature)) - Vector512.Create(max));
        var (low, high) = Vector512.Widen(e & Vector512.Equals(e, e));
        Floor(low).StoreUnsafe(ref weights);
        Floor(high).StoreUnsafe(ref Unsafe.Add(ref weights, Vector512<ulong>.Count));
    }

    /// <summary>⌊e·2^40⌋ of 0 &lt;= e &lt;= 1: the product is exact in binary64.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Floor(Vector512<double> e)
    {
        var floor = Vector512.Floor(e * Vector512.Create((double)(1L << 40)));
        return (floor + Vector512.Create(Magic)).AsUInt64() & Vector512.Create((1ul << 52) - 1);
    }
}
