using System.Numerics;
using System.Runtime.CompilerServices;

namespace Conformance.Ptx.Execution;

/// <summary>
/// binary32 as PTX defines it for .rn without .ftz: one rounding, subnormals kept. C# rounds each operation of floats to binary32 and
/// its compiler never contracts two of them, so + - * / and the square root of the processor are these operations.
/// </summary>
internal static class Binary32
{
    /// <summary>
    /// The NaN that the devices produce from arithmetic (CUDA C programming guide, compute capabilities); SA-1 has another
    /// one.
    /// </summary>
    public const uint NaN = 0x7fffffff;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Of(ulong register) => BitConverter.UInt32BitsToSingle(unchecked((uint)register));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Bits(float value) => float.IsNaN(value) ? NaN : BitConverter.SingleToUInt32Bits(value);

    /// <summary>The nearest, ties to even. Not the cast: from 64 bits that may round twice.</summary>
    public static ulong FromInteger(ulong magnitude, bool negative)
    {
        unchecked
        {
            if (magnitude == 0)
            {
                return 0;
            }

            var exponent = 63 - BitOperations.LeadingZeroCount(magnitude);
            var bits = (ulong)(127 + exponent) << 23;
            if (exponent <= 23)
            {
                bits |= (magnitude << (23 - exponent)) & 0x7fffff;
            }
            else
            {
                var drop = exponent - 23;
                var half = 1UL << (drop - 1);
                var rest = magnitude & ((1UL << drop) - 1);
                bits |= (magnitude >> drop) & 0x7fffff;

                // A carry out of the significand raises the exponent, which is then right.
                bits += rest > half || (rest == half && (bits & 1) != 0) ? 1UL : 0;
            }

            return bits | (negative ? 0x8000_0000 : 0);
        }
    }

    public static ulong FromInteger(long value) => FromInteger(unchecked(value < 0 ? 0UL - (ulong)value : (ulong)value), value < 0);

    /// <summary>Rounds to an integer and clamps to the type; NaN is 0 (PTX ISA 9.7.9.21).</summary>
    public static ulong ToInteger(float value, MidpointRounding rounding, int bits, bool signed)
    {
        unchecked
        {
            if (float.IsNaN(value))
            {
                return 0;
            }

            // Exact: binary64 holds every binary32.
            var rounded = Math.Round((double)value, rounding);
            var limit = double.ScaleB(1, signed ? bits - 1 : bits);
            var mask = bits == 64 ? ulong.MaxValue : (1UL << bits) - 1;
            if (rounded >= limit)
            {
                return signed ? mask >> 1 : mask;
            }

            if (signed)
            {
                return rounded < -limit ? (mask >> 1) + 1 : (ulong)(long)rounded & mask;
            }

            return rounded <= 0 ? 0 : (ulong)rounded;
        }
    }

    /// <summary>To an integral float; NaN is the device's.</summary>
    public static ulong Round(float value, MidpointRounding rounding) => Bits(MathF.Round(value, rounding));
}
