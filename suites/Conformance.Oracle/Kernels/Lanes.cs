using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Conformance.Oracle.Kernels;

//  Sixteen dots at a time: the same left row against sixteen right rows, one lane each ([R1], [R3], [R5]).
//  Each lane does what Strict.Fma does (exact product, TwoSum, round to odd, narrow), so no lane knows of the others;
//  the tests hold every lane to the scalar dot. NaN is made canonical once, at the end.
internal static class Lanes
{
    public const int Count = 16;

    /// <summary>
    /// y[n] = dot of a with b[offset + k·stepK + n·stepLane] over k, for every n of y.
    /// </summary>
    public static void Dots(ReadOnlySpan<float> a, ReadOnlySpan<float> b, int offset, int stepK, int stepLane, Span<float> y)
    {
        var n = 0;
        for (; n + Count <= y.Length; n += Count)
        {
            Sixteen(a, b, offset + (n * stepLane), stepK, stepLane, y.Slice(n, Count));
        }

        for (; n < y.Length; n++)
        {
            y[n] = Reductions.Dot(a, b, offset + (n * stepLane), stepK);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Sixteen(ReadOnlySpan<float> a, ReadOnlySpan<float> b, int offset, int stepK, int stepLane, Span<float> y)
    {
        var low = Vector512<double>.Zero;
        var high = Vector512<double>.Zero;
        for (var start = 0; start < a.Length; start += Reductions.Chunk)
        {
            var chunk = a.Slice(start, Math.Min(Reductions.Chunk, a.Length - start));
            var (left, right) = Vector512.Widen(Chunk(chunk, b, offset + (start * stepK), stepK, stepLane));
            if (start != 0)
            {
                // add(S, c) through binary64 is innocuous, see Strict.Add.
                (left, right) = Vector512.Widen(Vector512.Narrow(low + left, high + right));
            }

            (low, high) = (left, right);
        }

        for (var lane = 0; lane < Vector512<double>.Count; lane++)
        {
            y[lane] = Strict.Canonical((float)low[lane]);
            y[lane + Vector512<double>.Count] = Strict.Canonical((float)high[lane]);
        }
    }

    // Called too few times to be recompiled, with a long loop each: optimised at once.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static Vector512<float> Chunk(ReadOnlySpan<float> a, ReadOnlySpan<float> b, int offset, int stepK, int stepLane)
    {
        var sum = Vector512<float>.Zero;
        for (var k = 0; k < a.Length; k++)
        {
            var at = offset + (k * stepK);
            var row = stepLane == 1 ? Vector512.Create(b.Slice(at, Count)) : Gather(b, at, stepLane);
            var factor = Vector512.Create((double)a[k]);
            var (bLow, bHigh) = Vector512.Widen(row);
            var (cLow, cHigh) = Vector512.Widen(sum);
            sum = Vector512.Narrow(OddSum(factor * bLow, cLow), OddSum(factor * bHigh, cHigh));
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Gather(ReadOnlySpan<float> b, int at, int s)
    {
        var span = b.Slice(at, (15 * s) + 1);
        return Vector512.Create(
            span[0], span[s], span[2 * s], span[3 * s], span[4 * s], span[5 * s], span[6 * s], span[7 * s],
            span[8 * s], span[9 * s], span[10 * s], span[11 * s], span[12 * s], span[13 * s], span[14 * s], span[15 * s]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> OddSum(Vector512<double> p, Vector512<double> c)
    {
        var sum = p + c;
        var part = sum - p;
        var error = (p - (sum - part)) + (c - part);
        var bits = sum.AsInt64();
        // Comparisons with a NaN error are false: infinite and NaN sums stay as they are.
        var inexact = (Vector512.GreaterThan(error, Vector512<double>.Zero) | Vector512.LessThan(error, Vector512<double>.Zero)).AsInt64();
        var even = (bits & Vector512<long>.One) - Vector512<long>.One; // all ones where the last bit is 0
        var direction = Vector512.ShiftRightArithmetic(error.AsInt64() ^ bits, 63) | Vector512<long>.One; // +1 or -1
        return (bits + (direction & inexact & even)).AsDouble();
    }
}
