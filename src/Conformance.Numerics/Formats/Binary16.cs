using Conformance.Tensors;

namespace Conformance.Numerics.Formats;

/// <summary>IEEE binary16 as storage (SA-1 [V3]): exact widening, one rounding on narrowing, canonical NaN.</summary>
public static class Binary16
{
    public static float Widen(ushort bits)
    {
        // System.Half converts exactly in this direction; its NaN payloads are replaced by [V2].
        return (bits & 0x7fff) > 0x7c00 ? Primitives.NaN : (float)BitConverter.UInt16BitsToHalf(bits);
    }

    public static ushort Narrow(float value) =>
        float.IsNaN(value) ? CanonicalNaN.F16 : BitConverter.HalfToUInt16Bits((Half)value);
}
