using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Conformance.Oracle.Kernels;

/// <summary>q8_0 rows taken apart: scales widened, bytes signed.</summary>
internal sealed class Q8Rows
{
    public Q8Rows(ReadOnlySpan<byte> blocks, long rows, long columns)
    {
        Rows = (int)rows;
        Blocks = (int)(columns / Q8.Elements);
        Scales = new float[Rows * Blocks];
        Values = new sbyte[Scales.Length * Q8.Elements];
        for (var i = 0; i < Scales.Length; i++)
        {
            var block = blocks.Slice(i * Q8.Bytes, Q8.Bytes);
            Scales[i] = Q8.Scale(block);
            for (var q = 0; q < Q8.Elements; q++)
            {
                Values[(i * Q8.Elements) + q] = unchecked((sbyte)block[2 + q]);
            }
        }
    }

    public int Rows { get; }

    public int Blocks { get; }

    public float[] Scales { get; }

    public sbyte[] Values { get; }
}

//  Matrix products, y[m,n] = row m of a times row n of b ([O2], [O3]). Work is split over outputs only, so threads cannot
//  change an order within one ([R5]).
internal static class Products
{
    private const int Threads = 2;
    private const int OutputsPerTask = 64;
    private const int BlocksPerChunk = 8;

    public static ParallelOptions Options { get; } = new() { MaxDegreeOfParallelism = Threads };

    public static float[] Matmul(float[] a, float[] b, int rows, int columns, int inner)
    {
        var y = new float[rows * columns];
        Split(rows, columns, (m, start, length) => Lanes.Dots(
            a.AsSpan(m * inner, inner), b, start * inner, stepK: 1, stepLane: inner, y.AsSpan((m * columns) + start, length)));
        return y;
    }

    public static float[] Matmul(Q8Rows a, Q8Rows b)
    {
        var y = new float[a.Rows * b.Rows];
        Split(a.Rows, b.Rows, (m, start, length) =>
        {
            for (var n = start; n < start + length; n++)
            {
                y[(m * b.Rows) + n] = DotQ(a, m, b, n);
            }
        });
        return y;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float DotQ(Q8Rows a, int m, Q8Rows b, int n) // [R4]
    {
        var total = 0f;
        for (var start = 0; start < a.Blocks; start += BlocksPerChunk)
        {
            var c = 0f;
            for (var block = start; block < Math.Min(start + BlocksPerChunk, a.Blocks); block++)
            {
                var (left, right) = ((m * a.Blocks) + block, (n * b.Blocks) + block);
                var integer = IntegerDot(
                    a.Values.AsSpan(left * Q8.Elements, Q8.Elements), b.Values.AsSpan(right * Q8.Elements, Q8.Elements));
                c = Strict.Fma(Strict.FromInteger(integer), Strict.Mul(a.Scales[left], b.Scales[right]), c);
            }

            total = start == 0 ? c : Strict.Add(total, c);
        }

        return total;
    }

    // Products of two bytes are at most 2^14 and fit 16 bits; their sums are taken in 32.
    private static int IntegerDot(ReadOnlySpan<sbyte> a, ReadOnlySpan<sbyte> b)
    {
        var (aLow, aHigh) = Vector256.Widen(Vector256.Create(a));
        var (bLow, bHigh) = Vector256.Widen(Vector256.Create(b));
        var (p0, p1) = Vector256.Widen(aLow * bLow);
        var (p2, p3) = Vector256.Widen(aHigh * bHigh);
        return Vector256.Sum(p0 + p1 + p2 + p3);
    }

    private static void Split(int rows, int columns, Action<int, int, int> task)
    {
        var groups = (columns + OutputsPerTask - 1) / OutputsPerTask;
        Parallel.For(0, rows * groups, Options, index =>
        {
            var start = index % groups * OutputsPerTask;
            task(index / groups, start, Math.Min(OutputsPerTask, columns - start));
        });
    }
}
