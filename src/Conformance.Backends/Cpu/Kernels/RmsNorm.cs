using Conformance.Numerics;

namespace Conformance.Backends.Cpu.Kernels;

/// <summary>Operator 'rmsnorm' ([O4]): rows are shared among threads, the two products are vectors.</summary>
internal static class RmsNorm
{
    public static void Run(CpuCall call)
    {
        var shape = call.Input(0).Shape;
        call.For(shape[0], shape[1] * 4L, Part);
    }

    private static void Part(CpuCall call, int first, int end)
    {
        var (x, g, y) = (call.Input(0), call.Input(1), call.Result);
        var (squareSums, inverses) = (call.Output(0), call.Output(1));
        var eps = call.Attributes.Float("eps");
        var n = x.Shape[1];
        for (var r = first; r < end; r++)
        {
            var row = x.Floats.Slice(r * n, n);
            var squareSum = ChunkedReductions.Dot(row, row);
            var inverse = 1f / MathF.Sqrt((squareSum / n) + eps);
            if (squareSums is not null)
            {
                squareSums.Floats[r] = squareSum;
            }

            if (inverses is not null)
            {
                inverses.Floats[r] = inverse;
            }

            var target = y.Floats.Slice(r * n, n);
            RowScale.Multiply(row, inverse, target);
            Elementwise.Binary<Elementwise.Multiply>(target, g.Floats, target);
        }
    }
}
