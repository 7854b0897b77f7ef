using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Conformance.Numerics;

namespace Conformance.Backends.Cpu.Kernels.Attending;

/// <summary>
/// y[query][d] = dot over positions of p and values[·][d], in chunks of 256 absolute positions. A lane is an element of the head; two
/// queries of a group read each value once, which with 64 elements is as many chains as the fma's latency takes.
/// </summary>
internal static class WeightedSum
{
    private const int Lanes = 16;
    private const int Half = Lanes / 2;
    private const int Wide = 4 * Lanes;

    /// <summary>Positions that all queries take before the next: their values wait in the second cache. A part of a chunk.</summary>
    private const int Block = 64;

    /// <summary>Floats that <see cref="Run"/> needs.</summary>
    public static int Scratch(int size) => (SideBySide.Lanes * size) + (Block * size);

    /// <param name="p">[queries, pitch].</param>
    /// <param name="pitch">Floats from one row of p to the next.</param>
    /// <param name="v">[positions, groups, size].</param>
    /// <param name="stride">groups · size.</param>
    /// <param name="size">Of a head.</param>
    /// <param name="queries">At most 16, group after group; none sees less than the one before it in its group.</param>
    /// <param name="y">[rows, heads, size].</param>
    /// <param name="scratch">[queries, size], the running chunks, and [64, size], the values of one head.</param>
    public static void Run(
        ReadOnlySpan<float> p, int pitch, ReadOnlySpan<float> v, int stride, int size, ReadOnlySpan<Query> queries, Span<float> y,
        Span<float> scratch)
    {
        foreach (var query in queries)
        {
            y.Slice(query.Row * size, size).Clear();
        }

        var sums = scratch[..(queries.Length * size)];
        var rows = scratch.Slice(sums.Length, Block * size);
        var longest = Query.Longest(queries);
        for (var start = 0; start < longest; start += Reductions.Chunk)
        {
            sums.Clear();
            var end = Math.Min(longest, start + Reductions.Chunk);
            for (var j = start; j < end; j += Block)
            {
                for (var (from, to) = (0, 0); from < queries.Length; from = to)
                {
                    to = Query.EndOfGroup(queries, from);
                    Group(
                        p[((from * pitch) + j)..], pitch, v, stride, size, j, queries[from..to], sums.Slice(
                            from * size, (to - from) * size), rows);
                }
            }

            for (var i = 0; i < queries.Length; i++)
            {
                Join(sums.Slice(i * size, size), start, queries[i].Seen, y.Slice(queries[i].Row * size, size));
            }
        }
    }

    /// <summary>One block of the queries of one group. More than two read the values more than once.</summary>
    private static void Group(
        ReadOnlySpan<float> p, int pitch, ReadOnlySpan<float> v, int stride, int size, int start, ReadOnlySpan<Query> queries,
        Span<float> sums, Span<float> rows)
    {
        var count = Math.Clamp(queries[^1].Seen - start, 0, Block);
        if (count == 0)
        {
            return;
        }

        var values = v[((start * stride) + (queries[0].Group * size))..];
        if (queries.Length > 2)
        {
            HeadRows.Gather(values, stride, size, count, rows);
            values = rows;
            stride = size;
        }

        for (var i = 0; i < queries.Length; i += 2)
        {
            var pair = queries.Slice(i, Math.Min(2, queries.Length - i));
            Pair(p[(i * pitch)..], pitch, values, stride, size, start, pair, sums.Slice(i * size, pair.Length * size));
        }
    }

    /// <summary>One block of one or two queries: what both see together, and what only the second sees.</summary>
    private static void Pair(
        ReadOnlySpan<float> p, int pitch, ReadOnlySpan<float> v, int stride, int size, int start, ReadOnlySpan<Query> pair,
        Span<float> sums)
    {
        var both = Math.Clamp(pair[0].Seen - start, 0, Block);
        var last = Math.Clamp(pair[^1].Seen - start, 0, Block);
        var isTwo = pair.Length == 2;
        if (both > 0)
        {
            Elements(p, isTwo ? pitch : 0, v, stride, size, both, sums, isTwo ? size : 0);
        }

        if (last > both)
        {
            Elements(p[(pitch + both)..], 0, v[(both * stride)..], stride, size, last - both, sums[size..], 0);
        }
    }

    /// <summary>[R3], for a query that sees something of the chunk.</summary>
    private static void Join(ReadOnlySpan<float> sums, int start, int seen, Span<float> y)
    {
        if (start == 0 && seen > 0)
        {
            sums.CopyTo(y);
        }
        else if (seen > start)
        {
            Elementwise.Binary<Add>(y, sums, y);
        }
    }

