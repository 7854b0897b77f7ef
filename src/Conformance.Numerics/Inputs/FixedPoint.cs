using System.Numerics;

namespace Conformance.Numerics.Inputs;

/// <summary>
/// Real numbers as integers times 2^-<see cref="FractionBits"/>. Every operation is off by less than one unit, so after the few
/// thousand operations behind a table entry more than 200 bits are right: far past what one rounding to binary32 needs.
/// </summary>
internal static class FixedPoint
{
    public const int FractionBits = 256;

    public static readonly BigInteger One = BigInteger.One << FractionBits;

    public static BigInteger Multiply(BigInteger a, BigInteger b) => (a * b) >> FractionBits;

    public static BigInteger Divide(BigInteger a, BigInteger b) => (a << FractionBits) / b;

    /// <summary>The exact value of a finite binary32 that is a multiple of 2^-256.</summary>
    public static BigInteger From(float value)
    {
        var bits = BitConverter.SingleToInt32Bits(value);
        var exponent = (bits >> 23) & 0xff;
        var significand = exponent == 0 ? bits & 0x7fffff : (bits & 0x7fffff) | 0x800000;
        var shift = Math.Max(exponent, 1) - 150 + FractionBits;
        var magnitude = (BigInteger)significand << shift;
        return bits < 0 ? -magnitude : magnitude;
    }

    /// <summary>ln x for x > 0, by ln x = 2·artanh((x-1)/(x+1)) after scaling x into [3/4, 3/2).</summary>
    public static BigInteger Log(BigInteger x)
    {
        var k = 0;
        while (x >= One * 3 / 2)
        {
            x >>= 1;
            k++;
        }

        while (x < One * 3 / 4)
        {
            x <<= 1;
            k--;
        }

        return (2 * ArTanh(Divide(x - One, x + One))) + (k * 2 * ArTanh(One / 3));
    }

    /// <summary>exp x for |x| below 64: halved until small, Taylor, squared back.</summary>
    public static BigInteger Exp(BigInteger x)
    {
        const int Halvings = 12;
        x >>= Halvings;
        var term = One;
        var sum = One;
        for (var n = 1; !term.IsZero && n < 200; n++)
        {
            term = Multiply(term, x) / n;
            sum += term;
        }

        for (var i = 0; i < Halvings; i++)
        {
            sum = Multiply(sum, sum);
        }

        return sum;
    }

    /// <summary>cos and sin of an angle of at most a few radians, by their Taylor series.</summary>
    public static (BigInteger Cos, BigInteger Sin) CosSin(BigInteger angle)
    {
        var (cos, sin) = (One, BigInteger.Zero);
        var term = One;
        for (var n = 1; !term.IsZero; n++)
        {
            term = Multiply(term, angle) / n;
            switch (n % 4)
            {
                case 0: cos += term; break;
                case 1: sin += term; break;
                case 2: cos -= term; break;
                default: sin -= term; break;
            }

            // A shift of a negative number rounds down and would stay at -1 for ever.
            if (BigInteger.Abs(term) <= 1)
            {
                break;
            }
        }

        return (cos, sin);
    }

    /// <summary>The nearest binary32, ties to even, of a value that is 0 or not tinier than the smallest normal number.</summary>
    public static float ToBinary32(BigInteger value)
    {
        if (value.IsZero)
        {
            return 0f;
        }

        var magnitude = BigInteger.Abs(value);
        var drop = (int)magnitude.GetBitLength() - 24;
        var significand = drop <= 0 ? magnitude << -drop : magnitude >> drop;
        if (drop > 0)
        {
            var rest = magnitude - (significand << drop);
            var half = BigInteger.One << (drop - 1);
            if (rest > half || (rest == half && !significand.IsEven))
            {
                significand += 1;
            }
        }

        // 24 or 25 bits and a power of two: both steps are exact.
        var result = MathF.ScaleB((float)significand, drop - FractionBits);
        return value.Sign < 0 ? -result : result;
    }

    private static BigInteger ArTanh(BigInteger x)
    {
        var square = Multiply(x, x);
        var power = x;
        var sum = BigInteger.Zero;
        for (var n = 1; BigInteger.Abs(power) > 1; n += 2)
        {
            sum += power / n;
            power = Multiply(power, square);
        }

        return sum;
    }
}
