using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Conformance.Backends.Cpu.Kernels.Gemm;

/// <summary>
/// 2 rows × 16 outputs: the last rows of a product without AVX-512.
/// </summary>
internal readonly struct Tile2X16 : ITile
{
    public static int Rows => 2;

    public static int Columns => 16;

    public static void Chunk<T, TLoad>(ref float x, ref T weights, int length, ref float y, nint stride, bool first, nint ahead)
        where T : struct
        where TLoad : IWeightLoad<T>
    {
        var (l0, l1) = (Vector256<float>.Zero, Vector256<float>.Zero);
        var (r0, r1) = (Vector256<float>.Zero, Vector256<float>.Zero);
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
        }

        row = ref y;
        l0.StoreUnsafe(ref row);
        r0.StoreUnsafe(ref Unsafe.Add(ref row, 8));
        row = ref Unsafe.Add(ref row, stride);
        l1.StoreUnsafe(ref row);
        r1.StoreUnsafe(ref Unsafe.Add(ref row, 8));
    }
}
