namespace Conformance.Numerics.Inputs;

/// <summary>SA-1 [I3]: the fixed table of awkward binary32 values; the first <see cref="FiniteCount"/> are finite and moderate.</summary>
public static class SpecialValues
{
    public const int FiniteCount = 24;

    private static readonly uint[] Table =
    [
        0x00000000, 0x80000000, 0x3f800000, 0xbf800000, // ±0, ±1
        0x00000001, 0x80000001, 0x007fffff, 0x807fffff, // smallest and largest subnormals
        0x00800000, 0x80800000, 0x3f800001, 0x3f7fffff, // smallest normals, the neighbours of 1
        0x34000000, 0x33800000, 0x33000000,             // 2^-23, 2^-24, 2^-25: half units of 1
        0x4b000000, 0x4b7fffff, 0x4b800000,             // 2^23, 2^24 - 1, 2^24: the end of the integers
        0x38800000, 0x3eaaaaab, 0x40490fdb, 0xc2aeac50, // 2^-14 (f16), 1/3, pi, exp to subnormal
        0x477fe000, 0x477ff000,                         // the largest f16, and the first that overflows it
        0x7f7fffff, 0xff7fffff, 0x7f800000, 0xff800000, 0x7fc00000, // the largest, infinities, NaN
        0x42b17218, 0xc2cff1b5, 0xcf000000,             // exp at overflow and underflow, -2^31
    ];

    public static ReadOnlySpan<uint> All => Table;
}
