using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Conformance.Backends.Cpu.Kernels.Attending;

/// <summary>
/// Up to 8 queries × 32 positions, whose sums stay in registers. Four queries are eight sums, as many as hide the latency of the fma.
/// </summary>
internal static class ScoreTile
{
    public const int Queries = 8;

    private const int Lanes = 16;
    private const int Width = KeyBlock.Positions;

    /// <param name="keys">[size][32].</param>
    /// <param name="queries">[size][8].</param>
    /// <param name="size">Of a head, at most a chunk.</param>
    /// <param name="count">Queries that there are.</param>
    /// <param name="positions">Scores wanted of each.</param>
    /// <param name="scale">The factor.</param>
    /// <param name="scores">From the first position of the first query on.</param>
    /// <param name="pitch">Floats from one query's scores to the next.</param>
    public static void Run(
        ReadOnlySpan<float> keys, ReadOnlySpan<float> queries, int size, int count, int positions, float scale, Span<float> scores, int pitch)
    {
        Span<float> sums = stackalloc float[Queries * Width];
        ref var key = ref MemoryMarshal.GetReference(keys);
        ref var query = ref MemoryMarshal.GetReference(queries);
        var factor = Vector512.Create(scale);
        Half(ref key, ref query, size, factor, ref MemoryMarshal.GetReference(sums));
        if (count > Queries / 2)
        {
            Half(ref key, ref Unsafe.Add(ref query, Queries / 2), size, factor, ref sums[Queries / 2 * Width]);
        }

        for (var i = 0; i < count; i++)
        {
            sums.Slice(i * Width, positions).CopyTo(scores[(i * pitch)..]);
        }
    }

    /// <summary>Four queries.</summary>
    private static void Half(ref float key, ref float query, int size, Vector512<float> factor, ref float sums)
    {
        unchecked
        {
            var (l0, l1, l2, l3) = (Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero);
            var (r0, r1, r2, r3) = (Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero);
            for (var d = 0; d < size; d++)
            {
                var left = Vector512.LoadUnsafe(ref key);
                var right = Vector512.LoadUnsafe(ref key, Lanes);
                var x0 = Vector512.Create(query);
                l0 = Vector512.FusedMultiplyAdd(x0, left, l0);
                r0 = Vector512.FusedMultiplyAdd(x0, right, r0);
                var x1 = Vector512.Create(Unsafe.Add(ref query, 1));
                l1 = Vector512.FusedMultiplyAdd(x1, left, l1);
                r1 = Vector512.FusedMultiplyAdd(x1, right, r1);
                var x2 = Vector512.Create(Unsafe.Add(ref query, 2));
                l2 = Vector512.FusedMultiplyAdd(x2, left, l2);
                r2 = Vector512.FusedMultiplyAdd(x2, right, r2);
                var x3 = Vector512.Create(Unsafe.Add(ref query, 3));
                l3 = Vector512.FusedMultiplyAdd(x3, left, l3);
                r3 = Vector512.FusedMultiplyAdd(x3, right, r3);
                key = ref Unsafe.Add(ref key, Width);
                query = ref Unsafe.Add(ref query, Queries);
            }

            (l0 * factor).StoreUnsafe(ref sums);
            (r0 * factor).StoreUnsafe(ref sums, Lanes);
            (l1 * factor).StoreUnsafe(ref sums, Width);
            (r1 * factor).StoreUnsafe(ref sums, Width + Lanes);
            (l2 * factor).StoreUnsafe(ref sums, 2 * Width);
            (r2 * factor).StoreUnsafe(ref sums, (2 * Width) + Lanes);
            (l3 * factor).StoreUnsafe(ref sums, 3 * Width);
            (r3 * factor).StoreUnsafe(ref sums, (3 * Width) + Lanes);
        }
    }
}
