using Conformance.Backends.Hosted;
using Conformance.Numerics.Formats;
using Conformance.Tensors;

namespace Conformance.Backends.Cpu.Kernels;

/// <summary>
/// Weights [N,K] regrouped once, when they are first used: panels of 32 outputs, [panel][k][32], so that the weights which meet
/// one input lie side by side,
/// two cache lines in f32, and a product walks few streams. The last panel is filled up with zeros. f32 and f16 become f32,
/// bf16 stays 16 bits wide.
/// </summary>
internal sealed class PackedWeights
{
    /// <summary>Outputs of a panel.</summary>
    public const int Width = 32;

    private PackedWeights(int outputs, int length, AlignedArray<float> wide, AlignedArray<ushort> narrow) =>
        (Outputs, Length, Wide, Narrow) = (outputs, length, wide, narrow);

    public int Outputs { get; }

    /// <summary>K.</summary>
    public int Length { get; }

    public int Panels => (Outputs + Width - 1) / Width;

    /// <summary>The weights as binary32, or empty.</summary>
    public AlignedArray<float> Wide { get; }

    /// <summary>The weights as bfloat16 bits, or empty.</summary>
    public AlignedArray<ushort> Narrow { get; }

    public static PackedWeights Of(HostBuffer buffer, OutputPartition partition)
    {
        if (buffer.Derived is PackedWeights known)
        {
            return known;
        }

        var packed = Pack(buffer.Tensor, partition);
        buffer.Derived = packed;
        return packed;
    }

    /// <summary>Where the weight of an output and a k stands.</summary>
    public int Place(int output, int k) => (output / Width * Length * Width) + (k * Width) + (output % Width);

    private static PackedWeights Pack(Tensor tensor, OutputPartition partition)
    {
        var (outputs, length) = (tensor.Shape[0], tensor.Shape[1]);
        var panels = (outputs + Width - 1) / Width;
        var isNarrow = tensor.Format == ElementFormat.BF16;
        var packed = new PackedWeights(
            outputs, length, new(isNarrow ? 0 : panels * length * Width), new(isNarrow ? panels * length * Width : 0));
        partition.For(outputs, length, (packed, tensor), static (state, first, end) => state.packed.Fill(state.tensor, first, end));
        return packed;
    }

    private void Fill(Tensor tensor, int first, int end)
    {
        var wide = Wide.Span;
        var narrow = Narrow.Span;
        var isNarrow = tensor.Format == ElementFormat.BF16;
        var row = new float[isNarrow ? 0 : Length];
        for (var n = first; n < end; n++)
        {
            var target = Place(n, 0);
            if (isNarrow)
            {
                var source = tensor.Halves.Slice(n * Length, Length);
                for (var k = 0; k < Length; k++)
                {
                    narrow[target + (k * Width)] = source[k];
                }
            }
            else
            {
                StorageFormat.Widen(tensor, n * Length, row);
                for (var k = 0; k < Length; k++)
                {
                    wide[target + (k * Width)] = row[k];
                }
            }
        }
    }
}
