using Conformance.Oracle.Exact;

namespace Conformance.Oracle.Kernels;

//  binary16 and bfloat16 ([V3]): widened exactly, narrowed once with ties to even, NaN canonical ([V2]).
//  Widening and the rounding of bfloat16 are integer work on the bits; binary16 is narrowed by adding half a quantum.
//  The tests hold both to Rounding.Round, widening for all 65536 values.
internal static class Formats
{
    public const ushort HalfNaN = 0x7e00;
    public const ushort BFloatNaN = 0x7fc0;

    public static float WidenHalf(ushort h)
    {
        var sign = (uint)(h & 0x8000) << 16;
        var magnitude = (uint)(h & 0x7fff);
        if (magnitude > 0x7c00)
        {
            return Strict.NaN;
        }

        if (magnitude == 0x7c00)
        {
            return Strict.Number(sign | ExactBinary32.Infinity);
        }

        if (magnitude >= 0x400)
        {
            return Strict.Number(sign | ((magnitude << 13) + (112u << 23))); // the biases differ by 127 - 15
        }

        // Subnormal: fewer than 11 bits times 2^-24, exact in binary32.
        var value = magnitude / 16777216f;
        return sign == 0 ? value : Strict.Neg(value);
    }

    public static ushort NarrowHalf(float x)
    {
        var bits = Strict.Bits(x);
        var sign = (bits >> 16) & 0x8000;
        var magnitude = bits & 0x7fffffff;
        if (magnitude > ExactBinary32.Infinity)
        {
            return HalfNaN;
        }

        if (magnitude >= 0x47800000)
        {
            return (ushort)(sign | 0x7c00); // 2^16 and above
        }

        if (magnitude < 0x33000000)
        {
            return (ushort)sign; // below 2^-25, half the smallest subnormal
        }

        var exponent = (int)(magnitude >> 23);
        var significand = (magnitude & 0x7fffff) | 0x800000;
        var drop = exponent >= 113 ? 13 : 126 - exponent; // subnormal results keep fewer bits
        var kept = significand >> drop;
        var rest = significand & ((1u << drop) - 1);
        var half = 1u << (drop - 1);
        if (rest > half || (rest == half && (kept & 1) == 1))
        {
            kept++;
        }

        // The hidden bit adds one to the exponent field; overflow carries into infinity by itself.
        var field = exponent >= 113 ? (uint)(exponent - 113) << 10 : 0;
        return (ushort)(sign | (field + kept));
    }

    public static float WidenBFloat(ushort b) => Strict.Canonical(Strict.Number((uint)b << 16));

    public static ushort NarrowBFloat(float x)
    {
        if (float.IsNaN(x))
        {
            return BFloatNaN;
        }

        var bits = Strict.Bits(x);
        var odd = (bits >> 16) & 1;
        return (ushort)((bits + 0x7fff + odd) >> 16); // cannot wrap: the largest input is an infinity
    }
}
