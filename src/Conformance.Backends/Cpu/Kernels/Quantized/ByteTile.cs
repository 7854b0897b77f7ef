using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Conformance.Numerics;
using Conformance.Numerics.Formats;

namespace Conformance.Backends.Cpu.Kernels.Quantized;

/// <summary>
/// Products of bytes by AVX-VNNI: four products of an unsigned and a signed byte join a 32-bit sum without saturation, so the
/// weights carry 128 too much and the row's block sum takes it back; every step is exact. I times 16 outputs in two vectors.
/// </summary>
internal static class ByteTile
{
    private const int Lanes = PackedBlocks.Lanes;

    /// <summary>dotq of one row and the 16 outputs of a panel ([R4]).</summary>
    public static void Row(PackedBlocks weights, int panel, in QuantizedRows rows, int row, Span<float> sums)
    {
        ref var w = ref weights.Integers.Span[panel * weights.Blocks * PackedBlocks.BlockSize];
        ref var d = ref weights.Scales.Span[panel * weights.Blocks * Lanes];
        ref var x = ref MemoryMarshal.GetReference(rows.Integers(row));
        var scales = rows.Scales(row);
        var offsets = rows.Offsets(row);
        var (t0, t1) = (Vector256<float>.Zero, Vector256<float>.Zero);
        for (var start = 0; start < scales.Length; start += Reductions.BlocksPerChunk)
        {
            var (c0, c1) = (Vector256<float>.Zero, Vector256<float>.Zero);
            var end = Math.Min(start + Reductions.BlocksPerChunk, scales.Length);
            for (var block = start; block < end; block++)
            {
                // Two chains for each half: a product takes several cycles.
                var (a0, a1, b0, b1) =
                    (Vector256.Create(offsets[block]), Vector256.Create(offsets[block]), Vector256<int>.Zero, Vector256<int>.Zero);
                for (var i = 0; i < QuantizedBlock.Length; i += 8)
                {
                    var first = Four(ref x, 0);
                    a0 = AvxVnni.MultiplyWideningAndAdd(a0, Vector256.LoadUnsafe(ref w, 0), first);
                    a1 = AvxVnni.MultiplyWideningAndAdd(a1, Vector256.LoadUnsafe(ref w, 32), first);
                    var second = Four(ref x, 4);
                    b0 = AvxVnni.MultiplyWideningAndAdd(b0, Vector256.LoadUnsafe(ref w, 64), second);
                    b1 = AvxVnni.MultiplyWideningAndAdd(b1, Vector256.LoadUnsafe(ref w, 96), second);
                    w = ref Unsafe.Add(ref w, 8 * Lanes);
                    x = ref Unsafe.Add(ref x, 8);
                }

                var scale = Vector256.Create(scales[block]);
                c0 = Vector256.FusedMultiplyAdd(Vector256.ConvertToSingle(a0 + b0), scale * Vector256.LoadUnsafe(ref d, 0), c0);
                c1 = Vector256.FusedMultiplyAdd(Vector256.ConvertToSingle(a1 + b1), scale * Vector256.LoadUnsafe(ref d, 8), c1);
                d = ref Unsafe.Add(ref d, Lanes);
            }

            (t0, t1) = start == 0 ? (c0, c1) : (t0 + c0, t1 + c1);
        }

        t0.CopyTo(sums);
        t1.CopyTo(sums[8..]);
    }

