using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Conformance.Backends.Cpu.Kernels.Gemm;

/// <summary>
/// 12 rows × 32 outputs for AVX-512: 24 accumulators, two weights and one input fill 27 of its 32 registers, and each k costs
/// 14 loads for 24 fma, so that the multipliers and not the loads are the limit.
/// </summary>
internal readonly struct Tile12X32 : ITile
{
    public static int Rows => 12;

    public static int Columns => 32;

    public static void Chunk<T, TLoad>(ref float x, ref T weights, int length, ref float y, nint stride, bool first, nint ahead)
        where T : struct
        where TLoad : IWeightLoad<T>
    {
        var (l0, l1, l2, l3, l4, l5) =
            (
                Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero,
                Vector512<float>.Zero);
        var (l6, l7, l8, l9, l10, l11) =
            (
                Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero,
                Vector512<float>.Zero);
        var (r0, r1, r2, r3, r4, r5) =
            (
                Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero,
                Vector512<float>.Zero);
        var (r6, r7, r8, r9, r10, r11) =
            (
                Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero,
                Vector512<float>.Zero);
        ref var w = ref weights;
        for (var k = 0; k < length; k += PackedRows.Step)
        {
            if (ahead != 0)
            {
                NextPanel.Fetch(ref w, ahead);
            }

            ref var column = ref x;
            var count = Math.Min(PackedRows.Step, length - k);
            for (var i = 0; i < count; i++)
            {
                var left = TLoad.Of(ref w, 0);
                var right = TLoad.Of(ref w, 16);
                var x0 = Vector512.Create(column);
                l0 = Vector512.FusedMultiplyAdd(x0, left, l0);
                r0 = Vector512.FusedMultiplyAdd(x0, right, r0);
                var x1 = Vector512.Create(Unsafe.Add(ref column, 4));
                l1 = Vector512.FusedMultiplyAdd(x1, left, l1);
                r1 = Vector512.FusedMultiplyAdd(x1, right, r1);
                var x2 = Vector512.Create(Unsafe.Add(ref column, 8));
                l2 = Vector512.FusedMultiplyAdd(x2, left, l2);
                r2 = Vector512.FusedMultiplyAdd(x2, right, r2);
                var x3 = Vector512.Create(Unsafe.Add(ref column, 12));
                l3 = Vector512.FusedMultiplyAdd(x3, left, l3);
                r3 = Vector512.FusedMultiplyAdd(x3, right, r3);
                var x4 = Vector512.Create(Unsafe.Add(ref column, 16));
                l4 = Vector512.FusedMultiplyAdd(x4, left, l4);
                r4 = Vector512.FusedMultiplyAdd(x4, right, r4);
                var x5 = Vector512.Create(Unsafe.Add(ref column, 20));
                l5 = Vector512.FusedMultiplyAdd(x5, left, l5);
                r5 = Vector512.FusedMultiplyAdd(x5, right, r5);
                var x6 = Vector512.Create(Unsafe.Add(ref column, 24));
                l6 = Vector512.FusedMultiplyAdd(x6, left, l6);
                r6 = Vector512.FusedMultiplyAdd(x6, right, r6);
                var x7 = Vector512.Create(Unsafe.Add(ref column, 28));
                l7 = Vector512.FusedMultiplyAdd(x7, left, l7);
                r7 = Vector512.FusedMultiplyAdd(x7, right, r7);
                var x8 = Vector512.Create(Unsafe.Add(ref column, 32));
                l8 = Vector512.FusedMultiplyAdd(x8, left, l8);
                r8 = Vector512.FusedMultiplyAdd(x8, right, r8);
                var x9 = Vector512.Create(Unsafe.Add(ref column, 36));
                l9 = Vector512.FusedMultiplyAdd(x9, left, l9);
                r9 = Vector512.FusedMultiplyAdd(x9, right, r9);
                var x10 = Vector512.Create(Unsafe.Add(ref column, 40));
                l10 = Vector512.FusedMultiplyAdd(x10, left, l10);
                r10 = Vector512.FusedMultiplyAdd(x10, right, r10);
                var x11 = Vector512.Create(Unsafe.Add(ref column, 44));
                l11 = Vector512.FusedMultiplyAdd(x11, left, l11);
                r11 = Vector512.FusedMultiplyAdd(x11, right, r11);
                w = ref Unsafe.Add(ref w, PackedWeights.Width);
                column = ref Unsafe.Add(ref column, 1);
            }

            x = ref Unsafe.Add(ref x, Rows * PackedRows.Step);
        }

        ref var row = ref y;
        if (!first)
        {
            l0 = Vector512.LoadUnsafe(ref row) + l0;
            r0 = Vector512.LoadUnsafe(ref Unsafe.Add(ref row, 16)) + r0;
            row = ref Unsafe.Add(ref row, stride);
            l1 = Vector512.LoadUnsafe(ref row) + l1;
            r1 = Vector512.LoadUnsafe(ref Unsafe.Add(ref row, 16)) + r1;
            row = ref Unsafe.Add(ref row, stride);
            l2 = Vector512.LoadUnsafe(ref row) + l2;
            r2 = Vector512.LoadUnsafe(ref Unsafe.Add(ref row, 16)) + r2;
            row = ref Unsafe.Add(ref row, stride);
            l3 = Vector512.LoadUnsafe(ref row) + l3;
            r3 = Vector512.LoadUnsafe(ref Unsafe.Add(ref row, 16)) + r3;
            row = ref Unsafe.Add(ref row, stride);
            l4 = Vector512.LoadUnsafe(ref row) + l4;
            r4 = Vector512.LoadUnsafe(ref Unsafe.Add(ref row, 16)) + r4;
            row = ref Unsafe.Add(ref row, stride);
            l5 = Vector512.LoadUnsafe(ref row) + l5;
            r5 = Vector512.LoadUnsafe(ref Unsafe.Add(ref row, 16)) + r5;
            row = ref Unsafe.Add(ref row, stride);
            l6 = Vector512.LoadUnsafe(ref row) + l6;
            r6 = Vector512.LoadUnsafe(ref Unsafe.Add(ref row, 16)) + r6;
            row = ref Unsafe.Add(ref row, stride);
            l7 = Vector512.LoadUnsafe(ref row) + l7;
            r7 = Vector512.LoadUnsafe(ref Unsafe.Add(ref row, 16)) + r7;
            row = ref Unsafe.Add(ref row, stride);
            l8 = Vector512.LoadUnsafe(ref row) + l8;
            r8 = Vector512.LoadUnsafe(ref Unsafe.Add(ref row, 16)) + r8;
            row = ref Unsafe.Add(ref row, stride);
            l9 = Vector512.LoadUnsafe(ref row) + l9;
            r9 = Vector512.LoadUnsafe(ref Unsafe.Add(ref row, 16)) + r9;
            row = ref Unsafe.Add(ref row, stride);
            l10 = Vector512.LoadUnsafe(ref row) + l10;
            r10 = Vector512.LoadUnsafe(ref Unsafe.Add(ref row, 16)) + r10;
            row = ref Unsafe.Add(ref row, stride);
            l11 = Vector512.LoadUnsafe(ref row) + l11;
            r11 = Vector512.LoadUnsafe(ref Unsafe.Add(ref row, 16)) + r11;
        }

        row = ref y;
        l0.StoreUnsafe(ref row);
        r0.StoreUnsafe(ref Unsafe.Add(ref row, 16));
        row = ref Unsafe.Add(ref row, stride);
        l1.StoreUnsafe(ref row);
        r1.StoreUnsafe(ref Unsafe.Add(ref row, 16));
        row = ref Unsafe.Add(ref row, stride);
        l2.StoreUnsafe(ref row);
        r2.StoreUnsafe(ref Unsafe.Add(ref row, 16));
        row = ref Unsafe.Add(ref row, stride);
        l3.StoreUnsafe(ref row);
        r3.StoreUnsafe(ref Unsafe.Add(ref row, 16));
        row = ref Unsafe.Add(ref row, stride);
        l4.StoreUnsafe(ref row);
        r4.StoreUnsafe(ref Unsafe.Add(ref row, 16));
        row = ref Unsafe.Add(ref row, stride);
        l5.StoreUnsafe(ref row);
        r5.StoreUnsafe(ref Unsafe.Add(ref row, 16));
        row = ref Unsafe.Add(ref row, stride);
        l6.StoreUnsafe(ref row);
        r6.StoreUnsafe(ref Unsafe.Add(ref row, 16));
        row = ref Unsafe.Add(ref row, stride);
        l7.StoreUnsafe(ref row);
        r7.StoreUnsafe(ref Unsafe.Add(ref row, 16));
        row = ref Unsafe.Add(ref row, stride);
        l8.StoreUnsafe(ref row);
        r8.StoreUnsafe(ref Unsafe.Add(ref row, 16));
        row = ref Unsafe.Add(ref row, stride);
        l9.StoreUnsafe(ref row);
        r9.StoreUnsafe(ref Unsafe.Add(ref row, 16));
        row = ref Unsafe.Add(ref row, stride);
        l10.StoreUnsafe(ref row);
        r10.StoreUnsafe(ref Unsafe.Add(ref row, 16));
        row = ref Unsafe.Add(ref row, stride);
        l11.StoreUnsafe(ref row);
        r11.StoreUnsafe(ref Unsafe.Add(ref row, 16));
    }
}
