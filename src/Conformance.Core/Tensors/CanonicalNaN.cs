using System.Numerics;
using System.Runtime.InteropServices;

namespace Conformance.Tensors;

/// <summary>SA-1 [V2]: any NaN is stored as one bit pattern per format, since hardware disagrees about the payload.</summary>
public static class CanonicalNaN
{
    public const uint F32 = 0x7fc00000;
    public const ushort F16 = 0x7e00;
    public const ushort BF16 = 0x7fc0;

    private const short InfinityF16 = 0x7c00;

    /// <param name="format">Integers stay as they are.</param>
    /// <param name="data">Whole elements, changed in place.</param>
    public static void Apply(ElementFormat format, Span<byte> data)
    {
        switch (format)
        {
            case ElementFormat.F32:
                Apply(MemoryMarshal.Cast<byte, int>(data), 0x7f800000, (int)F32);
                break;
            case ElementFormat.F16:
                Apply(MemoryMarshal.Cast<byte, short>(data), InfinityF16, (short)F16);
                break;
            case ElementFormat.BF16:
                Apply(MemoryMarshal.Cast<byte, short>(data), (short)0x7f80, (short)BF16);
                break;
            case ElementFormat.Q8_0:
                for (var block = 0; block < data.Length; block += ElementFormats.BlockBytes)
                {
                    Apply(MemoryMarshal.Cast<byte, short>(data.Slice(block, sizeof(short))), InfinityF16, (short)F16);
                }

                break;
        }
    }

    /// <summary>Without its sign bit a NaN is a greater integer than infinity, and nothing else is.</summary>
    private static void Apply<T>(Span<T> elements, T infinity, T canonical)
        where T : struct, IBinaryInteger<T>, IMinMaxValue<T>
    {
        var vectors = MemoryMarshal.Cast<T, Vector<T>>(elements);
        foreach (ref var vector in vectors)
        {
            var isNaN = Vector.GreaterThan(vector & new Vector<T>(T.MaxValue), new Vector<T>(infinity));
            if (isNaN != Vector<T>.Zero)
            {
                vector = Vector.ConditionalSelect(isNaN, new Vector<T>(canonical), vector);
            }
        }

        foreach (ref var element in elements[(vectors.Length * Vector<T>.Count)..])
        {
            if ((element & T.MaxValue) > infinity)
            {
                element = canonical;
            }
        }
    }
}
