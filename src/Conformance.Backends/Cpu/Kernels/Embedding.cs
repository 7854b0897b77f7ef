using Conformance.Backends.Cpu.Kernels.Casting;
using Conformance.Numerics;

namespace Conformance.Backends.Cpu.Kernels;

/// <summary>Operator 'embedding' ([O10]): rows are shared among threads and widened by vectors.</summary>
internal static class Embedding
{
    public static void Run(CpuCall call)
    {
        var shape = call.Result.Shape;
        call.For(shape[0], shape[1], Part);
    }

    private static void Part(CpuCall call, int first, int end)
    {
        var (table, ids, y) = (call.Input(0), call.Input(1), call.Result);
        var (vocabulary, width) = (table.Shape[0], table.Shape[1]);
        for (var m = first; m < end; m++)
        {
            var id = ids.Ints[m];
            var row = y.Floats.Slice(m * width, width);
            if (id < 0 || id >= vocabulary)
            {
                row.Fill(Primitives.NaN);
            }
            else
            {
                Casts.Widen(table, id * width, row);
            }
        }
    }
}
