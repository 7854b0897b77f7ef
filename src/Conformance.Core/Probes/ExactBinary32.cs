using System.Numerics;

namespace Conformance.Probes;

/// <summary>
/// Binary32 arithmetic on finite numbers in unbounded integers, rounded once, ties to even: the probe's judge. It shares
/// no instruction with the device and does not depend on the host's fma.
/// </summary>
public static class ExactBinary32
{
    /// <summary>a·b + c rounded once. An exact zero is +0 unless both terms are -0.</summary>
    public static uint Fma(uint a, uint b, uint c)
    {
        var (product, exponent) = Value(a);
        var (mb, eb) = Value(b);
        product *= mb;
        exponent += eb;
        var (addend, ec) = Value(c);
        var lowest = Math.Min(exponent, ec);
        var sum = (product << (exponent - lowest)) + (addend << (ec - lowest));
        if (sum.IsZero)
        {
            var negative = product.IsZero && addend.IsZero && ((a ^ b) & c) >> 31 != 0;
            return negative ? 0x80000000 : 0;
        }

        return Round(sum, lowest, false);
    }

    public static uint Add(uint a, uint b) => Fma(a, 0x3f800000, b);

    public static uint Multiply(uint a, uint b)
    {
        var (ma, ea) = Value(a);
        var (mb, eb) = Value(b);
        return ((a ^ b) & 0x80000000) | (Round(BigInteger.Abs(ma * mb), ea + eb, false) & 0x7fffffff);
    }

    /// <summary>a / b for b other than 0.</summary>
    public static uint Divide(uint a, uint b)
    {
        const int guard = 64;
        var (ma, ea) = Value(a);
        var (mb, eb) = Value(b);
        var quotient = BigInteger.DivRem(BigInteger.Abs(ma) << guard, BigInteger.Abs(mb), out var rest);
        return ((a ^ b) & 0x80000000) | Round(quotient, ea - eb - guard, !rest.IsZero);
    }

    /// <summary>The square root of a number that is not negative.</summary>
    public static uint Sqrt(uint a)
    {
        var (m, e) = Value(a);
        if (m.IsZero)
        {
            return a;
        }

        var shift = 64 + (e & 1);
        var scaled = m << shift;
        var root = (BigInteger)Math.Sqrt((double)scaled);
        for (var next = (root + (scaled / root)) >> 1; BigInteger.Abs(next - root) > 1; next = (root + (scaled / root)) >> 1)
        {
            root = next;
        }

        while (root * root > scaled)
        {
            root--;
        }

        while ((root + 1) * (root + 1) <= scaled)
        {
            root++;
        }

        return Round(root, (e - shift) / 2, root * root != scaled);
    }

    public static uint FromInteger(int value) => value == 0 ? 0 : Round(value, 0, false);

    /// <summary>m·2^e (a little more in magnitude where sticky) to the nearest binary32; the sign is m's.</summary>
    public static uint Round(BigInteger m, int e, bool sticky)
    {
        var sign = m.Sign < 0 ? 0x80000000u : 0;
        m = BigInteger.Abs(m);
        if (m.IsZero)
        {
            return sign;
        }

        var bits = (int)m.GetBitLength();
        var drop = Math.Max(bits - 24, -149 - e);
        if (drop <= 0)
        {
            m <<= -drop;
        }
        else
        {
            var rest = m & ((BigInteger.One << drop) - 1);
            var half = BigInteger.One << (drop - 1);
            m >>= drop;
            if (rest > half || (rest == half && (sticky || !m.IsEven)))
            {
                m++;
            }
        }

        // A carry to 2^24 only happens from all ones; then one more bit is free to drop.
        e += drop;
        if (m == 1 << 24)
        {
            m >>= 1;
            e++;
        }

        if (e > 104)
        {
            return sign | 0x7f800000;
        }

        var significand = (uint)m;
        return significand < 1u << 23 ? sign | significand : sign | ((uint)(e + 150) << 23) | (significand & 0x007fffff);
    }

    private static (BigInteger Significand, int Exponent) Value(uint bits)
    {
        var exponent = (int)(bits >> 23) & 255;
        var fraction = (int)(bits & 0x007fffff);
        var significand = exponent == 0 ? fraction : fraction | 0x00800000;
        return (bits >> 31 != 0 ? -significand : significand, Math.Max(exponent, 1) - 150);
    }
}
