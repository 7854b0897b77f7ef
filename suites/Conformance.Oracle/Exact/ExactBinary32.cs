using System.Numerics;

namespace Conformance.Oracle.Exact;

//  The primitives of SA-1 section 2 on raw binary32 bits, by integer arithmetic alone ([P1]).
//  A finite number is significand * 2^exponent exactly; each operation computes the exact result, or a quotient or root
//  with a sticky rest, and rounds it once. Slow: this is what the fast paths are judged by, and their fallback.
internal static class ExactBinary32
{
    public const uint CanonicalNaN = 0x7fc00000;
    public const uint Infinity = 0x7f800000;
    public const uint SignBit = 0x80000000;

    // Enough extra bits for a quotient (24-bit divisor) or root to reach past a 24-bit result and its guard bit.
    private const int ExtraBits = 64;

    public static bool IsNaN(uint x) => (x & ~SignBit) > Infinity;

    public static bool IsInfinite(uint x) => (x & ~SignBit) == Infinity;

    public static bool IsZero(uint x) => (x & ~SignBit) == 0;

    public static bool IsNegative(uint x) => (x & SignBit) != 0;

    public static uint Negate(uint x) => x ^ SignBit;

    public static (BigInteger Magnitude, int Exponent) Decompose(uint x)
    {
        var field = (int)((x >> 23) & 0xff);
        var fraction = x & 0x7fffff;
        return field == 0 ? (fraction, -149) : (fraction | 0x800000, field - 150);
    }

    public static uint FromInteger(BigInteger value) =>
        Rounding.Round(BinaryFormat.Binary32, value.Sign < 0, BigInteger.Abs(value), 0); // [P4]

    // 1·b is exact, so a + b is the fused a·1 + b; the signs of zeros agree as well.
    public static uint Add(uint a, uint b) => Fma(a, 0x3f800000, b);

    public static uint Sub(uint a, uint b) => IsNaN(b) ? CanonicalNaN : Add(a, Negate(b));

    public static uint Mul(uint a, uint b)
    {
        var negative = IsNegative(a) != IsNegative(b);
        if (IsNaN(a) || IsNaN(b) || (IsInfinite(a) && IsZero(b)) || (IsZero(a) && IsInfinite(b)))
        {
            return CanonicalNaN;
        }

        if (IsInfinite(a) || IsInfinite(b))
        {
            return Signed(negative, Infinity);
        }

        var (ma, ea) = Decompose(a);
        var (mb, eb) = Decompose(b);
        return Rounding.Round(BinaryFormat.Binary32, negative, ma * mb, ea + eb);
    }

    public static uint Fma(uint a, uint b, uint c)
    {
        var product = Mul(a, b);
        if (IsNaN(product) || IsNaN(c))
        {
            return CanonicalNaN;
        }

        if (IsInfinite(a) || IsInfinite(b))
        {
            return IsInfinite(c) && c != product ? CanonicalNaN : product;
        }

        if (IsInfinite(c))
        {
            return c;
        }

        var (ma, ea) = Decompose(a);
        var (mb, eb) = Decompose(b);
        var (mc, ec) = Decompose(c);
        var negative = IsNegative(a) != IsNegative(b);
        var exponent = Math.Min(ea + eb, ec);
        var left = (ma * mb) << (ea + eb - exponent);
        var right = mc << (ec - exponent);
        var sum = (negative ? -left : left) + (IsNegative(c) ? -right : right);
        if (sum.IsZero)
        {
            // A sum of zeros of one sign keeps it; every other exact zero is +0 in round to nearest.
            return left.IsZero && right.IsZero && negative && IsNegative(c) ? SignBit : 0;
        }

        return Rounding.Round(BinaryFormat.Binary32, sum.Sign < 0, BigInteger.Abs(sum), exponent);
    }

    public static uint Div(uint a, uint b)
    {
        var negative = IsNegative(a) != IsNegative(b);
        if (IsNaN(a) || IsNaN(b) || (IsInfinite(a) && IsInfinite(b)) || (IsZero(a) && IsZero(b)))
        {
            return CanonicalNaN;
        }

        if (IsInfinite(a) || IsZero(b))
        {
            return Signed(negative, Infinity);
        }

        if (IsInfinite(b) || IsZero(a))
        {
            return Signed(negative, 0);
        }

        var (ma, ea) = Decompose(a);
        var (mb, eb) = Decompose(b);
        var quotient = BigInteger.DivRem(ma << ExtraBits, mb, out var rest);
        return Rounding.Round(BinaryFormat.Binary32, negative, quotient, ea - eb - ExtraBits, !rest.IsZero);
    }

    public static uint Sqrt(uint x)
    {
        if (IsZero(x) || x == Infinity)
        {
            return x;
        }

        if (IsNaN(x) || IsNegative(x))
        {
            return CanonicalNaN;
        }

        var (magnitude, exponent) = Decompose(x);
        var extra = ExtraBits + (exponent & 1); // makes the exponent even
        var scaled = magnitude << extra;
        var root = SquareRoot(scaled);
        return Rounding.Round(BinaryFormat.Binary32, false, root, (exponent - extra) / 2, root * root != scaled);
    }

    // Newton from above, on integers: it falls until it reaches the floor of the root.
    private static BigInteger SquareRoot(BigInteger value)
    {
        var root = BigInteger.One << (int)((value.GetBitLength() + 1) / 2);
        while (true)
        {
            var next = (root + (value / root)) >> 1;
            if (next >= root)
            {
                return root;
            }

            root = next;
        }
    }

    private static uint Signed(bool negative, uint magnitude) => negative ? magnitude | SignBit : magnitude;
}
