using System.Runtime.Intrinsics.X86;
using Conformance.Backends.Hosted;
using Conformance.Numerics.Formats;

namespace Conformance.Backends.Cpu.Kernels.Quantized;

/// <summary>
/// q8_0 weights [N,K] regrouped once: panels of 16 outputs, per block the 16 scales widened to f32 and the 512 integers in the
/// order that the machine's product reads them. The last panel is filled up with zeros.
/// </summary>
internal sealed class PackedBlocks
{
    public const int Lanes = 16;

    /// <summary>Integers of one block of a panel.</summary>
    public const int BlockSize = QuantizedBlock.Length * Lanes;

    private PackedBlocks(int outputs, int blocks, bool byteProducts)
    {
        (Outputs, Blocks, ByteProducts) = (outputs, blocks, byteProducts);
        Scales = new AlignedArray<float>(Panels * blocks * Lanes);
        Integers = new AlignedArray<byte>(Panels * blocks * BlockSize);
    }

    public int Outputs { get; }

    /// <summary>Blocks of 32 in a row.</summary>
    public int Blocks { get; }

    /// <summary>Whether the integers are laid for <see cref="ByteTile"/>.</summary>
    public bool ByteProducts { get; }

    public int Panels => (Outputs + Lanes - 1) / Lanes;

    /// <summary>[panel][block][16].</summary>
    public AlignedArray<float> Scales { get; }

    /// <summary>
    /// [panel][block], then for byte products [32/4][16][4] of the integers plus 128, which are unsigned; else [32][16] as they are.
    /// </summary>
    public AlignedArray<byte> Integers { get; }

    public static PackedBlocks Of(HostBuffer buffer)
    {
        if (buffer.Derived is PackedBlocks known)
        {
            return known;
        }

        var tensor = buffer.Tensor;
        var packed = new PackedBlocks(tensor.Shape[0], tensor.Shape[1] / QuantizedBlock.Length, AvxVnni.IsSupported);
        var target = packed.Integers.Span;
        for (var n = 0; n < packed.Outputs; n++)
        {
            for (var b = 0; b < packed.Blocks; b++)
            {
                var block = tensor.Data.AsSpan(((n * packed.Blocks) + b) * QuantizedBlock.Bytes, QuantizedBlock.Bytes);
                var (place, lane) = ((n / Lanes * packed.Blocks) + b, n % Lanes);
                packed.Scales.Span[(place * Lanes) + lane] = QuantizedBlock.Scale(block);
                packed.Lay(block[2..], lane, target.Slice(place * BlockSize, BlockSize));
            }
        }

        buffer.Derived = packed;
        return packed;
    }

    private void Lay(ReadOnlySpan<byte> integers, int lane, Span<byte> target)
    {
        for (var i = 0; i < QuantizedBlock.Length; i++)
        {
            if (ByteProducts)
            {
                // The upper bit is what 128 adds to a signed byte.
                target[(((i / 4 * Lanes) + lane) * 4) + (i % 4)] = (byte)(integers[i] ^ 0x80);
            }
            else
            {
                target[(i * Lanes) + lane] = integers[i];
            }
        }
    }
}
