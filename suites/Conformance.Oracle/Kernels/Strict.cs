using System.Runtime.CompilerServices;
using Conformance.Oracle.Exact;

namespace Conformance.Oracle.Kernels;

//  The primitives and functions of SA-1 sections 2 and 3 on binary32, fast.
//  None uses a fused multiply-add or a library function. Each computes in binary64 and narrows once more, where that
//  second rounding is provably harmless, and asks ExactBinary32 where it is not:
//    mul   the binary64 product of two binary32 is exact (48 bits, exponent above -298), so there is one rounding.
//    add   53 >= 2·24 + 2 bits: double rounding is innocuous (Figueroa 1995); subnormal sums are exact.
//    div   the same, while the quotient is normal; a quotient below 2^-125 goes to the exact path.
//    fma   exact product, error of the sum by TwoSum, round to odd, narrow (Boldo and Melquiond 2008): needs only
//          that binary64 keeps two bits more than the result at every magnitude, which it does for all binary32.
//  The tests compare each with the exact path.
internal static class Strict
{
    public static readonly float NaN = BitConverter.UInt32BitsToSingle(ExactBinary32.CanonicalNaN);

    private const double SmallestSafeQuotient = 1.0 / (1L << 62) / (1L << 62); // 2^-124

    public static uint Bits(float x) => BitConverter.SingleToUInt32Bits(x);

    public static float Number(uint bits) => BitConverter.UInt32BitsToSingle(bits);

    public static float Canonical(float x) => float.IsNaN(x) ? NaN : x; // [V2]

    public static float Neg(float x) => Number(ExactBinary32.Negate(Bits(x)));

    public static float Add(float a, float b) => Canonical((float)((double)a + b));

    public static float Sub(float a, float b) => Canonical((float)((double)a - b));

    public static float Mul(float a, float b) => Canonical((float)((double)a * b));

    public static float Div(float a, float b)
    {
        var quotient = (double)a / b;
        if (quotient != 0 && Math.Abs(quotient) < SmallestSafeQuotient)
        {
            return Number(ExactBinary32.Div(Bits(a), Bits(b)));
        }

        return Canonical((float)quotient);
    }

    public static float Sqrt(float x) => Number(ExactBinary32.Sqrt(Bits(x))); // too rare to need a fast path

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Fma(float a, float b, float c) => Canonical((float)OddSum((double)a * b, c));

    public static float FromInteger(long value) =>
        // Below 2^53 the binary64 is exact, so the narrowing is the only rounding ([P4]).
        value is > -(1L << 53) and < 1L << 53 ? (float)(double)value : Number(ExactBinary32.FromInteger(value));

    public static float Exp(float x) => FastExp.Exp(x);

    public static float Silu(float x) => Div(x, Add(1, Exp(Neg(x)))); // [F2]

    /// <summary>The order of [P2] and [P3]: −0 below +0, every NaN above everything.</summary>
    public static long OrderKey(float x)
    {
        var bits = Bits(x);
        if (ExactBinary32.IsNaN(bits))
        {
            return long.MaxValue;
        }

        var magnitude = (long)(bits & ~ExactBinary32.SignBit);
        return ExactBinary32.IsNegative(bits) ? -1 - magnitude : magnitude;
    }

    public static float Max(ReadOnlySpan<float> set) // [P2]
    {
        var greatest = float.NegativeInfinity;
        foreach (var x in set)
        {
            greatest = OrderKey(x) > OrderKey(greatest) ? x : greatest;
        }

        return Canonical(greatest);
    }

    public static int ArgMax(ReadOnlySpan<float> row) // [P3]
    {
        var best = 0;
        for (var i = 1; i < row.Length; i++)
        {
            best = OrderKey(row[i]) > OrderKey(row[best]) ? i : best;
        }

        return best;
    }

    /// <summary>p + c in binary64, rounded to odd: the neighbour with an odd last bit when the sum is not exact.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double OddSum(double p, double c)
    {
        var sum = p + c;
        var part = sum - p;
        var error = (p - (sum - part)) + (c - part);
        var bits = BitConverter.DoubleToInt64Bits(sum);
        // A NaN error (infinite or NaN sum) compares false twice and leaves the sum alone.
        if ((error > 0 || error < 0) && (bits & 1) == 0)
        {
            return BitConverter.Int64BitsToDouble(bits + (error > 0 == sum > 0 ? 1 : -1));
        }

        return sum;
    }
}
