using Conformance.Tensors;

namespace Conformance.Backends.OpenCl;

/// <summary>Test inputs from a fixed seed.</summary>
internal static class Values
{
    private static readonly uint[] Special =
    [
        0x00000000, 0x80000000, 0x3f800000, 0xbf800000, 0x00000001, 0x80000001, 0x007fffff, 0x00800000, 0x3f800001, 0x3f7fffff,
        0x34000000, 0x33000000, 0x4b7fffff, 0x38800000, 0x3eaaaaab, 0xc2aeac50, 0x477fe000, 0x477ff000, 0x7f7fffff, 0xff7fffff,
        0x7f800000, 0xff800000, 0x7fc00000, 0xffc12345, 0x7f800001, 0x42b17218, 0xc2cff1b5,
    ];

    /// <summary>In [-1, 1), no specials.</summary>
    public static float[] Uniform(int count, int seed)
    {
        var random = new Random(seed);
        var values = new float[count];
        foreach (ref var v in values.AsSpan())
        {
            v = (random.Next(1 << 24) - (1 << 23)) / 8388608f;
        }

        return values;
    }

    /// <summary>Any bits; every eighth from a list of special values.</summary>
    public static float[] Bits(int count, int seed)
    {
        var random = new Random(seed);
        var values = new float[count];
        for (var i = 0; i < count; i++)
        {
            var word = (uint)random.NextInt64(1L << 32);
            values[i] = BitConverter.UInt32BitsToSingle(i % 8 == 3 ? Special[word % (uint)Special.Length] : word);
        }

        return values;
    }

    /// <summary>All pairs of special values, one after the other.</summary>
    public static (float[] A, float[] B) SpecialPairs()
    {
        var (a, b) = (new List<float>(), new List<float>());
        foreach (var x in Special)
        {
            foreach (var y in Special)
            {
                a.Add(BitConverter.UInt32BitsToSingle(x));
                b.Add(BitConverter.UInt32BitsToSingle(y));
            }
        }

        return ([.. a], [.. b]);
    }

    public static Tensor F32(float[] values, params int[] shape) => Tensor.FromFloats(new Shape(shape), values);

    /// <summary>A tensor of bits in any 16-bit format.</summary>
    public static Tensor Halves(ElementFormat format, ushort[] bits, params int[] shape)
    {
        var tensor = new Tensor(format, new Shape(shape));
        bits.CopyTo(tensor.Halves);
        return tensor;
    }
}
