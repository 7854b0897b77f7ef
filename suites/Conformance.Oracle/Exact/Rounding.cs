using System.Numerics;

namespace Conformance.Oracle.Exact;

/// <summary>A binary interchange format, by its precision and the exponent of its smallest subnormal.</summary>
internal readonly record struct BinaryFormat(int Precision, int MinimumQuantum, int ExponentBits)
{
    public static readonly BinaryFormat Binary32 = new(24, -149, 8);
    public static readonly BinaryFormat Binary16 = new(11, -24, 5);
    public static readonly BinaryFormat BFloat16 = new(8, -133, 8);

    public uint Infinity => ((1u << ExponentBits) - 1) << (Precision - 1);

    public uint SignBit => 1u << (Precision - 1 + ExponentBits);
}

//  The one place where an exact number becomes a floating-point number (SA-1 [V1], [V3]).
//  Input:   (-1)^negative * (magnitude + rest) * 2^exponent, where 0 < rest < 1 if sticky and rest = 0 otherwise.
//  Output:  the bits of the nearest number of the format, ties to even, subnormals kept, overflow to infinity.
internal static class Rounding
{
    public static uint Round(BinaryFormat format, bool negative, BigInteger magnitude, int exponent, bool sticky = false)
    {
        var sign = negative ? format.SignBit : 0u;
        if (magnitude.IsZero && !sticky)
        {
            return sign;
        }

        // The quantum is the weight of the last bit kept: 'Precision' bits, but never below the smallest subnormal.
        var quantum = Math.Max(exponent + (int)magnitude.GetBitLength() - format.Precision, format.MinimumQuantum);
        var drop = quantum - exponent;
        BigInteger kept;
        if (drop <= 0)
        {
            if (sticky)
            {
                throw new ArgumentException("A sticky rest needs at least one bit below the quantum.", nameof(sticky));
            }

            kept = magnitude << -drop;
        }
        else
        {
            kept = magnitude >> drop;
            var half = BigInteger.One << (drop - 1);
            var side = (magnitude - (kept << drop)).CompareTo(half);
            if (side > 0 || (side == 0 && (sticky || !kept.IsEven)))
            {
                kept += 1;
            }
        }

        // The hidden bit of 'kept' adds one to the exponent field by itself, and a carry out of it does so again.
        var encoded = ((BigInteger)(quantum - format.MinimumQuantum) << (format.Precision - 1)) + kept;
        return sign | (encoded >= format.Infinity ? format.Infinity : (uint)encoded);
    }
}
