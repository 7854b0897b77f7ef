using Conformance.Oracle.Exact;
using Conformance.Oracle.Kernels;

namespace Conformance.Oracle;

/// <summary>The inputs of SA-1 section 6: [I1] fills, [I2] scaling and narrowing, [I3] table.</summary>
public static class OracleInputs
{
    // [I3]. The first 24 entries are 'finite'.
    private static readonly uint[] Table =
    [
        0x00000000, 0x80000000, 0x3f800000, 0xbf800000, 0x00000001, 0x80000001, 0x007fffff, 0x807fffff,
        0x00800000, 0x80800000, 0x3f800001, 0x3f7fffff, 0x34000000, 0x33800000, 0x33000000, 0x4b000000,
        0x4b7fffff, 0x4b800000, 0x38800000, 0x3eaaaaab, 0x40490fdb, 0xc2aeac50, 0x477fe000, 0x477ff000,
        0x7f7fffff, 0xff7fffff, 0x7f800000, 0xff800000, 0x7fc00000, 0x42b17218, 0xc2cff1b5, 0xcf000000,
    ];

    /// <param name="fill">A name of the table in [I1].</param>
    /// <param name="format">The storage format.</param>
    /// <param name="shape">Dimensions in elements.</param>
    /// <param name="seed">The Philox key.</param>
    /// <param name="tensorId">The third counter word.</param>
    /// <param name="scale">The power of two for uniform and normalish values, −60 to 60.</param>
    /// <param name="values">For 'values': raw binary32 bits, or raw i32 bits for format i32; repeated cyclically.</param>
    /// <param name="modulo">For 'modulo': n.</param>
    /// <param name="theta">For rope_cos and rope_sin: the bits of θ.</param>
    public static OracleTensor Make(
        string fill,
        string format,
        long[] shape,
        ulong seed = 0,
        uint tensorId = 0,
        int scale = 0,
        IReadOnlyList<uint>? values = null,
        long modulo = 0,
        uint theta = 0)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentOutOfRangeException.ThrowIfLessThan(scale, -60);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(scale, 60);
        var count = OracleTensor.Elements(shape);
        if (format == "i32")
        {
            return OracleTensor.FromInts(Integers(fill, seed, tensorId, count, values, modulo), shape);
        }

        return OracleTensor.FromFloats(format, Floats(fill, shape, seed, tensorId, scale, count, values, theta), shape);
    }

    private static int[] Integers(string fill, ulong seed, uint tensorId, long count, IReadOnlyList<uint>? values, long modulo)
    {
        switch (fill)
        {
            case "modulo":
                ArgumentOutOfRangeException.ThrowIfLessThan(modulo, 1);
                return Array.ConvertAll(Philox.Words(seed, tensorId, count), word => (int)(word % modulo));
            case "values":
                return Array.ConvertAll(Repeat(values, count), static word => unchecked((int)word));
            case "zero":
                return new int[count];
            default:
                throw new ArgumentException($"{fill} makes no i32 values.", nameof(fill));
        }
    }

    private static float[] Floats(
        string fill, long[] shape, ulong seed, uint tensorId, int scale, long count, IReadOnlyList<uint>? values, uint theta) => fill switch
        {
            "uniform" => Scaled(seed, tensorId, count, scale - 23, static w => (int)(w >> 8) - (1 << 23)),
            "normalish" => Scaled(seed, tensorId, count, scale - 8, static w => ByteSum(w) - 510),
            "bits" => Map(seed, tensorId, count, static w => Strict.Canonical(Strict.Number(w))),
            "special" => Map(seed, tensorId, count, static w => Strict.Number(Table[w % 32])),
            "finite" => Map(seed, tensorId, count, static w => Strict.Number(Table[w % 24])),
            "zero" => new float[count],
            "values" => Array.ConvertAll(Repeat(values, count), static w => Strict.Canonical(Strict.Number(w))),
            "rope_cos" => Rope(shape, theta, sin: false),
            "rope_sin" => Rope(shape, theta, sin: true),
            _ => throw new ArgumentException($"Unknown fill {fill}.", nameof(fill)),
        };

    private static float[] Map(ulong seed, uint tensorId, long count, Converter<uint, float> value) =>
        Array.ConvertAll(Philox.Words(seed, tensorId, count), value);

    private static int ByteSum(uint word) => (int)((word & 0xff) + ((word >> 8) & 0xff) + ((word >> 16) & 0xff) + (word >> 24));

    // Exact: integers of at most 24 bits, exponents far inside binary32; 0 gives +0.
    private static float[] Scaled(ulong seed, uint tensorId, long count, int exponent, Converter<uint, int> integer)
    {
        var unit = Math.ScaleB(1.0, exponent);
        return Map(seed, tensorId, count, w => (float)(integer(w) * unit));
    }

    private static uint[] Repeat(IReadOnlyList<uint>? values, long count)
    {
        if (values is null || (values.Count == 0 && count > 0))
        {
            throw new ArgumentException("The fill 'values' needs at least one value.", nameof(values));
        }

        var result = new uint[count];
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = values[i % values.Count];
        }

        return result;
    }

    private static float[] Rope(long[] shape, uint theta, bool sin)
    {
        if (shape.Length != 2)
        {
            throw new ArgumentException("A rotation table has the shape [P, D/2].", nameof(shape));
        }

        var half = (int)shape[1];
        var table = new RopeTable(theta, half);
        var values = new float[shape[0] * half];
        for (var p = 0; p < shape[0]; p++)
        {
            for (var i = 0; i < half; i++)
            {
                var (c, s) = table.Entry(p, i);
                values[(p * half) + i] = sin ? s : c;
            }
        }

        return values;
    }
}
