using ILGPU;

namespace Conformance.Backends.Ilgpu.Kernels;

/// <summary>[V3] in integers: storage formats to binary32 and back, the same on every accelerator.</summary>
internal static class Formats
{
    public const int Block = 32;
    public const int BlockBytes = 34;

    /// <summary>2^-24: a subnormal of binary16 is its integer times this, a normal binary32.</summary>
    private const uint TwoToMinus24 = 0x33800000;

    public static float WidenF16(ushort half)
    {
        var magnitude = half & 0x7fffu;
        var sign = (half & 0x8000u) << 16;
        if (magnitude > 0x7c00)
        {
            return Exact.FromBits(Binary32.NaN);
        }

        if (magnitude == 0x7c00)
        {
            return Exact.FromBits(sign | Binary32.Infinity);
        }

        if (magnitude < 0x0400)
        {
            return Exact.FromBits(Exact.Bits(Exact.Mul(Exact.FromInt((int)magnitude), Exact.FromBits(TwoToMinus24))) | sign);
        }

        return Exact.FromBits(sign | ((magnitude << 13) + 0x38000000));
    }

    public static float WidenBF16(ushort half)
    {
        var bits = (uint)half << 16;
        return Exact.FromBits(Binary32.IsNaN(bits) ? Binary32.NaN : bits);
    }

    public static ushort NarrowF16(float x)
    {
        var all = Exact.Bits(x);
        var bits = all & 0x7fffffff;
        var sign = (all >> 16) & 0x8000;
        uint rounded;
        if (bits > Binary32.Infinity)
        {
            rounded = 0x7e00;
            sign = 0;
        }
        else if (bits >= 0x477ff000)
        {
            // 65520 is the midpoint above the largest number.
            rounded = 0x7c00;
        }
        else if (bits >= 0x38800000)
        {
            var rebased = bits - 0x38000000;
            rounded = (rebased + 0x0fff + ((rebased >> 13) & 1)) >> 13;
        }
        else if (bits >> 23 < 102)
        {
            // Below 2^-25: to zero.
            rounded = 0;
        }
        else
        {
            var mantissa = (bits & 0x007fffff) | 0x00800000;
            var drop = 126 - (int)(bits >> 23);
            rounded = (mantissa + (1u << (drop - 1)) - 1 + ((mantissa >> drop) & 1)) >> drop;
        }

        return (ushort)(sign | rounded);
    }

    public static ushort NarrowBF16(float x)
    {
        var bits = Exact.Bits(x);
        return Binary32.IsNaN(bits) ? (ushort)0x7fc0 : (ushort)((bits + 0x7fff + ((bits >> 16) & 1)) >> 16);
    }

    /// <summary>The scale of a q8_0 block.</summary>
    public static float Scale(ArrayView<byte> blocks, int block)
    {
        var at = block * BlockBytes;
        return WidenF16((ushort)(blocks[at] | (blocks[at + 1] << 8)));
    }

    /// <summary>Integer i of a q8_0 block.</summary>
    public static int Quant(ArrayView<byte> blocks, int block, int i)
    {
        int value = blocks[(block * BlockBytes) + 2 + i];
        return value > 127 ? value - 256 : value;
    }

    /// <summary>An element of a q8_0 tensor: mul(float(q), widen(d)).</summary>
    public static float WidenQ8(ArrayView<byte> blocks, int element)
    {
        var block = element / Block;
        return Binary32.Canonical(Exact.Mul(Exact.FromInt(Quant(blocks, block, element % Block)), Scale(blocks, block)));
    }
}
