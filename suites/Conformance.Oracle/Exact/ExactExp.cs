using System.Numerics;

namespace Conformance.Oracle.Exact;

//  exp, correctly rounded ([F1]), by fixed-point Taylor series and Ziv's test: if both ends of the error interval round to
//  the same number, so does the true value. e^x is irrational for rational x other than 0, so the test ends.
internal static class ExactExp
{
    // 192 bits represent every binary32 up to 2^8 exactly (2^-149 is the smallest).
    private const int FirstBits = 192;

    public static uint Exp(uint x)
    {
        if (ExactBinary32.IsNaN(x))
        {
            return ExactBinary32.CanonicalNaN;
        }

        if (ExactBinary32.IsZero(x))
        {
            return 0x3f800000;
        }

        var negative = ExactBinary32.IsNegative(x);
        var (magnitude, exponent) = ExactBinary32.Decompose(x);
        if (ExactBinary32.IsInfinite(x) || magnitude << Math.Max(exponent + 149, 0) >= (BigInteger)128 << 149)
        {
            return negative ? 0 : ExactBinary32.Infinity; // beyond e^±128, far outside the range
        }

        for (var bits = FirstBits; ; bits *= 2)
        {
            var fixedPoint = FixedPoint.Of(bits);
            var argument = fixedPoint.From(magnitude, exponent);
            var (mantissa, power) = fixedPoint.Exp(negative ? -argument : argument);
            var error = BigInteger.One << FixedPoint.ExpErrorBits;
            var low = Rounding.Round(BinaryFormat.Binary32, false, mantissa - error, power - bits);
            var high = Rounding.Round(BinaryFormat.Binary32, false, mantissa + error, power - bits);
            if (low == high)
            {
                return low;
            }
        }
    }
}
