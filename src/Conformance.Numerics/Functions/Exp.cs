namespace Conformance.Numerics.Functions;

//  exp, correctly rounded (SA-1 [F1]).
//  Input:   any binary32.
//  Output:  the binary32 nearest to the true value; subnormal results kept, overflow to +inf.
//  Method:  x = k·ln2 + r, |r| <= ln2/2; Taylor series of degree 22 in double-double (relative error below 2^-95), scaled
//           by 2^k and rounded once. The hardest binary32 argument comes within about 2^-59 of a midpoint, so 2^-95 decides.
//  Proof:   suites/Conformance.Numerics.Tests compares with exact big-integer evaluation; the exhaustive scan with the
//           independent fast forms (CPU, OpenCL) runs on request.

/// <summary>The correctly rounded binary32 exponential, written to be believed rather than to be fast.</summary>
public static class Exp
{
    /// <summary>Below this every result rounds to +0: 2^-150 = exp(-103.972…).</summary>
    private const float Underflow = -104f;

    /// <summary>Above this every result rounds to +∞: 2^128 = exp(88.722…).</summary>
    private const float Overflow = 89f;

    /// <summary>Terms of the series: (ln2/2)^23/23! is below 2^-105.</summary>
    private const int Degree = 22;

    /// <summary>ln 2 = the sum of three doubles, the first two short enough that their product with k is exact.</summary>
    private static readonly double Ln2High = BitConverter.Int64BitsToDouble(0x3FE62E42FEFA3800);
    private static readonly double Ln2Middle = BitConverter.Int64BitsToDouble(0x3D2EF35793C76000);
    private static readonly double Ln2Low = BitConverter.Int64BitsToDouble(0x3A8CC01F97B57A08);

    public static float Of(float x)
    {
        if (float.IsNaN(x))
        {
            return Primitives.NaN;
        }

        if (x >= Overflow)
        {
            return float.PositiveInfinity;
        }

        if (x <= Underflow)
        {
            return 0f;
        }

        var k = Math.Round(x / (Ln2High + Ln2Middle), MidpointRounding.ToEven);
        var r = DoubleDouble.TwoSum(x - (k * Ln2High), -k * Ln2Middle) + new DoubleDouble(-k * Ln2Low, 0);

        var sum = new DoubleDouble(1, 0);
        for (var n = Degree; n >= 1; n--)
        {
            sum = (sum * r / n) + new DoubleDouble(1, 0);
        }

        // Both parts keep all their bits: 2^-150 is far inside binary64.
        var scale = Math.ScaleB(1, (int)k);
        return new DoubleDouble(sum.High * scale, sum.Low * scale).ToBinary32();
    }
}
