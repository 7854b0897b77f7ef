namespace Conformance.Numerics.Functions;

/// <summary>
/// An unevaluated sum of two doubles with about 104 bits. Only what the correctly rounded functions need; error-free
/// transformations after Dekker and Knuth.
/// </summary>
internal readonly struct DoubleDouble(double high, double low)
{
    public double High { get; } = high;

    public double Low { get; } = low;

    public static DoubleDouble TwoSum(double a, double b)
    {
        var s = a + b;
        var t = s - a;
        return new DoubleDouble(s, (a - (s - t)) + (b - t));
    }

    public static DoubleDouble TwoProduct(double a, double b)
    {
        var p = a * b;
        return new DoubleDouble(p, Math.FusedMultiplyAdd(a, b, -p));
    }

    public static DoubleDouble operator +(DoubleDouble a, DoubleDouble b)
    {
        var s = TwoSum(a.High, b.High);
        var t = TwoSum(a.Low, b.Low);
        var u = TwoSum(s.High, s.Low + t.High);
        return TwoSum(u.High, u.Low + t.Low);
    }

    public static DoubleDouble operator *(DoubleDouble a, DoubleDouble b)
    {
        var p = TwoProduct(a.High, b.High);
        return TwoSum(p.High, p.Low + ((a.High * b.Low) + (a.Low * b.High)));
    }

    public static DoubleDouble operator /(DoubleDouble a, double b)
    {
        var q = a.High / b;
        var p = TwoProduct(q, b);
        return TwoSum(q, ((a.High - p.High) - p.Low + a.Low) / b);
    }

    /// <summary>
    /// The binary32 nearest to the sum: the low part is folded into the last bit of the high part (rounding to odd), after
    /// which the one conversion to binary32 cannot round twice.
    /// </summary>
    public float ToBinary32()
    {
        var bits = BitConverter.DoubleToInt64Bits(High);
        if (Low != 0 && (bits & 1) == 0)
        {
            // The exact value lies strictly between High and a neighbour; the odd one of the two stands for it.
            bits += (Low > 0) == (High > 0) ? 1 : -1;
        }

        return (float)BitConverter.Int64BitsToDouble(bits);
    }
}
