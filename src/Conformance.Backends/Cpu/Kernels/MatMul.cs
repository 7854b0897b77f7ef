using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Conformance.Numerics;
using Conformance.Tensors;

namespace Conformance.Backends.Cpu.Kernels;

//  Matrix product (SA-1 [O2]) by register tiles.
//  Input:   a [M,K] f32; weights packed in panels of 16 outputs.
//  Tile:    4 rows × 2 panels (8 vector accumulators), or 1 row × 4 panels for what is left and for M = 1.
//  Order:   every lane is one output; its chunk of 256 runs by fma in ascending k, then one add joins it to the total.

/// <summary>Operator 'matmul'.</summary>
internal static class MatMul
{
    private const int Lanes = PackedWeights.Lanes;

    /// <summary>Reads 16 weights that meet one k.</summary>
    private interface ILoad<T>
        where T : struct
    {
        static abstract Vector512<float> Of(ref T panel, nint offset);
    }

    public static void Run(CpuCall call)
    {
        var a = call.Input(0);
        var bias = call.OptionalInput(2);
        var y = call.Result;
        var weights = PackedWeights.Of(call.Buffer(1), call.Partition);
        var rows = a.Shape[0];
        call.Partition.For(weights.Panels, (long)Lanes * weights.Length * Math.Max(1, rows), (first, end) =>
        {
            if (weights.Narrow.Length > 0)
            {
                Panels<ushort, LoadNarrow>(a.Floats, weights.Narrow, weights, rows, first, end, y.Floats);
            }
            else
            {
                Panels<float, LoadWide>(a.Floats, weights.Wide, weights, rows, first, end, y.Floats);
            }

            if (bias is not null)
            {
                AddBias(y, bias.Floats, first * Lanes, Math.Min(end * Lanes, weights.Outputs));
            }
        });
    }

    private static void AddBias(Tensor y, ReadOnlySpan<float> bias, int first, int end)
    {
        for (var m = 0; m < y.Shape[0]; m++)
        {
            for (var n = first; n < end; n++)
            {
                y.Floats[(m * y.Shape[1]) + n] += bias[n];
            }
        }
    }

    private static void Panels<T, TLoad>(
        ReadOnlySpan<float> a, ReadOnlySpan<T> panels, PackedWeights weights, int rows, int first, int end, Span<float> y)
        where T : struct
        where TLoad : ILoad<T>
    {
        var k = weights.Length;
        var panelSize = k * Lanes;
        Span<float> tile = stackalloc float[8 * Lanes];
        var m = 0;
        for (; m <= rows - 4; m += 4)
        {
            var panel = first;
            for (; panel <= end - 2; panel += 2)
            {
                Tile4X2<T, TLoad>(a.Slice(m * k, 4 * k), k, panels.Slice(panel * panelSize, 2 * panelSize), tile);
                for (var i = 0; i < 8; i++)
                {
                    Store(tile.Slice(i * Lanes, Lanes), m + (i / 2), panel + (i % 2), weights, y);
                }
            }

            for (; panel < end; panel++)
            {
                for (var row = m; row < m + 4; row++)
                {
                    Tile1X4<T, TLoad>(a.Slice(row * k, k), panels.Slice(panel * panelSize, panelSize), 1, tile);
                    Store(tile[..Lanes], row, panel, weights, y);
                }
            }
        }

        for (; m < rows; m++)
        {
            for (var panel = first; panel < end; panel += 4)
            {
                var count = Math.Min(4, end - panel);
                Tile1X4<T, TLoad>(a.Slice(m * k, k), panels.Slice(panel * panelSize, count * panelSize), count, tile);
                for (var i = 0; i < count; i++)
                {
                    Store(tile.Slice(i * Lanes, Lanes), m, panel + i, weights, y);
                }
            }
        }
    }

    private static void Store(ReadOnlySpan<float> lanes, int row, int panel, PackedWeights weights, Span<float> y)
    {
        var column = panel * Lanes;
        lanes[..Math.Min(Lanes, weights.Outputs - column)].CopyTo(y[((row * weights.Outputs) + column)..]);
    }

