using Conformance.Backends.Hosted;
using Conformance.Numerics.Formats;

namespace Conformance.Backends.Cpu.Kernels;

/// <summary>
/// q8_0 weights [N,K] regrouped once: panels of 16 outputs, per block the 16 scales widened to f32 and then [32][16] integers.
/// The last panel is filled up with zeros.
/// </summary>
internal sealed class PackedBlocks
{
    public const int Lanes = PackedWeights.Lanes;

    private PackedBlocks(int outputs, int blocks)
    {
        (Outputs, Blocks) = (outputs, blocks);
        Scales = new float[Panels * blocks * Lanes];
        Integers = new sbyte[Panels * blocks * QuantizedBlock.Length * Lanes];
    }

    public int Outputs { get; }

    /// <summary>Blocks of 32 in a row.</summary>
    public int Blocks { get; }

    public int Panels => (Outputs + Lanes - 1) / Lanes;

    /// <summary>[panel][block][16].</summary>
    public float[] Scales { get; }

    /// <summary>[panel][block][32][16].</summary>
    public sbyte[] Integers { get; }

    public static PackedBlocks Of(HostBuffer buffer)
    {
        if (buffer.Derived is PackedBlocks known)
        {
            return known;
        }

        var tensor = buffer.Tensor;
        var packed = new PackedBlocks(tensor.Shape[0], tensor.Shape[1] / QuantizedBlock.Length);
        for (var n = 0; n < packed.Outputs; n++)
        {
            for (var b = 0; b < packed.Blocks; b++)
            {
                var block = tensor.Data.AsSpan(((n * packed.Blocks) + b) * QuantizedBlock.Bytes, QuantizedBlock.Bytes);
                var place = (n / Lanes * packed.Blocks) + b;
                packed.Scales[(place * Lanes) + (n % Lanes)] = QuantizedBlock.Scale(block);
                var integers = QuantizedBlock.Integers(block);
                for (var i = 0; i < integers.Length; i++)
                {
                    packed.Integers[(((place * QuantizedBlock.Length) + i) * Lanes) + (n % Lanes)] = integers[i];
                }
            }
        }

        buffer.Derived = packed;
        return packed;
    }
}
