using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Conformance.Numerics;

namespace Conformance.Backends.Cpu.Kernels.Gemm;

//  The loops around the tiles. A block of rows is packed, a few chunks at a time, and waits in the second cache while the panels
//  pass over it; a tile runs through those chunks at once, so that its totals ([R3]) leave the first cache once and not per chunk.

/// <summary>y[rows, panels first..end) of a matrix product.</summary>
internal static class Product
{
    /// <summary>Rows of a that are packed together: with <see cref="ChunkBlock"/> 384 KiB. A multiple of every tile's rows.</summary>
    private const int RowBlock = 96;

    /// <summary>How many k are packed together: whole chunks.</summary>
    private const int ChunkBlock = 4 * Reductions.Chunk;

    /// <summary>The first rows of a block ask for the next panel; the others find it coming.</summary>
    private const int AskingRows = 24;

    /// <param name="a">[rows, K].</param>
    /// <param name="panels">[panel][K][32].</param>
    /// <param name="y">[rows, outputs].</param>
    public static void Run<T, TLoad, TTile, TTail>(
        ReadOnlySpan<float> a, ReadOnlySpan<T> panels, PackedWeights weights, int rows, int first, int end, Span<float> y)
        where T : struct
        where TLoad : IWeightLoad<T>
        where TTile : ITile
        where TTail : ITile
    {
        var length = weights.Length;
        var (from, to) = (first * PackedWeights.Width, Math.Min(end * PackedWeights.Width, weights.Outputs));
        var packed = ArrayPool<float>.Shared.Rent(PackedRows.Size(Math.Min(RowBlock, rows) + TTail.Rows, Math.Min(length, ChunkBlock)));
        try
        {
            for (var block = 0; block < rows; block += RowBlock)
            {
                var last = Math.Min(rows, block + RowBlock);
                var bulk = last - ((last - block) % TTile.Rows);
                for (var start = 0; start < length; start += ChunkBlock)
                {
                    var count = Math.Min(ChunkBlock, length - start);
                    var tail = Pack<TTile>(a[start..], length, block, bulk, count, packed);
                    Pack<TTail>(a[start..], length, bulk, last, count, packed.AsSpan(tail));
                    for (var n = from; n < to; n += PackedWeights.Width)
                    {
                        // All rows meet a panel while it is near, the last ones too.
                        var next = Math.Min(to, n + PackedWeights.Width);
                        Tiles<T, TLoad, TTile>(packed, panels, weights, block, bulk, n, next, start, count, y);
                        Tiles<T, TLoad, TTail>(packed.AsSpan(tail), panels, weights, bulk, last, n, next, start, count, y);
                    }
                }
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(packed);
        }
    }

    /// <summary>Packs rows from..to tile by tile; gives the floats used.</summary>
    private static int Pack<TTile>(ReadOnlySpan<float> a, int stride, int from, int to, int count, Span<float> packed)
        where TTile : ITile
    {
        var size = PackedRows.Size(TTile.Rows, count);
        var used = 0;
        for (var m = from; m < to; m += TTile.Rows, used += size)
        {
            PackedRows.Pack(a[(m * stride)..], stride, Math.Min(TTile.Rows, to - m), TTile.Rows, count, packed[used..]);
        }

        return used;
    }

    /// <summary>Rows rowFrom..rowTo, which were packed, times outputs from..to, over k start..start+count.</summary>
    private static void Tiles<T, TLoad, TTile>(
        ReadOnlySpan<float> packed, ReadOnlySpan<T> panels, PackedWeights weights,
        int rowFrom, int rowTo, int from, int to, int start, int count, Span<float> y)
        where T : struct
        where TLoad : IWeightLoad<T>
        where TTile : ITile
    {
        var size = PackedRows.Size(TTile.Rows, count);
        Span<float> edge = stackalloc float[TTile.Rows * TTile.Columns];
        for (var n = from; n < to && rowFrom < rowTo; n += TTile.Columns)
        {
            ref var w = ref Unsafe.AsRef(in panels[weights.Place(n, start)]);
            var columns = Math.Min(TTile.Columns, to - n);
            for (var m = rowFrom; m < rowTo; m += TTile.Rows)
            {
                ref var x = ref Unsafe.AsRef(in packed[(m - rowFrom) / TTile.Rows * size]);
                var rows = Math.Min(TTile.Rows, rowTo - m);
                var ahead = m - rowFrom < AskingRows && n + PackedWeights.Width < weights.Outputs
                    ? (nint)weights.Length * PackedWeights.Width
                    : 0;
                var corner = y[((m * weights.Outputs) + n)..];
                if (rows == TTile.Rows && columns == TTile.Columns)
                {
                    Chunks<T, TLoad, TTile>(ref x, ref w, start, count, ref MemoryMarshal.GetReference(corner), weights.Outputs, ahead);
                    continue;
                }

                // A tile over the edge works on a copy of what is inside.
                Copy(corner, weights.Outputs, edge, TTile.Columns, rows, columns);
                Chunks<T, TLoad, TTile>(ref x, ref w, start, count, ref MemoryMarshal.GetReference(edge), TTile.Columns, ahead);
                Copy(edge, TTile.Columns, corner, weights.Outputs, rows, columns);
            }
        }
    }

    private static void Chunks<T, TLoad, TTile>(ref float x, ref T w, int start, int count, ref float y, nint stride, nint ahead)
        where T : struct
        where TLoad : IWeightLoad<T>
        where TTile : ITile
    {
        for (var k = 0; k < count; k += Reductions.Chunk)
        {
            TTile.Chunk<T, TLoad>(
                ref Unsafe.Add(ref x, k * TTile.Rows), ref Unsafe.Add(ref w, k * PackedWeights.Width),
                Math.Min(Reductions.Chunk, count - k), ref y, stride, start + k == 0, ahead);
        }
    }

    private static void Copy(ReadOnlySpan<float> source, int sourceStride, Span<float> target, int targetStride, int rows, int columns)
    {
        for (var r = 0; r < rows; r++)
        {
            source.Slice(r * sourceStride, columns).CopyTo(target[(r * targetStride)..]);
        }
    }
}
