using System.Buffers.Binary;
using Conformance.Tensors;

namespace Conformance.Backends.OpenCl;

/// <summary>q8_0 by SA-1, scalar.</summary>
internal static class TwinQ8
{
    /// <summary>[O1]</summary>
    public static byte[] Quantize(ReadOnlySpan<float> x)
    {
        var bytes = new byte[x.Length / 32 * 34];
        for (var block = 0; block < x.Length / 32; block++)
        {
            var part = x.Slice(block * 32, 32);
            var amax = 0f;
            foreach (var v in part)
            {
                amax = float.IsNaN(v) || float.IsNaN(amax) ? float.NaN : MathF.Max(amax, MathF.Abs(v));
            }

            var d = amax / 127f;
            var to = bytes.AsSpan(block * 34, 34);
            if (d == 0)
            {
                continue;
            }

            BinaryPrimitives.WriteUInt16LittleEndian(to, Twin.NarrowF16(d));
            for (var i = 0; i < 32; i++)
            {
                var q = part[i] / d;
                to[2 + i] = float.IsNaN(q)
                    ? (byte)0
                    : unchecked((byte)(sbyte)Math.Clamp(MathF.Round(q, MidpointRounding.ToEven), -127f, 127f));
            }
        }

        return bytes;
    }

    public static float Scale(ReadOnlySpan<byte> row, int block) =>
        Twin.Widen(ElementFormat.F16, BinaryPrimitives.ReadUInt16LittleEndian(row[(block * 34)..]));

    public static float Widen(ReadOnlySpan<byte> row, int element) =>
        unchecked((sbyte)row[(element / 32 * 34) + 2 + (element % 32)]) * Scale(row, element / 32);

    /// <summary>[R4]</summary>
    public static float Dot(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, int blocks)
    {
        var total = 0f;
        for (var first = 0; first < blocks; first += 8)
        {
            var c = 0f;
            for (var block = first; block < Math.Min(first + 8, blocks); block++)
            {
                var sum = 0;
                for (var i = 0; i < 32; i++)
                {
                    sum += unchecked((sbyte)a[(block * 34) + 2 + i]) * unchecked((sbyte)b[(block * 34) + 2 + i]);
                }

                c = MathF.FusedMultiplyAdd(sum, Scale(a, block) * Scale(b, block), c);
            }

            total = first == 0 ? c : total + c;
        }

        return total;
    }
}
