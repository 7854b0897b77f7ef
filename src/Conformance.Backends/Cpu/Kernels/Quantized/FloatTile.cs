using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Conformance.Numerics;
using Conformance.Numerics.Formats;

namespace Conformance.Backends.Cpu.Kernels.Quantized;

/// <summary>
/// Where no instruction multiplies bytes: the integer products of a block add up to at most 32·128² = 524 288 &lt; 2^24, so
/// binary32 holds every partial sum exactly and an fma adds them as well as an integer unit would.
/// </summary>
internal static class FloatTile
{
    private const int Lanes = PackedBlocks.Lanes;

    /// <summary>dotq of one row and the 16 outputs of a panel ([R4]).</summary>
    public static void Row(PackedBlocks weights, int panel, in QuantizedRows rows, int row, Span<float> sums)
    {
        var total = Vector512<float>.Zero;
        var x = rows.Integers(row);
        var scales = rows.Scales(row);
        for (var start = 0; start < weights.Blocks; start += Reductions.BlocksPerChunk)
        {
            var c = Vector512<float>.Zero;
            var end = Math.Min(start + Reductions.BlocksPerChunk, weights.Blocks);
            for (var block = start; block < end; block++)
            {
                var place = (panel * weights.Blocks) + block;
                var integers = BlockSum(
                    weights.Integers.Span.Slice(place * PackedBlocks.BlockSize, PackedBlocks.BlockSize),
                    x.Slice(block * QuantizedBlock.Length, QuantizedBlock.Length));
                var scale = Vector512.Create(scales[block]) * Vector512.Create<float>(weights.Scales.Span.Slice(place * Lanes, Lanes));
                c = Vector512.FusedMultiplyAdd(integers, scale, c);
            }

            total = start == 0 ? c : total + c;
        }

        total.CopyTo(sums);
    }

    /// <summary>Four chains, since exact sums may be taken in any order.</summary>
    private static Vector512<float> BlockSum(ReadOnlySpan<byte> weights, ReadOnlySpan<sbyte> x)
    {
        ref var w = ref Unsafe.As<byte, sbyte>(ref MemoryMarshal.GetReference(weights));
        var (s0, s1, s2, s3) = (Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero);
        for (var i = 0; i < QuantizedBlock.Length; i += 4)
        {
            s0 = Vector512.FusedMultiplyAdd(Load(ref w, i), Vector512.Create((float)x[i]), s0);
            s1 = Vector512.FusedMultiplyAdd(Load(ref w, i + 1), Vector512.Create((float)x[i + 1]), s1);
            s2 = Vector512.FusedMultiplyAdd(Load(ref w, i + 2), Vector512.Create((float)x[i + 2]), s2);
            s3 = Vector512.FusedMultiplyAdd(Load(ref w, i + 3), Vector512.Create((float)x[i + 3]), s3);
        }

        return (s0 + s1) + (s2 + s3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Load(ref sbyte weights, int row)
    {
        var shorts = Vector256.WidenLower(Vector128.LoadUnsafe(ref Unsafe.Add(ref weights, row * Lanes)).ToVector256Unsafe());
        var (low, high) = Vector256.Widen(shorts);
        return Vector512.ConvertToSingle(Vector512.Create(low, high));
    }
}
