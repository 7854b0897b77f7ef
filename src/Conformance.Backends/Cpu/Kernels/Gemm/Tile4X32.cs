using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Conformance.Backends.Cpu.Kernels.Gemm;

/// <summary>
/// 4 rows × 32 outputs: the last rows of a product on AVX-512. Eight accumulators are what two multipliers with a latency
/// of four cycles need.
/// </summary>
internal readonly struct Tile4X32 : ITile
{
    public static int Rows => 4;

    public static int Columns => 32;

    public static void Chunk<T, TLoad>(ref float x, ref T weights, int length, ref float y, nint stride, bool first, nint ahead)
        where T : struct
        where TLoad : IWeightLoad<T>
    {
        var (l0, l1, l2, l3) = (Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero);
        var (r0, r1, r2, r3) = (Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero);
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
    }
}
