using System.Numerics;
using Conformance.Probes;

namespace Conformance.Backends.OpenCl;

/// <summary>
/// e^x of binary32 arguments by other means than the code under test: a table of exact exponentials times a short series in
/// binary64 whose error is bounded far below what is assumed here, and unbounded integers wherever that bound does not decide
/// the rounding.
/// </summary>
internal sealed class ExactExp
{
    /// <summary>Arguments are cut at multiples of 2^-4.</summary>
    private const int StepsPerUnit = 16;
    private const int Lowest = -105;
    private const int Highest = 90;

    /// <summary>
    /// Relative bound of the quick value: table 2^-53, nine products and sums of at most 2^-53 each on terms that shrink,
    /// truncation 2^-60, final product 2^-53: together below 2^-49. Assumed is four times that.
    /// </summary>
    private const double QuickBound = 1.0 / (1L << 47);

    /// <summary>Fraction bits of the slow value.</summary>
    private const int SlowBits = 256;

    private static readonly BigInteger One = BigInteger.One << SlowBits;
    private static readonly BigInteger Ln2 = ComputeLn2();

    private readonly double[] _table = new double[((Highest - Lowest) * StepsPerUnit) + 1];

    public ExactExp()
    {
        for (var i = 0; i < _table.Length; i++)
        {
            var (m, e) = Slow(i + (Lowest * StepsPerUnit), -4);
            _table[i] = ToDouble(m, e);
        }
    }

    /// <summary>How many arguments needed unbounded integers.</summary>
    public long Undecided { get; private set; }

    /// <summary>The binary32 nearest to e^x.</summary>
    public uint Bits(uint x)
    {
        if ((x & 0x7fffffff) > 0x7f800000)
        {
            return 0x7fc00000;
        }

        var value = (double)BitConverter.UInt32BitsToSingle(x);

        // 2^128 = e^88.72…, 2^-150 = e^-103.97…, and 1 is nearest while |x| < 2^-25.
        if (value >= 89)
        {
            return 0x7f800000;
        }

        if (value <= -104)
        {
            return 0;
        }

        if (Math.Abs(value) < 1.0 / (1 << 26))
        {
            return 0x3f800000;
        }

        var quick = Quick(value);
        var low = Round(quick * (1 - QuickBound));
        var high = Round(quick * (1 + QuickBound));
        if (low == high)
        {
            return low;
        }

        Undecided++;
        return SlowBitsOf(x);
    }

    /// <summary>The same by unbounded integers alone.</summary>
    public static uint SlowBitsOf(uint x)
    {
        var exponent = (int)((x >> 23) & 255);
        var m = (BigInteger)((x & 0x007fffff) | (exponent == 0 ? 0u : 0x00800000));
        var (significand, e) = Slow(x >> 31 != 0 ? -m : m, Math.Max(exponent, 1) - 150);

        // 256 bits hold every rounding boundary with room: no binary32 e^x lies within 2^-80 of one.
        return ExactBinary32.Round(significand, e, true);
    }

    /// <summary>floor(ln(2) * 2^256), by 2 atanh(1/3).</summary>
    internal static BigInteger ComputeLn2()
    {
        const int guard = 64;
        var sum = BigInteger.Zero;
        var term = (BigInteger.One << (SlowBits + guard)) / 3;
        for (var k = 1; !term.IsZero; k += 2)
        {
            sum += term / k;
            term /= 9;
        }

        return (2 * sum) >> guard;
    }

    /// <summary>e^(m·2^e) as a significand with 256 fraction bits in [1, 2) and an exponent; error below 2^-230.</summary>
    internal static (BigInteger Significand, int Exponent) Slow(BigInteger m, int e)
    {
        var x = e >= 0 ? m << (SlowBits + e) : (m << SlowBits) >> -e;
        var n = (int)BigInteger.Divide(x, Ln2);
        var rest = x - (n * Ln2);
        if (rest.Sign < 0)
        {
            n--;
            rest += Ln2;
        }

        var sum = One;
        var term = One;
        for (var k = 1; !term.IsZero; k++)
        {
            term = ((term * rest) >> SlowBits) / k;
            sum += term;
        }

        return (sum, n - SlowBits);
    }

    private double Quick(double x)
    {
        var step = (int)Math.Round(x * StepsPerUnit, MidpointRounding.ToEven);
        var rest = x - ((double)step / StepsPerUnit);

        // |rest| <= 2^-5; the tenth term is below 2^-66.
        var p = 1.0 / 362880;
        p = (p * rest) + (1.0 / 40320);
        p = (p * rest) + (1.0 / 5040);
        p = (p * rest) + (1.0 / 720);
        p = (p * rest) + (1.0 / 120);
        p = (p * rest) + (1.0 / 24);
        p = (p * rest) + (1.0 / 6);
        p = (p * rest) + 0.5;
        p = (p * rest) + 1;
        p = (p * rest) + 1;
        return _table[step - (Lowest * StepsPerUnit)] * p;
    }

    private static uint Round(double value) => BitConverter.SingleToUInt32Bits((float)value);

    private static double ToDouble(BigInteger significand, int exponent)
    {
        // 53 bits, ties cannot happen; all exponents here are far inside binary64.
        var drop = (int)significand.GetBitLength() - 54;
        return Math.ScaleB((double)(long)(((significand >> drop) + 1) >> 1), exponent + drop + 1);
    }
}
