using System.Runtime.InteropServices;

namespace Conformance.Tensors;

/// <summary>SA-1 [V2]: any NaN is stored as one bit pattern per format, since hardware disagrees about the payload.</summary>
public static class CanonicalNaN
{
    public const uint F32 = 0x7fc00000;
    public const ushort F16 = 0x7e00;
    public const ushort BF16 = 0x7fc0;

    public static void Apply(ElementFormat format, Span<byte> data)
    {
        switch (format)
        {
            case ElementFormat.F32:
                foreach (ref var bits in MemoryMarshal.Cast<byte, uint>(data))
                {
                    if ((bits & 0x7fffffff) > 0x7f800000)
                    {
                        bits = F32;
                    }
                }

                break;
            case ElementFormat.F16:
                foreach (ref var bits in MemoryMarshal.Cast<byte, ushort>(data))
                {
                    bits = OfF16(bits);
                }

                break;
            case ElementFormat.BF16:
                foreach (ref var bits in MemoryMarshal.Cast<byte, ushort>(data))
                {
                    if ((bits & 0x7fff) > 0x7f80)
                    {
                        bits = BF16;
                    }
                }

                break;
            case ElementFormat.Q8_0:
                for (var block = 0; block < data.Length; block += ElementFormats.BlockBytes)
                {
                    ref var scale = ref MemoryMarshal.Cast<byte, ushort>(data.Slice(block, 2))[0];
                    scale = OfF16(scale);
                }

                break;
        }
    }

    private static ushort OfF16(ushort bits) => (bits & 0x7fff) > 0x7c00 ? F16 : bits;
}