    /// <summary>The same for four rows at once, which read the weights once.</summary>
    public static void FourRows(PackedBlocks weights, int panel, in QuantizedRows rows, int row, Span<float> sums)
    {
        ref var w = ref weights.Integers.Span[panel * weights.Blocks * PackedBlocks.BlockSize];
        ref var d = ref weights.Scales.Span[panel * weights.Blocks * Lanes];
        ref var x0 = ref MemoryMarshal.GetReference(rows.Integers(row));
        ref var x1 = ref MemoryMarshal.GetReference(rows.Integers(row + 1));
        ref var x2 = ref MemoryMarshal.GetReference(rows.Integers(row + 2));
        ref var x3 = ref MemoryMarshal.GetReference(rows.Integers(row + 3));
        var s0 = rows.Scales(row);
        var s1 = rows.Scales(row + 1);
        var s2 = rows.Scales(row + 2);
        var s3 = rows.Scales(row + 3);
        var o0 = rows.Offsets(row);
        var o1 = rows.Offsets(row + 1);
        var o2 = rows.Offsets(row + 2);
        var o3 = rows.Offsets(row + 3);
        for (var start = 0; start < s0.Length; start += Reductions.BlocksPerChunk)
        {
            var (c0, c1, c2, c3) = (Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero);
            var (c4, c5, c6, c7) = (c0, c0, c0, c0);
            var end = Math.Min(start + Reductions.BlocksPerChunk, s0.Length);
            for (var block = start; block < end; block++)
            {
                var (a0, a1, a2, a3) =
                    (Vector256.Create(o0[block]), Vector256.Create(o1[block]), Vector256.Create(o2[block]), Vector256.Create(o3[block]));
                var (b0, b1, b2, b3) = (a0, a1, a2, a3);
                for (var i = 0; i < QuantizedBlock.Length; i += 4)
                {
                    var left = Vector256.LoadUnsafe(ref w, 0);
                    var right = Vector256.LoadUnsafe(ref w, 32);
                    var four = Four(ref x0, 0);
                    a0 = AvxVnni.MultiplyWideningAndAdd(a0, left, four);
                    b0 = AvxVnni.MultiplyWideningAndAdd(b0, right, four);
                    four = Four(ref x1, 0);
                    a1 = AvxVnni.MultiplyWideningAndAdd(a1, left, four);
                    b1 = AvxVnni.MultiplyWideningAndAdd(b1, right, four);
                    four = Four(ref x2, 0);
                    a2 = AvxVnni.MultiplyWideningAndAdd(a2, left, four);
                    b2 = AvxVnni.MultiplyWideningAndAdd(b2, right, four);
                    four = Four(ref x3, 0);
                    a3 = AvxVnni.MultiplyWideningAndAdd(a3, left, four);
                    b3 = AvxVnni.MultiplyWideningAndAdd(b3, right, four);
                    w = ref Unsafe.Add(ref w, 4 * Lanes);
                    x0 = ref Unsafe.Add(ref x0, 4);
                    x1 = ref Unsafe.Add(ref x1, 4);
                    x2 = ref Unsafe.Add(ref x2, 4);
                    x3 = ref Unsafe.Add(ref x3, 4);
                }

                var low = Vector256.LoadUnsafe(ref d, 0);
                var high = Vector256.LoadUnsafe(ref d, 8);
                c0 = Join(a0, s0[block], low, c0);
                c1 = Join(b0, s0[block], high, c1);
                c2 = Join(a1, s1[block], low, c2);
                c3 = Join(b1, s1[block], high, c3);
                c4 = Join(a2, s2[block], low, c4);
                c5 = Join(b2, s2[block], high, c5);
                c6 = Join(a3, s3[block], low, c6);
                c7 = Join(b3, s3[block], high, c7);
                d = ref Unsafe.Add(ref d, Lanes);
            }

            Add(sums, start, c0, c1);
            Add(sums[Lanes..], start, c2, c3);
            Add(sums[(2 * Lanes)..], start, c4, c5);
            Add(sums[(3 * Lanes)..], start, c6, c7);
        }
    }

    /// <summary>fma(float(I), mul(widen(d_a), widen(d_b)), c).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Join(Vector256<int> integers, float left, Vector256<float> right, Vector256<float> c) =>
        Vector256.FusedMultiplyAdd(Vector256.ConvertToSingle(integers), Vector256.Create(left) * right, c);

    /// <summary>[R3].</summary>
    private static void Add(Span<float> sums, int start, Vector256<float> low, Vector256<float> high)
    {
        (start == 0 ? low : Vector256.Create<float>(sums) + low).CopyTo(sums);
        (start == 0 ? high : Vector256.Create<float>(sums[8..]) + high).CopyTo(sums[8..]);
    }

    /// <summary>Four neighbouring integers of the row, in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<sbyte> Four(ref sbyte x, int offset) =>
        Vector256.Create(Unsafe.ReadUnaligned<int>(ref Unsafe.As<sbyte, byte>(ref Unsafe.Add(ref x, offset)))).AsSByte();
}
