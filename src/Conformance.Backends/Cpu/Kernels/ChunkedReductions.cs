using Conformance.Numerics;

namespace Conformance.Backends.Cpu.Kernels;

/// <summary>
/// Sums and dots of rows ([R1], [R2]). A chunk is a chain of dependent steps of some cycles each, but chunks do not depend on one
/// another: those of a row, or those of several rows that begin at the same element, run side by side and then join from left to
/// right ([R3]).
/// </summary>
internal static class ChunkedReductions
{
    private const int Chunk = Reductions.Chunk;

    /// <summary>One row.</summary>
    public static float Row<TStep>(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
        where TStep : IStep
    {
        Span<float> sums = stackalloc float[SideBySide.Lanes];
        Span<int> lengths = stackalloc int[SideBySide.Lanes];
        var total = 0f;
        for (var start = 0; start < a.Length; start += SideBySide.Lanes * Chunk)
        {
            var part = a[start..Math.Min(a.Length, start + (SideBySide.Lanes * Chunk))];
            var count = (part.Length + Chunk - 1) / Chunk;

            // A short last chunk would shorten what the others have in common.
            var whole = part.Length / Chunk;
            if (whole >= SideBySide.Least)
            {
                lengths.Fill(Chunk);
                SideBySide.Run<TStep>(part, b[start..], Chunk, lengths[..whole], sums);
            }
            else
            {
                whole = Pair<TStep>(part, b[start..], sums);
            }

            for (var j = whole; j < count; j++)
            {
                sums[j] = Chain<TStep>(part[(j * Chunk)..], b[(start + (j * Chunk))..]);
            }

            for (var j = 0; j < count; j++)
            {
                total = start + j == 0 ? sums[j] : total + sums[j];
            }
        }

        return total;
    }

    /// <summary>sums[r] for 1 to 16 rows whose first elements are <paramref name="stride"/> apart.</summary>
    /// <param name="lengths">Of each row.</param>
    public static void Rows<TStep>(ReadOnlySpan<float> a, ReadOnlySpan<float> b, int stride, ReadOnlySpan<int> lengths, Span<float> sums)
        where TStep : IStep
    {
        var longest = 0;
        foreach (var length in lengths)
        {
            longest = Math.Max(longest, length);
        }

        // How often sixteen lanes run through a chunk, either way.
        var chunks = (longest + Chunk - 1) / Chunk;
        var alongRows = (chunks + SideBySide.Lanes - 1) / SideBySide.Lanes * lengths.Length;
        if (lengths.Length >= SideBySide.Least && chunks < alongRows)
        {
            Across<TStep>(a, b, stride, lengths, chunks, sums);
            return;
        }

        for (var r = 0; r < lengths.Length; r++)
        {
            sums[r] = Row<TStep>(a.Slice(r * stride, lengths[r]), b.Slice(r * stride, lengths[r]));
        }
    }

    private static void Across<TStep>(
        ReadOnlySpan<float> a, ReadOnlySpan<float> b, int stride, ReadOnlySpan<int> lengths, int chunks, Span<float> totals)
        where TStep : IStep
    {
        Span<float> sums = stackalloc float[SideBySide.Lanes];
        Span<int> parts = stackalloc int[SideBySide.Lanes];
        totals.Clear();
        for (var start = 0; start < chunks * Chunk; start += Chunk)
        {
            for (var r = 0; r < lengths.Length; r++)
            {
                parts[r] = Math.Clamp(lengths[r] - start, 0, Chunk);
            }

            SideBySide.Run<TStep>(a[start..], b[start..], stride, parts[..lengths.Length], sums);
            for (var r = 0; r < lengths.Length; r++)
            {
                if (parts[r] > 0)
                {
                    totals[r] = start == 0 ? sums[r] : totals[r] + sums[r];
                }
            }
        }
    }

    /// <summary>Where there are two or three whole chunks, the first two together; gives how many it did.</summary>
    private static int Pair<TStep>(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> sums)
        where TStep : IStep
    {
        if (a.Length < 2 * Chunk)
        {
            return 0;
        }

        var (c0, c1) = (0f, 0f);
        for (var k = 0; k < Chunk; k++)
        {
            c0 = TStep.Of(c0, a[k], b[k]);
            c1 = TStep.Of(c1, a[Chunk + k], b[Chunk + k]);
        }

        (sums[0], sums[1]) = (c0, c1);
        return 2;
    }

    /// <summary>One chunk, or what there is of it.</summary>
    private static float Chain<TStep>(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
        where TStep : IStep
    {
        var c = 0f;
        for (var k = 0; k < Math.Min(Chunk, a.Length); k++)
        {
            c = TStep.Of(c, a[k], b[k]);
        }

        return c;
    }
}
