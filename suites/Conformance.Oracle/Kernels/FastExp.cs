using Conformance.Oracle.Exact;

namespace Conformance.Oracle.Kernels;

//  exp in binary64 with Ziv's test, else ExactExp ([F1]).
//  x = k·ln2 + r, |r| < 0.36. ln2 is split so that k·High is exact (High has 40 bits, k has 8), and x - k·High is exact as
//  well (a multiple of 2^-40 below 1 when k is not 0). What is left: one rounding of k·Low and one of the difference,
//  a series cut below 2^-60, coefficients off by at most 15 · 2^-53 of themselves, and Horner steps that cost at most a few
//  2^-53 each: together far below the 2^-46 allowed.
internal static class FastExp
{
    private const double Slack = 1.0 / (1L << 46);
    private const int Terms = 15;
    private const int HighBits = 40;
    private const int ConstantBits = 192;

    private static readonly double High;
    private static readonly double Low;
    private static readonly double InverseLn2;
    private static readonly double[] InverseFactorials;

#pragma warning disable CA1810 // High and Low come from one number
    static FastExp()
    {
        var ln2 = FixedPoint.Of(ConstantBits).Ln2;
        var high = ln2 >> (ConstantBits - HighBits);
        High = Math.ScaleB((double)high, -HighBits);
        Low = Math.ScaleB((double)(ln2 - (high << (ConstantBits - HighBits))), -ConstantBits);
        InverseLn2 = 1 / (High + Low);
        InverseFactorials = new double[Terms + 1];
        InverseFactorials[0] = 1;
        for (var n = 1; n <= Terms; n++)
        {
            InverseFactorials[n] = InverseFactorials[n - 1] / n;
        }
    }
#pragma warning restore CA1810

    public static float Exp(float x)
    {
        if (!(x > -104 && x < 89) || x == 0)
        {
            return Strict.Number(ExactExp.Exp(Strict.Bits(x)));
        }

        var k = Math.Round(x * InverseLn2);
        var r = (x - (k * High)) - (k * Low);
        var sum = 0.0;
        for (var n = Terms; n >= 0; n--)
        {
            sum = InverseFactorials[n] + (r * sum);
        }

        var value = sum * PowerOfTwo((int)k); // exact: binary64 has room for every result
        var low = (float)(value * (1 - Slack));
        var high = (float)(value * (1 + Slack));
        return low == high ? low : Strict.Number(ExactExp.Exp(Strict.Bits(x)));
    }

    private static double PowerOfTwo(int k) => BitConverter.Int64BitsToDouble((k + 1023L) << 52);
}
