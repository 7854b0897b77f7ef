using Conformance.Tensors;

namespace Conformance.Numerics.Formats;

/// <summary>bfloat16 as storage (SA-1 [V3]): the upper half of a binary32.</summary>
public static class BFloat16
{
    public static float Widen(ushort bits) =>
        (bits & 0x7fff) > 0x7f80 ? Primitives.NaN : BitConverter.UInt32BitsToSingle((uint)bits << 16);

    public static ushort Narrow(float value)
    {
        if (float.IsNaN(value))
        {
            return CanonicalNaN.BF16;
        }

        // Half of the discarded range, minus one, plus the kept lowest bit: ties go to even, and a carry out of the largest
        // finite number gives infinity. The sum cannot wrap: infinity itself has no low bits.
        var bits = BitConverter.SingleToUInt32Bits(value);
        return (ushort)((bits + 0x7fff + ((bits >> 16) & 1)) >> 16);
    }
}
