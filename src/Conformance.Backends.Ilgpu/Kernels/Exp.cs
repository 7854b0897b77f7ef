using ILGPU;

namespace Conformance.Backends.Ilgpu.Kernels;

//  exp, correctly rounded, in 64-bit integers (SA-1 [F1]).
//  Input:   any binary32.
//  Tables:  8 coefficients of 2^v - 1, then 2^(j/64) for j = 0..63 (OpenCl/IntegerExp.Tables.cs).
//  Proof:   the algorithm is that of OpenCl/IntegerExp.cs, compared there with exact arithmetic over all arguments; a test
//           holds this one against it.

/// <summary>exp by integers, since no library's exp is the same on two accelerators.</summary>
internal static class Exp
{
    public const int Coefficients = 8;

    private const ulong Log2EHigh = 0xb8aa3b295c17f0bb;
    private const ulong Log2ELow = 0xbe87fed0691d3e88;

    public static float Of(float x, ArrayView<ulong> tables) => Exact.FromBits(Bits(Exact.Bits(x), tables));

    private static uint Bits(uint x, ArrayView<ulong> tables)
    {
        var magnitude = x & 0x7fffffff;
        if (magnitude > Binary32.Infinity)
        {
            return Binary32.NaN;
        }

        if (magnitude >= 0x43000000)
        {
            // 128 and beyond.
            return (x >> 31) != 0 ? 0u : Binary32.Infinity;
        }

        if (magnitude < 0x32800000)
        {
            // Below 2^-26: 1 is the nearest.
            return 0x3f800000;
        }

        unchecked
        {
            // x·log2(e) = n + f, 128 bits wide.
            var m = (ulong)((magnitude & 0x007fffff) | 0x00800000) << 40;
            var high = Exact.MulHigh(m, Log2EHigh);
            var low = m * Log2EHigh;
            var carry = Exact.MulHigh(m, Log2ELow);
            low += carry;
            high += low < carry ? 1UL : 0UL;
            var shift = 134 - (int)(magnitude >> 23);
            low = (low >> shift) | (high << (64 - shift));
            high >>= shift;
            if ((x >> 31) != 0)
            {
                low = ~low + 1;
                high = ~high + (low == 0 ? 1UL : 0UL);
            }

            var n = (int)((long)high >> 55);
            var f = (high << 9) | (low >> 55);

            // 2^f = 2^(j/64) · (1 + p).
            var v = f << 6;
            var p = tables[Coefficients - 1];
            for (var k = Coefficients - 2; k >= 0; k--)
            {
                p = tables[k] + Exact.MulHigh(p, v);
            }

            p = Exact.MulHigh(p, v);
            var t = tables[Coefficients + (int)(f >> 58)];
            return Round(n, t + (Exact.MulHigh(t, p) >> 6));
        }
    }

    private static uint Round(int n, ulong s)
    {
        if (n > 127)
        {
            return Binary32.Infinity;
        }

        if (n < -150)
        {
            return 0;
        }

        // No tie is possible: e^x of a binary32 other than 0 is irrational.
        var drop = n < -126 ? -86 - n : 40;
        var rounded = (uint)(((s >> (drop - 1)) + 1) >> 1);
        return n < -126 ? rounded : ((uint)(n + 126) << 23) + rounded;
    }
}
