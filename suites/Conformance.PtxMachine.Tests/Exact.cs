using System.Numerics;

namespace Conformance.Ptx;

/// <summary>binary32 from exact rationals: the definition of one rounding, and slow. NaN is the device's.</summary>
internal static class Exact
{
    public const uint NaN = 0x7fffffff;
    private const uint Infinity = 0x7f800000;

    public static bool IsNaN(ulong x) => (x & 0x7fffffff) > Infinity;

    public static bool IsInfinite(ulong x) => (x & 0x7fffffff) == Infinity;

    public static bool IsZero(ulong x) => (x & 0x7fffffff) == 0;

    public static uint Sign(ulong x) => (uint)x & 0x80000000;

    /// <summary>The finite number as significand * 2^-149.</summary>
    public static BigInteger Scaled(ulong x)
    {
        var exponent = (int)(x >> 23) & 255;
        var m = (BigInteger)(x & 0x7fffff) + (exponent > 0 ? 0x800000 : 0);
        m <<= Math.Max(0, exponent - 1);
        return Sign(x) != 0 ? -m : m;
    }

    /// <summary>The nearest binary32 of n/d * 2^-149, ties to even; a zero has the sign given.</summary>
    public static uint Nearest(BigInteger n, BigInteger d, uint signOfZero)
    {
        var sign = n.Sign < 0 ? 0x80000000 : n.IsZero ? signOfZero : 0;
        n = BigInteger.Abs(n);
        var shift = (int)Math.Max(0, n.GetBitLength() - d.GetBitLength() - 25);
        while (n / (d << shift) >= 1 << 24)
        {
            shift++;
        }

        var unit = d << shift;
        var quotient = BigInteger.DivRem(n, unit, out var rest);
        var twice = (rest * 2).CompareTo(unit);
        quotient += twice > 0 || (twice == 0 && !quotient.IsEven) ? 1 : 0;
        if (quotient == 1 << 24)
        {
            (quotient, shift) = (1 << 23, shift + 1);
        }

        if (quotient < 1 << 23)
        {
            return sign | (uint)quotient;
        }

        return shift + 1 >= 255 ? sign | Infinity : sign | ((uint)(shift + 1) << 23) | ((uint)quotient & 0x7fffff);
    }

    public static uint Fma(ulong a, ulong b, ulong c)
    {
        if (IsNaN(a) || IsNaN(b) || IsNaN(c) || (IsInfinite(a) && IsZero(b)) || (IsZero(a) && IsInfinite(b)))
        {
            return NaN;
        }

        var sign = Sign(a) ^ Sign(b);
        if (IsInfinite(a) || IsInfinite(b))
        {
            return IsInfinite(c) && Sign(c) != sign ? NaN : sign | Infinity;
        }

        if (IsInfinite(c))
        {
            return (uint)c;
        }

        var product = Scaled(a) * Scaled(b);
        var zero = product.IsZero && IsZero(c) && Sign(c) == sign ? sign : 0;

        // A product that is not zero and underflows to nothing has no sum, so its sign counts: that is a rounding of n != 0.
        return Nearest(product + (Scaled(c) << 149), BigInteger.One << 149, zero);
    }

    public static uint Add(ulong a, ulong b) => Fma(a, 0x3f800000, b);

    /// <summary>The zero added has the product's sign, so that it changes nothing.</summary>
    public static uint Multiply(ulong a, ulong b) => Fma(a, b, Sign(a) ^ Sign(b));

    public static uint Divide(ulong a, ulong b)
    {
        var sign = Sign(a) ^ Sign(b);
        if (IsNaN(a) || IsNaN(b) || (IsInfinite(a) && IsInfinite(b)) || (IsZero(a) && IsZero(b)))
        {
            return NaN;
        }

        if (IsInfinite(a) || IsZero(b))
        {
            return sign | Infinity;
        }

        return IsInfinite(b) ? sign : sign | (Nearest(BigInteger.Abs(Scaled(a)) << 149, BigInteger.Abs(Scaled(b)), 0) & 0x7fffffff);
    }

    public static uint SquareRoot(ulong a)
    {
        if (IsNaN(a) || (Sign(a) != 0 && !IsZero(a)))
        {
            return NaN;
        }

        if (IsZero(a) || IsInfinite(a))
        {
            return (uint)a;
        }

        // sqrt(s * 2^-149) * 2^149 with 64 more bits; a root of a binary32 is no tie, so a sticky bit stands for the rest.
        var square = Scaled(a) << (149 + 128);
        BigInteger low = 0, high = BigInteger.One << 280;
        while (high - low > 1)
        {
            var middle = (low + high) >> 1;
            (low, high) = middle * middle <= square ? (middle, high) : (low, middle);
        }

        var sticky = low * low == square ? 0 : 1;
        return Nearest((low << 1) + sticky, BigInteger.One << 65, 0);
    }
}
