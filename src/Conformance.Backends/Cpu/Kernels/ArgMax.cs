using System.Runtime.InteropServices;
using Conformance.Numerics;

namespace Conformance.Backends.Cpu.Kernels;

/// <summary>
/// Operator 'argmax' ([P3]): the greatest key of each block by vectors, then the first place of the greatest in its block, so that ties go
/// to the lowest index. Rows are shared among threads.
/// </summary>
internal static class ArgMax
{
    /// <summary>What is read a second time, from the nearest cache.</summary>
    private const int Block = 4096;

    public static void Run(CpuCall call)
    {
        var shape = call.Input(0).Shape;
        call.For(shape[0], shape[1], static (call, first, end) =>
        {
            var (x, y) = (call.Input(0), call.Result);
            var n = x.Shape[1];
            for (var r = first; r < end; r++)
            {
                y.Ints[r] = Of(x.Floats.Slice(r * n, n));
            }
        });
    }

    /// <summary>The row is not empty.</summary>
    public static int Of(ReadOnlySpan<float> row)
    {
        var (best, place) = (int.MinValue, 0);
        for (var start = 0; start < row.Length; start += Block)
        {
            // A later block must be greater, not equal.
            var key = Maximum.Key(row.Slice(start, Math.Min(Block, row.Length - start)));
            if (key > best)
            {
                (best, place) = (key, start);
            }
        }

        return place + First(row[place..], best);
    }

    private static int First(ReadOnlySpan<float> row, int key)
    {
        if (key != Maximum.KeyOfNaN)
        {
            return MemoryMarshal.Cast<float, int>(row).IndexOf(Maximum.BitsOf(key));
        }

        // Any NaN is as good as another.
        var place = 0;
        while (!float.IsNaN(row[place]))
        {
            place++;
        }

        return place;
    }
}