    /// <summary>Continues the chains in c by <paramref name="count"/> positions. With pitches of 0 the two queries are one.</summary>
    private static void Elements(
        ReadOnlySpan<float> p, int pitch, ReadOnlySpan<float> v, int stride, int size, int count, Span<float> c, int sumPitch)
    {
        ref var weights = ref MemoryMarshal.GetReference(p[..(pitch + count)]);
        ref var values = ref MemoryMarshal.GetReference(v[..(((count - 1) * stride) + size)]);
        ref var sums = ref MemoryMarshal.GetReference(c[..(sumPitch + size)]);
        var d = 0;
        for (; d <= size - Wide; d += Wide)
        {
            SixtyFour(ref weights, pitch, ref Unsafe.Add(ref values, d), stride, count, ref Unsafe.Add(ref sums, d), sumPitch);
        }

        for (; d <= size - Lanes; d += Lanes)
        {
            Sixteen(ref weights, pitch, ref Unsafe.Add(ref values, d), stride, count, ref Unsafe.Add(ref sums, d), sumPitch);
        }

        // Small models have heads of eight.
        for (; d <= size - Half; d += Half)
        {
            Eight(ref weights, pitch, ref Unsafe.Add(ref values, d), stride, count, ref Unsafe.Add(ref sums, d), sumPitch);
        }

        for (; d < size; d++)
        {
            for (var r = 0; r <= (sumPitch == 0 ? 0 : 1); r++)
            {
                var sum = c[(r * sumPitch) + d];
                for (var j = 0; j < count; j++)
                {
                    sum = MathF.FusedMultiplyAdd(p[(r * pitch) + j], v[(j * stride) + d], sum);
                }

                c[(r * sumPitch) + d] = sum;
            }
        }
    }

    private static void SixtyFour(ref float p, nint pitch, ref float v, nint stride, int count, ref float c, nint sumPitch)
    {
        unchecked
        {
            ref var other = ref Unsafe.Add(ref c, sumPitch);
            var (a0, a1) = (Vector512.LoadUnsafe(ref c), Vector512.LoadUnsafe(ref c, Lanes));
            var (a2, a3) = (Vector512.LoadUnsafe(ref c, 2 * Lanes), Vector512.LoadUnsafe(ref c, 3 * Lanes));
            var (b0, b1) = (Vector512.LoadUnsafe(ref other), Vector512.LoadUnsafe(ref other, Lanes));
            var (b2, b3) = (Vector512.LoadUnsafe(ref other, 2 * Lanes), Vector512.LoadUnsafe(ref other, 3 * Lanes));
            for (nint j = 0; j < count; j++)
            {
                var left = Vector512.Create(Unsafe.Add(ref p, j));
                var right = Vector512.Create(Unsafe.Add(ref p, j + pitch));
                var v0 = Vector512.LoadUnsafe(ref v);
                var v1 = Vector512.LoadUnsafe(ref v, Lanes);
                var v2 = Vector512.LoadUnsafe(ref v, 2 * Lanes);
                var v3 = Vector512.LoadUnsafe(ref v, 3 * Lanes);
                a0 = Vector512.FusedMultiplyAdd(left, v0, a0);
                a1 = Vector512.FusedMultiplyAdd(left, v1, a1);
                a2 = Vector512.FusedMultiplyAdd(left, v2, a2);
                a3 = Vector512.FusedMultiplyAdd(left, v3, a3);
                b0 = Vector512.FusedMultiplyAdd(right, v0, b0);
                b1 = Vector512.FusedMultiplyAdd(right, v1, b1);
                b2 = Vector512.FusedMultiplyAdd(right, v2, b2);
                b3 = Vector512.FusedMultiplyAdd(right, v3, b3);
                v = ref Unsafe.Add(ref v, stride);
            }

            a0.StoreUnsafe(ref c);
            a1.StoreUnsafe(ref c, Lanes);
            a2.StoreUnsafe(ref c, 2 * Lanes);
            a3.StoreUnsafe(ref c, 3 * Lanes);
            b0.StoreUnsafe(ref other);
            b1.StoreUnsafe(ref other, Lanes);
            b2.StoreUnsafe(ref other, 2 * Lanes);
            b3.StoreUnsafe(ref other, 3 * Lanes);
        }
    }

    private static void Sixteen(ref float p, nint pitch, ref float v, nint stride, int count, ref float c, nint sumPitch)
    {
        unchecked
        {
            ref var other = ref Unsafe.Add(ref c, sumPitch);
            var (a, b) = (Vector512.LoadUnsafe(ref c), Vector512.LoadUnsafe(ref other));
            for (nint j = 0; j < count; j++)
            {
                var value = Vector512.LoadUnsafe(ref v);
                a = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref p, j)), value, a);
                b = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref p, j + pitch)), value, b);
                v = ref Unsafe.Add(ref v, stride);
            }

            a.StoreUnsafe(ref c);
            b.StoreUnsafe(ref other);
        }
    }

    private static void Eight(ref float p, nint pitch, ref float v, nint stride, int count, ref float c, nint sumPitch)
    {
        unchecked
        {
            ref var other = ref Unsafe.Add(ref c, sumPitch);
            var (a, b) = (Vector256.LoadUnsafe(ref c), Vector256.LoadUnsafe(ref other));
            for (nint j = 0; j < count; j++)
            {
                var value = Vector256.LoadUnsafe(ref v);
                a = Vector256.FusedMultiplyAdd(Vector256.Create(Unsafe.Add(ref p, j)), value, a);
                b = Vector256.FusedMultiplyAdd(Vector256.Create(Unsafe.Add(ref p, j + pitch)), value, b);
                v = ref Unsafe.Add(ref v, stride);
            }

            a.StoreUnsafe(ref c);
            b.StoreUnsafe(ref other);
        }
    }
}
