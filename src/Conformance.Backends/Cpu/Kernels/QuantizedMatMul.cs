using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Conformance.Numerics;
using Conformance.Numerics.Formats;
using Conformance.Tensors;

namespace Conformance.Backends.Cpu.Kernels;

//  Product of q8_0 rows (SA-1 [O3], [R4]).
//  The integer products of a block add up to at most 32·128² = 524 288 < 2^24, so binary32 holds every partial sum exactly and
//  an fma adds them as well as an integer unit would: I needs no conversion afterwards.

/// <summary>Operator 'matmul_q8_0'.</summary>
internal static class QuantizedMatMul
{
    private const int Lanes = PackedBlocks.Lanes;

    public static void Run(CpuCall call)
    {
        var (a, y) = (call.Input(0), call.Result);
        var weights = PackedBlocks.Of(call.Buffer(1));
        var rows = a.Shape[0];
        var (inputs, scales) = Unpack(a, weights.Blocks);
        call.Partition.For(weights.Panels, (long)Lanes * a.Shape[1] * Math.Max(1, rows), (first, end) =>
        {
            Span<float> lanes = stackalloc float[Lanes];
            for (var panel = first; panel < end; panel++)
            {
                var column = panel * Lanes;
                for (var m = 0; m < rows; m++)
                {
                    Dot(weights, panel, inputs.AsSpan(m * a.Shape[1], a.Shape[1]), scales.AsSpan(m * weights.Blocks, weights.Blocks))
                        .CopyTo(lanes);
                    lanes[..Math.Min(Lanes, weights.Outputs - column)].CopyTo(y.Floats[((m * weights.Outputs) + column)..]);
                }
            }
        });
    }

    /// <summary>The left side as floats: integers that are exact, and widened scales.</summary>
    private static (float[] Integers, float[] Scales) Unpack(Tensor a, int blocks)
    {
        var integers = new float[a.Shape.ElementCount];
        var scales = new float[a.Shape[0] * blocks];
        for (var place = 0; place < scales.Length; place++)
        {
            var block = a.Data.AsSpan(place * QuantizedBlock.Bytes, QuantizedBlock.Bytes);
            scales[place] = QuantizedBlock.Scale(block);
            var source = QuantizedBlock.Integers(block);
            for (var i = 0; i < source.Length; i++)
            {
                integers[(place * QuantizedBlock.Length) + i] = source[i];
            }
        }

        return (integers, scales);
    }

    private static Vector512<float> Dot(PackedBlocks weights, int panel, ReadOnlySpan<float> x, ReadOnlySpan<float> scales)
    {
        var total = Vector512<float>.Zero;
        for (var start = 0; start < weights.Blocks; start += Reductions.BlocksPerChunk)
        {
            var c = Vector512<float>.Zero;
            var end = Math.Min(start + Reductions.BlocksPerChunk, weights.Blocks);
            for (var block = start; block < end; block++)
            {
                var place = (panel * weights.Blocks) + block;
                var integers = BlockSum(
                    weights.Integers.AsSpan(place * QuantizedBlock.Length * Lanes, QuantizedBlock.Length * Lanes),
                    x.Slice(block * QuantizedBlock.Length, QuantizedBlock.Length));
                var scale = Vector512.Create(scales[block]) * Vector512.Create<float>(weights.Scales.AsSpan(place * Lanes, Lanes));
                c = Vector512.FusedMultiplyAdd(integers, scale, c);
            }

            total = start == 0 ? c : total + c;
        }

        return total;
    }

    /// <summary>Four chains, since exact sums may be taken in any order.</summary>
    private static Vector512<float> BlockSum(ReadOnlySpan<sbyte> weights, ReadOnlySpan<float> x)
    {
        ref var w = ref Unsafe.AsRef(in MemoryMarshal.GetReference(weights));
        var (s0, s1, s2, s3) = (Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero);
        for (var i = 0; i < QuantizedBlock.Length; i += 4)
        {
            s0 = Vector512.FusedMultiplyAdd(Load(ref w, i), Vector512.Create(x[i]), s0);
            s1 = Vector512.FusedMultiplyAdd(Load(ref w, i + 1), Vector512.Create(x[i + 1]), s1);
            s2 = Vector512.FusedMultiplyAdd(Load(ref w, i + 2), Vector512.Create(x[i + 2]), s2);
            s3 = Vector512.FusedMultiplyAdd(Load(ref w, i + 3), Vector512.Create(x[i + 3]), s3);
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
