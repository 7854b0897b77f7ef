using Conformance.Numerics;

namespace Conformance.Backends.Cpu.Kernels.Attending;

/// <summary>
/// scores[query][j] = dot(query, keys[j]) · scale. A lane is a position: the keys of 32 are turned around once and meet all queries of
/// their group, eight or four at a time.
/// </summary>
internal static class Scores
{
    private const int Tile = ScoreTile.Queries;

    /// <summary>Floats that <see cref="Run"/> needs: the queries as [tile][size][8], then one block of keys twice.</summary>
    public static int Scratch(int size) => (SideBySide.Lanes * Tile * size) + (2 * size * KeyBlock.Positions);

    /// <param name="q">[rows, heads, size].</param>
    /// <param name="k">[positions, groups, size].</param>
    /// <param name="stride">groups · size.</param>
    /// <param name="size">Of a head.</param>
    /// <param name="scale">The factor.</param>
    /// <param name="queries">At most 16, group after group.</param>
    /// <param name="scores">[queries, pitch]; those of positions not seen may be overwritten.</param>
    /// <param name="pitch">Floats from one row of scores to the next.</param>
    /// <param name="scratch">As many as <see cref="Scratch"/> says.</param>
    public static void Run(
        ReadOnlySpan<float> q, ReadOnlySpan<float> k, int stride, int size, float scale, ReadOnlySpan<Query> queries,
        Span<float> scores, int pitch, Span<float> scratch)
    {
        if (size > Reductions.Chunk)
        {
            OneByOne(q, k, stride, size, scale, queries, scores, pitch);
            return;
        }

        var block = scratch[..(size * KeyBlock.Positions)];
        var gathered = scratch.Slice(block.Length, block.Length);
        var packed = scratch[(2 * block.Length)..];
        Pack(q, size, queries, packed);

        // Position after position, and in each all groups: that is how the keys lie in memory.
        var longest = Query.Longest(queries);
        for (var j = 0; j < longest; j += KeyBlock.Positions)
        {
            var place = 0;
            for (var (from, to) = (0, 0); from < queries.Length; from = to)
            {
                to = Query.EndOfGroup(queries, from);
                var count = Math.Min(KeyBlock.Positions, queries[to - 1].Seen - j);
                if (count > 0)
                {
                    Turn(k[((j * stride) + (queries[from].Group * size))..], stride, size, count, gathered, block);
                }

                for (var first = from; first < to; first += Tile, place += size * Tile)
                {
                    var tile = Math.Min(Tile, to - first);
                    if (queries[first + tile - 1].Seen > j)
                    {
                        ScoreTile.Run(
                            block, packed.Slice(place, size * Tile), size, tile, count, scale, scores[((first * pitch) + j)..], pitch);
                    }
                }
            }
        }
    }

    /// <summary>Where there are fewer than 32 positions the last one stands again, and nobody reads its scores.</summary>
    private static void Turn(ReadOnlySpan<float> keys, int stride, int size, int count, Span<float> gathered, Span<float> block)
    {
        if (count < KeyBlock.Positions || stride % HeadRows.SameSet == 0)
        {
            HeadRows.Gather(keys, stride, size, count, gathered);
            for (var j = count; j < KeyBlock.Positions; j++)
            {
                gathered.Slice((count - 1) * size, size).CopyTo(gathered[(j * size)..]);
            }

            keys = gathered;
            stride = size;
        }

        KeyBlock.Turn(keys, stride, size, block);
    }

    /// <summary>[tile][size][8], zeros where a tile has fewer queries.</summary>
    private static void Pack(ReadOnlySpan<float> q, int size, ReadOnlySpan<Query> queries, Span<float> packed)
    {
        for (var (from, place) = (0, 0); from < queries.Length; place += size * Tile)
        {
            var end = Math.Min(Query.EndOfGroup(queries, from), from + Tile);
            var target = packed.Slice(place, size * Tile);
            target.Clear();
            for (var lane = 0; from < end; from++, lane++)
            {
                var query = q.Slice(queries[from].Row * size, size);
                for (var d = 0; d < size; d++)
                {
                    target[(d * Tile) + lane] = query[d];
                }
            }
        }
    }

    private static void OneByOne(
        ReadOnlySpan<float> q, ReadOnlySpan<float> k, int stride, int size, float scale, ReadOnlySpan<Query> queries, Span<float> scores,
        int pitch)
    {
        for (var i = 0; i < queries.Length; i++)
        {
            for (var j = 0; j < queries[i].Seen; j++)
            {
                var key = k.Slice((j * stride) + (queries[i].Group * size), size);
                scores[(i * pitch) + j] = Reductions.Dot(q.Slice(queries[i].Row * size, size), key) * scale;
            }
        }
    }
}
