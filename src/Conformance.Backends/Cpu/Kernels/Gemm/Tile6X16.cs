using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Conformance.Backends.Cpu.Kernels.Gemm;

/// <summary>
/// 6 rows × 16 outputs for machines with 16 registers of eight lanes: 12 accumulators, two weights and one input.
/// </summary>
internal readonly struct Tile6X16 : ITile
{
    public static int Rows => 6;

    public static int Columns => 16;

    public static void Chunk<T, TLoad>(ref float x, ref T weights, int length, ref float y, nint stride, bool first, nint ahead)
        where T : struct
        where TLoad : IWeightLoad<T>
    {
        var (l0, l1, l2, l3, l4, l5) =
            (
                Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero,
                Vector256<float>.Zero);
        var (r0, r1, r2, r3, r4, r5) =
            (
                Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero,
                Vector256<float>.Zero);
        ref var w = ref weights;
        for (var k = 0; k < length; k += PackedRows.Step)
        {
            ref var column = ref x;
            var count = Math.Min(PackedRows.Step, length - k);
            for (var i = 0; i < count; i++)
            {
                var left = TLoad.Half(ref w, 0);
                var right = TLoad.Half(ref w, 8);
                var x0 = Vector256.Create(column);
                l0 = Vector256.FusedMultiplyAdd(x0, left, l0);
                r0 = Vector256.FusedMultiplyAdd(x0, right, r0);
                var x1 = Vector256.Create(Unsafe.Add(ref column, 4));
                l1 = Vector256.FusedMultiplyAdd(x1, left, l1);
                r1 = Vector256.FusedMultiplyAdd(x1, right, r1);
                var x2 = Vector256.Create(Unsafe.Add(ref column, 8));
                l2 = Vector256.FusedMultiplyAdd(x2, left, l2);
                r2 = Vector256.FusedMultiplyAdd(x2, right, r2);
                var x3 = Vector256.Create(Unsafe.Add(ref column, 12));
                l3 = Vector256.FusedMultiplyAdd(x3, left, l3);
                r3 = Vector256.FusedMultiplyAdd(x3, right, r3);
                var x4 = Vector256.Create(Unsafe.Add(ref column, 16));
                l4 = Vector256.FusedMultiplyAdd(x4, left, l4);
                r4 = Vector256.FusedMultiplyAdd(x4, right, r4);
                var x5 = Vector256.Create(Unsafe.Add(ref column, 20));
                l5 = Vector256.FusedMultiplyAdd(x5, left, l5);
                r5 = Vector256.FusedMultiplyAdd(x5, right, r5);
                w = ref Unsafe.Add(ref w, PackedWeights.Width);
                column = ref Unsafe.Add(ref column, 1);
            }

            x = ref Unsafe.Add(ref x, Rows * PackedRows.Step);
        }

        ref var row = ref y;
        if (!first)
        {
            l0 = Vector256.LoadUnsafe(ref row) + l0;
            r0 = Vector256.LoadUnsafe(ref Unsafe.Add(ref row, 8)) + r0;
            row = ref Unsafe.Add(ref row, stride);
            l1 = Vector256.LoadUnsafe(ref row) + l1;
            r1 = Vector256.LoadUnsafe(ref Unsafe.Add(ref row, 8)) + r1;
            row = ref Unsafe.Add(ref row, stride);
            l2 = Vector256.LoadUnsafe(ref row) + l2;
            r2 = Vector256.LoadUnsafe(ref Unsafe.Add(ref row, 8)) + r2;
            row = ref Unsafe.Add(ref row, stride);
            l3 = Vector256.LoadUnsafe(ref row) + l3;
            r3 = Vector256.LoadUnsafe(ref Unsafe.Add(ref row, 8)) + r3;
            row = ref Unsafe.Add(ref row, stride);
            l4 = Vector256.LoadUnsafe(ref row) + l4;
            r4 = Vector256.LoadUnsafe(ref Unsafe.Add(ref row, 8)) + r4;
            row = ref Unsafe.Add(ref row, stride);
            l5 = Vector256.LoadUnsafe(ref row) + l5;
            r5 = Vector256.LoadUnsafe(ref Unsafe.Add(ref row, 8)) + r5;
        }

        row = ref y;
        l0.StoreUnsafe(ref row);
        r0.StoreUnsafe(ref Unsafe.Add(ref row, 8));
        row = ref Unsafe.Add(ref row, stride);
        l1.StoreUnsafe(ref row);
        r1.StoreUnsafe(ref Unsafe.Add(ref row, 8));
        row = ref Unsafe.Add(ref row, stride);
        l2.StoreUnsafe(ref row);
        r2.StoreUnsafe(ref Unsafe.Add(ref row, 8));
        row = ref Unsafe.Add(ref row, stride);
        l3.StoreUnsafe(ref row);
        r3.StoreUnsafe(ref Unsafe.Add(ref row, 8));
        row = ref Unsafe.Add(ref row, stride);
        l4.StoreUnsafe(ref row);
        r4.StoreUnsafe(ref Unsafe.Add(ref row, 8));
        row = ref Unsafe.Add(ref row, stride);
        l5.StoreUnsafe(ref row);
        r5.StoreUnsafe(ref Unsafe.Add(ref row, 8));
    }
}
