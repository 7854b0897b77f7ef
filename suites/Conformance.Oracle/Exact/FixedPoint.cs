using System.Collections.Concurrent;
using System.Numerics;

namespace Conformance.Oracle.Exact;

//  Real functions in fixed point: a number is an integer times 2^-Bits.
//  Every truncation costs less than one unit. Bounds used by the callers, in units of 2^-Bits, are far above the sums of
//  those truncations (at most 2·Bits terms of two truncations each):
//    Ln2 and Pi      < 2^13       Ln   < 2^22 (the exponent, at most 150, times Ln2)
//    Exp mantissa    < 2^24       CosSin < 2^16 · (1 + quarter turns taken off)
internal sealed class FixedPoint
{
    public const int ExpErrorBits = 24;
    public const int TurnErrorBits = 16;

    private static readonly ConcurrentDictionary<int, FixedPoint> Known = new();

    private FixedPoint(int bits)
    {
        Bits = bits;
        One = BigInteger.One << bits;
        Ln2 = 2 * Odd(One / 3, 9, alternate: false); // ln 2 = 2 artanh(1/3)
        Pi = (16 * Odd(One / 5, 25, alternate: true)) - (4 * Odd(One / 239, 239 * 239, alternate: true)); // Machin
    }

    public int Bits { get; }

    public BigInteger One { get; }

    public BigInteger Ln2 { get; }

    public BigInteger Pi { get; }

    public static FixedPoint Of(int bits) => Known.GetOrAdd(bits, static b => new FixedPoint(b));

    /// <summary>magnitude · 2^exponent; exact when no bit lies below 2^-Bits.</summary>
    public BigInteger From(BigInteger magnitude, int exponent) =>
        Bits + exponent >= 0 ? magnitude << (Bits + exponent) : magnitude >> -(Bits + exponent);

    /// <summary>e^x = mantissa · 2^power · 2^-Bits, mantissa from 1 to 2 in fixed point.</summary>
    public (BigInteger Mantissa, int Power) Exp(BigInteger x)
    {
        var power = Floor(x, Ln2);
        var rest = x - (power * Ln2);
        var term = One;
        var sum = One;
        for (var n = 1; !term.IsZero; n++)
        {
            term = Multiply(term, rest) / n;
            sum += term;
        }

        return (sum, (int)power);
    }

    /// <summary>The natural logarithm of magnitude · 2^exponent, magnitude &gt; 0.</summary>
    public BigInteger Ln(BigInteger magnitude, int exponent)
    {
        var length = (int)magnitude.GetBitLength() - 1;
        var m = magnitude << (Bits - length); // from 1 to 2, exact
        var z = ((m - One) << Bits) / (m + One);
        var square = Multiply(z, z);
        var sum = BigInteger.Zero;
        var n = 1;
        for (var power = z; !power.IsZero; power = Multiply(power, square), n += 2)
        {
            sum += power / n;
        }

        return (2 * sum) + ((exponent + length) * Ln2);
    }

    /// <summary>Takes off the nearest multiple of a quarter turn: angle = turns · π/2 + rest.</summary>
    public (BigInteger Turns, BigInteger Remainder) Reduce(BigInteger angle)
    {
        var turns = Floor((4 * angle) + Pi, 2 * Pi);
        return (turns, angle - ((turns * Pi) >> 1));
    }

    public (BigInteger Cos, BigInteger Sin) CosSin(BigInteger angle)
    {
        var (turns, rest) = Reduce(angle);
        BigInteger cos = 0, sin = 0;
        var term = One;
        for (var n = 1; !term.IsZero && term != BigInteger.MinusOne; n++)
        {
            // term = rest^(n-1)/(n-1)!, signs + + - - for cos, sin, cos, sin.
            var signed = ((n - 1) & 2) == 0 ? term : -term;
            if ((n & 1) == 1)
            {
                cos += signed;
            }
            else
            {
                sin += signed;
            }

            term = Multiply(term, rest) / n;
        }

        return (int)(turns & 3) switch
        {
            0 => (cos, sin),
            1 => (-sin, cos),
            2 => (-cos, -sin),
            _ => (sin, -cos),
        };
    }

    private static BigInteger Floor(BigInteger a, BigInteger b)
    {
        var quotient = BigInteger.DivRem(a, b, out var rest);
        return rest.Sign < 0 ? quotient - 1 : quotient;
    }

    private BigInteger Multiply(BigInteger a, BigInteger b) => (a * b) >> Bits;

    // z + z^3/3 + z^5/5 + ... for z = 1/q, given 1/q and q^2; with alternating signs it is the arc tangent.
    private static BigInteger Odd(BigInteger z, int square, bool alternate)
    {
        var sum = BigInteger.Zero;
        var n = 1;
        for (var power = z; !power.IsZero; power /= square, n += 2)
        {
            sum += alternate && (n & 2) != 0 ? -(power / n) : power / n;
        }

        return sum;
    }
}
