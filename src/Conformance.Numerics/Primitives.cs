namespace Conformance.Numerics;

/// <summary>
/// SA-1 section 2. `+ − × ÷` and <see cref="MathF.Sqrt"/> are IEEE operations in .NET and are never contracted;
/// <see cref="MathF.FusedMultiplyAdd"/> rounds once. What .NET leaves open (NaN bits, order of zeros, conversions) is here.
/// </summary>
public static class Primitives
{
    /// <summary>The canonical NaN of [V2].</summary>
    public static readonly float NaN = BitConverter.UInt32BitsToSingle(0x7fc00000);

    public static float Fma(float a, float b, float c) => MathF.FusedMultiplyAdd(a, b, c);

    /// <summary>Flips the sign bit, of NaN too (which is made canonical when stored).</summary>
    public static float Neg(float x) => BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(x) ^ 0x80000000);

    public static float Abs(float x) => BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(x) & 0x7fffffff);

    /// <summary>[P2]: −0 &lt; +0, and a NaN on either side makes the result NaN.</summary>
    public static float Max(float a, float b)
    {
        if (float.IsNaN(a) || float.IsNaN(b))
        {
            return NaN;
        }

        return OrderKey(a) >= OrderKey(b) ? a : b;
    }

    /// <summary>A signed integer with the order of [P3]: −∞ … −0 &lt; +0 … +∞ &lt; NaN.</summary>
    public static int OrderKey(float x)
    {
        if (float.IsNaN(x))
        {
            return int.MaxValue;
        }

        var bits = BitConverter.SingleToInt32Bits(x);
        return bits >= 0 ? bits : bits ^ int.MaxValue;
    }

    /// <summary>[P5]: nearest integer, ties to even, clamped to lowest..highest; NaN gives 0.</summary>
    public static int ToInt(float x, int lowest, int highest)
    {
        if (float.IsNaN(x))
        {
            return 0;
        }

        var rounded = Math.Round((double)x, MidpointRounding.ToEven);
        return (int)Math.Clamp(rounded, lowest, highest);
    }
}
