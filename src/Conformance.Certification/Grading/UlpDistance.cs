using Conformance.Tensors;

namespace Conformance.Certification.Grading;

/// <summary>How two elements differ.</summary>
public enum Difference
{
    /// <summary>The same bits.</summary>
    None,

    /// <summary>Numbers of one sign; the distance is in units in the last place.</summary>
    Ulps,

    /// <summary>Numbers of opposite signs, −0 and +0 included.</summary>
    Sign,

    /// <summary>One is a NaN, the other is not.</summary>
    NaN,

    /// <summary>Integers or bytes, which have no distance that means anything.</summary>
    Value,
}

/// <summary>Bits of a float format as places on the number line.</summary>
public static class UlpDistance
{
    /// <summary>What separates two bit patterns of a format, and by how much.</summary>
    public static (Difference Kind, long Ulps) Between(uint expected, uint actual, ElementFormat format)
    {
        if (expected == actual)
        {
            return (Difference.None, 0);
        }

        var (width, infinity) = format switch
        {
            ElementFormat.F32 => (31, 0x7f80_0000u),
            ElementFormat.F16 => (15, 0x7c00u),
            ElementFormat.BF16 => (15, 0x7f80u),
            _ => (0, 0u),
        };
        if (width == 0)
        {
            return (Difference.Value, 0);
        }

        var mask = (1u << width) - 1;
        var (a, b) = (expected & mask, actual & mask);
        if (a > infinity || b > infinity)
        {
            // Payloads do not count ([V2]): two NaNs are the same.
            return a > infinity && b > infinity ? (Difference.None, 0) : (Difference.NaN, 0);
        }

        return expected >> width != actual >> width ? (Difference.Sign, (long)a + b) : (Difference.Ulps, Math.Abs((long)a - b));
    }
}
