using Conformance.Backends.Hosted;
using Conformance.Numerics.Formats;
using Conformance.Tensors;

namespace Conformance.Backends.Cpu.Kernels;

/// <summary>
/// Weights [N,K] regrouped once, when they are first used: panels of 16 outputs, [panel][k][16], so that the 16 weights which
/// meet one input lie side by side. The last panel is filled up with zeros. f32 and f16 become f32, bf16 stays 16 bits wide.
/// </summary>
internal sealed class PackedWeights
{
    public const int Lanes = 16;

    private PackedWeights(int outputs, int length, float[] wide, ushort[] narrow) =>
        (Outputs, Length, Wide, Narrow) = (outputs, length, wide, narrow);

    public int Outputs { get; }

    /// <summary>K.</summary>
    public int Length { get; }

    public int Panels => (Outputs + Lanes - 1) / Lanes;

    /// <summary>The weights as binary32, or empty.</summary>
    public float[] Wide { get; }

    /// <summary>The weights as bfloat16 bits, or empty.</summary>
    public ushort[] Narrow { get; }

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

    private static PackedWeights Pack(Tensor tensor, OutputPartition partition)
    {
        var (outputs, length) = (tensor.Shape[0], tensor.Shape[1]);
        var panels = (outputs + Lanes - 1) / Lanes;
        var isNarrow = tensor.Format == ElementFormat.BF16;
        var packed = new PackedWeights(
            outputs, length, isNarrow ? [] : new float[panels * length * Lanes], isNarrow ? new ushort[panels * length * Lanes] : []);
        partition.For(outputs, length, (first, end) =>
        {
            var row = new float[isNarrow ? 0 : length];
            for (var n = first; n < end; n++)
            {
                var target = (n / Lanes * length * Lanes) + (n % Lanes);
                if (isNarrow)
                {
                    var source = tensor.Halves.Slice(n * length, length);
                    for (var k = 0; k < length; k++)
                    {
                        packed.Narrow[target + (k * Lanes)] = source[k];
                    }
                }
                else
                {
                    StorageFormat.Widen(tensor, n * length, row);
                    for (var k = 0; k < length; k++)
                    {
                        packed.Wide[target + (k * Lanes)] = row[k];
                    }
                }
            }
        });
        return packed;
    }
}