    /// <summary>4 rows × 2 panels. The spans were cut to size by the caller: inside, references keep bounds checks out of the loop.</summary>
    private static void Tile4X2<T, TLoad>(ReadOnlySpan<float> a, int k, ReadOnlySpan<T> panels, Span<float> tile)
        where T : struct
        where TLoad : ILoad<T>
    {
        ref var left = ref Unsafe.AsRef(in MemoryMarshal.GetReference(panels));
        ref var right = ref Unsafe.Add(ref left, (nint)k * Lanes);
        ref var x = ref Unsafe.AsRef(in MemoryMarshal.GetReference(a));
        var (t0, t1, t2, t3) = (Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero);
        var (t4, t5, t6, t7) = (t0, t0, t0, t0);
        for (var start = 0; start < k; start += Reductions.Chunk)
        {
            var (c0, c1, c2, c3) = (Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero);
            var (c4, c5, c6, c7) = (c0, c0, c0, c0);
            var end = Math.Min(start + Reductions.Chunk, k);
            for (nint i = start; i < end; i++)
            {
                var l = TLoad.Of(ref left, i * Lanes);
                var r = TLoad.Of(ref right, i * Lanes);
                var x0 = Vector512.Create(Unsafe.Add(ref x, i));
                c0 = Vector512.FusedMultiplyAdd(x0, l, c0);
                c1 = Vector512.FusedMultiplyAdd(x0, r, c1);
                var x1 = Vector512.Create(Unsafe.Add(ref x, i + k));
                c2 = Vector512.FusedMultiplyAdd(x1, l, c2);
                c3 = Vector512.FusedMultiplyAdd(x1, r, c3);
                var x2 = Vector512.Create(Unsafe.Add(ref x, i + (2 * (nint)k)));
                c4 = Vector512.FusedMultiplyAdd(x2, l, c4);
                c5 = Vector512.FusedMultiplyAdd(x2, r, c5);
                var x3 = Vector512.Create(Unsafe.Add(ref x, i + (3 * (nint)k)));
                c6 = Vector512.FusedMultiplyAdd(x3, l, c6);
                c7 = Vector512.FusedMultiplyAdd(x3, r, c7);
            }

            if (start == 0)
            {
                (t0, t1, t2, t3, t4, t5, t6, t7) = (c0, c1, c2, c3, c4, c5, c6, c7);
            }
            else
            {
                (t0, t1, t2, t3) = (t0 + c0, t1 + c1, t2 + c2, t3 + c3);
                (t4, t5, t6, t7) = (t4 + c4, t5 + c5, t6 + c6, t7 + c7);
            }
        }

        t0.CopyTo(tile);
        t1.CopyTo(tile[Lanes..]);
        t2.CopyTo(tile[(2 * Lanes)..]);
        t3.CopyTo(tile[(3 * Lanes)..]);
        t4.CopyTo(tile[(4 * Lanes)..]);
        t5.CopyTo(tile[(5 * Lanes)..]);
        t6.CopyTo(tile[(6 * Lanes)..]);
        t7.CopyTo(tile[(7 * Lanes)..]);
    }

    /// <summary>1 row × up to 4 panels; panels past the count repeat the first, and nobody reads their result.</summary>
    private static void Tile1X4<T, TLoad>(ReadOnlySpan<float> a, ReadOnlySpan<T> panels, int count, Span<float> tile)
        where T : struct
        where TLoad : ILoad<T>
    {
        var k = a.Length;
        ref var p0 = ref Unsafe.AsRef(in MemoryMarshal.GetReference(panels));
        ref var p1 = ref Unsafe.Add(ref p0, count > 1 ? (nint)k * Lanes : 0);
        ref var p2 = ref Unsafe.Add(ref p0, count > 2 ? 2 * (nint)k * Lanes : 0);
        ref var p3 = ref Unsafe.Add(ref p0, count > 3 ? 3 * (nint)k * Lanes : 0);
        ref var x = ref Unsafe.AsRef(in MemoryMarshal.GetReference(a));
        var (t0, t1, t2, t3) = (Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero);
        for (var start = 0; start < k; start += Reductions.Chunk)
        {
            var (c0, c1, c2, c3) = (Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero);
            var end = Math.Min(start + Reductions.Chunk, k);
            for (nint i = start; i < end; i++)
            {
                var xi = Vector512.Create(Unsafe.Add(ref x, i));
                c0 = Vector512.FusedMultiplyAdd(xi, TLoad.Of(ref p0, i * Lanes), c0);
                c1 = Vector512.FusedMultiplyAdd(xi, TLoad.Of(ref p1, i * Lanes), c1);
                c2 = Vector512.FusedMultiplyAdd(xi, TLoad.Of(ref p2, i * Lanes), c2);
                c3 = Vector512.FusedMultiplyAdd(xi, TLoad.Of(ref p3, i * Lanes), c3);
            }

            (t0, t1, t2, t3) = start == 0 ? (c0, c1, c2, c3) : (t0 + c0, t1 + c1, t2 + c2, t3 + c3);
        }

        t0.CopyTo(tile);
        t1.CopyTo(tile[Lanes..]);
        t2.CopyTo(tile[(2 * Lanes)..]);
        t3.CopyTo(tile[(3 * Lanes)..]);
    }

    private readonly struct LoadWide : ILoad<float>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<float> Of(ref float panel, nint offset) => Vector512.LoadUnsafe(ref Unsafe.Add(ref panel, offset));
    }

    private readonly struct LoadNarrow : ILoad<ushort>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<float> Of(ref ushort panel, nint offset)
        {
            var (low, high) = Vector256.Widen(Vector256.LoadUnsafe(ref Unsafe.Add(ref panel, offset)));
            return (Vector512.Create(low, high) << 16).AsSingle();
        }
    }
}
