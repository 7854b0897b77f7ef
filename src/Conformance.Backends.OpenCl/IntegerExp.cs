namespace Conformance.Backends.OpenCl;

/// <summary>
/// SA-1 [F1] in 64-bit integers: the mirror of Kernels/sa1_exp.cl, line by line, so that the kernel's algorithm can be
/// compared with exact arithmetic over all 2^32 arguments at the speed of managed code. It is not a reference: change
/// the kernel and this together.
/// </summary>
public static partial class IntegerExp
{
    /// <summary>Upper bound of what all cuts together lose, in units of 2^-63 of a significand in [1, 2).</summary>
    public const int ErrorUnits = 3;

    /// <param name="x">Any binary32 bit pattern.</param>
    /// <returns>The bits of the binary32 nearest to e^x; NaN gives the canonical NaN.</returns>
    public static uint Bits(uint x) => Bits(x, out _);

    /// <param name="x">Any binary32 bit pattern.</param>
    /// <param name="margin">
    /// How far the computed significand lies below or above the nearest rounding boundary, in units of 2^-63 of a
    /// significand in [1, 2); <see cref="long.MaxValue"/> where nothing was rounded. The rounding is right whenever this is
    /// below -<see cref="ErrorUnits"/> or not negative, because every cut goes down.
    /// </param>
    public static uint Bits(uint x, out long margin)
    {
        margin = long.MaxValue;
        var magnitude = x & 0x7fffffff;
        if (magnitude > 0x7f800000)
        {
            return 0x7fc00000;
        }

        if (magnitude >= 0x43000000)
        {
            return x >> 31 != 0 ? 0 : 0x7f800000u;
        }

        if (magnitude < 0x32800000)
        {
            return 0x3f800000;
        }

        unchecked
        {
            var m = (ulong)((magnitude & 0x007fffff) | 0x00800000) << 40;
            var high = Math.BigMul(m, Log2EHigh, out var low);
            var carry = Math.BigMul(m, Log2ELow, out _);
            low += carry;
            high += low < carry ? 1UL : 0UL;
            var shift = (int)(134 - (magnitude >> 23));
            low = (low >> shift) | (high << (64 - shift));
            high >>= shift;
            if (x >> 31 != 0)
            {
                low = ~low + 1;
                high = ~high + (low == 0 ? 1UL : 0UL);
            }

            var n = (int)((long)high >> 55);
            var f = (high << 9) | (low >> 55);
            var v = f << 6;
            var series = Series;
            var p = series[7];
            for (var k = 6; k >= 0; k--)
            {
                p = series[k] + Math.BigMul(p, v, out _);
            }

            p = Math.BigMul(p, v, out _);
            var t = Table[(int)(f >> 58)];
            var s = t + (Math.BigMul(t, p, out _) >> 6);
            return Round(n, s, out margin);
        }
    }

    private static uint Round(int n, ulong s, out long margin)
    {
        margin = long.MaxValue;
        if (n > 127)
        {
            return 0x7f800000;
        }

        if (n < -150)
        {
            return 0;
        }

        var drop = n < -126 ? -86 - n : 40;
        var half = 1UL << (drop - 1);
        var rest = drop == 64 ? s : s & ((1UL << drop) - 1);
        unchecked
        {
            margin = (long)(rest - half);
            var rounded = (uint)(((s >> (drop - 1)) + 1) >> 1);
            return n < -126 ? rounded : ((uint)(n + 126) << 23) + rounded;
        }
    }
}
