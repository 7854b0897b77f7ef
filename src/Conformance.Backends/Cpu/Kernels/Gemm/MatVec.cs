using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Conformance.Numerics;

namespace Conformance.Backends.Cpu.Kernels.Gemm;

/// <summary>
/// One row times panels: every weight is read once and used once, so memory is the limit. Two panels run side by side, each one
/// stream of 128 bytes per k in f32; four chains hide the latency of the fma.
/// </summary>
internal static class MatVec
{
    private const int Width = PackedWeights.Width;
    private const int Lanes = 16;

    /// <summary>y[panels first..end) = dot(x, weights) in the order of [R1] and [R3].</summary>
    public static void Run<T,
    TLoad>(ReadOnlySpan<float> x, ReadOnlySpan<T> panels, PackedWeights weights, int first, int end, Span<float> y)
        where T : struct
        where TLoad : IWeightLoad<T>
    {
        var size = weights.Length * Width;
        Span<float> sums = stackalloc float[2 * Width];
        for (var panel = first; panel < end; panel += 2)
        {
            // Without a second panel the first runs twice, and nobody reads the copy.
            var count = Math.Min(2, end - panel);
            Pair<T, TLoad>(x, panels.Slice(panel * size, count * size), (count - 1) * size, sums);
            var column = panel * Width;
            sums[..Math.Min(count * Width, weights.Outputs - column)].CopyTo(y[column..]);
        }
    }

    private static void Pair<T, TLoad>(ReadOnlySpan<float> x, ReadOnlySpan<T> panels, nint next, Span<float> sums)
        where T : struct
        where TLoad : IWeightLoad<T>
    {
        ref var left = ref MemoryMarshal.GetReference(panels);
        ref var right = ref Unsafe.Add(ref left, next);
        var (t0, t1, t2, t3) = (Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero);
        for (var start = 0; start < x.Length; start += Reductions.Chunk)
        {
            var (c0, c1, c2, c3) = (Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero);
            foreach (var value in x.Slice(start, Math.Min(Reductions.Chunk, x.Length - start)))
            {
                var xi = Vector512.Create(value);
                c0 = Vector512.FusedMultiplyAdd(xi, TLoad.Of(ref left, 0), c0);
                c1 = Vector512.FusedMultiplyAdd(xi, TLoad.Of(ref left, Lanes), c1);
                c2 = Vector512.FusedMultiplyAdd(xi, TLoad.Of(ref right, 0), c2);
                c3 = Vector512.FusedMultiplyAdd(xi, TLoad.Of(ref right, Lanes), c3);
                left = ref Unsafe.Add(ref left, Width);
                right = ref Unsafe.Add(ref right, Width);
            }

            (t0, t1, t2, t3) = start == 0 ? (c0, c1, c2, c3) : (t0 + c0, t1 + c1, t2 + c2, t3 + c3);
        }

        t0.CopyTo(sums);
        t1.CopyTo(sums[Lanes..]);
        t2.CopyTo(sums[(2 * Lanes)..]);
        t3.CopyTo(sums[(3 * Lanes)..]);
    }
}
