namespace Conformance.Backends.Ilgpu.Kernels;

/// <summary>
/// What kernels decide about binary32 values: on the bits, because float compares go wrong with NaN on one backend of ILGPU or another.
/// </summary>
internal static class Binary32
{
    public const uint NaN = 0x7fc00000;
    public const uint Infinity = 0x7f800000;
    public const uint NegativeInfinity = 0xff800000;

    /// <summary>The key of -infinity: the maximum of the empty set ([P2]).</summary>
    public const uint EmptyKey = 0x007fffff;

    private const uint Magnitude = 0x7fffffff;
    private const uint Sign = 0x80000000;

    public static bool IsNaN(uint bits) => (bits & Magnitude) > Infinity;

    /// <summary>[V2].</summary>
    public static float Canonical(float x)
    {
        var bits = Exact.Bits(x);
        return Exact.FromBits(IsNaN(bits) ? NaN : bits);
    }

    public static float Negate(float x) => Exact.FromBits(Exact.Bits(x) ^ Sign);

    public static float Abs(float x) => Exact.FromBits(Exact.Bits(x) & Magnitude);

    /// <summary>[P2] [P3]: unsigned order of the keys is the order of the numbers, -0 below +0, NaN on top.</summary>
    public static uint Key(float x)
    {
        var bits = Exact.Bits(x);
        if (IsNaN(bits))
        {
            return uint.MaxValue;
        }

        return (bits & Sign) != 0 ? ~bits : bits | Sign;
    }

    public static float FromKey(uint key)
    {
        if (key == uint.MaxValue)
        {
            return Exact.FromBits(NaN);
        }

        return Exact.FromBits((key & Sign) != 0 ? key & Magnitude : ~key);
    }

    /// <summary>[P5] for a quotient and the limits -127..127: ties to even, NaN gives 0.</summary>
    public static int ToQuant(float x)
    {
        var bits = Exact.Bits(x);
        if (IsNaN(bits))
        {
            return 0;
        }

        var exponent = (int)((bits & Magnitude) >> 23);
        int rounded;
        if (exponent >= 134)
        {
            // 128 and more, infinity too.
            rounded = 127;
        }
        else if (exponent < 126)
        {
            // Below one half.
            rounded = 0;
        }
        else
        {
            // Shift by 17..24 places; the bit that is added makes ties go to even.
            var mantissa = (bits & 0x007fffff) | 0x00800000;
            var drop = 150 - exponent;
            rounded = (int)((mantissa + (1u << (drop - 1)) - 1 + ((mantissa >> drop) & 1)) >> drop);
            rounded = rounded > 127 ? 127 : rounded;
        }

        return (bits & Sign) != 0 ? -rounded : rounded;
    }
}
