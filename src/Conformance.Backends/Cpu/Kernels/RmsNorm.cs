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
        Span<float> squareSums = stackalloc float[SideBySide.Lanes];
        for (var r = first; r < end; r += SideBySide.Lanes)
        {
            Rows(call, r, squareSums[..Math.Min(SideBySide.Lanes, end - r)]);
        }
    }

    private static void Rows(CpuCall call, int first, Span<float> squareSums)
    {
        var (x, g, y) = (call.Input(0), call.Input(1), call.Result);
        var eps = call.Attributes.Float("eps");
        var n = x.Shape[1];
        var rows = x.Floats.Slice(first * n, squareSums.Length * n);
        Span<int> lengths = stackalloc int[squareSums.Length];
        lengths.Fill(n);
        ChunkedReductions.Rows<SquareStep>(rows, rows, n, lengths, squareSums);
        for (var r = 0; r < squareSums.Length; r++)
        {
            var inverse = 1f / MathF.Sqrt((squareSums[r] / n) + eps);
            if (call.Output(0) is { } sumStage)
            {
                sumStage.Floats[first + r] = squareSums[r];
            }

            if (call.Output(1) is { } inverseStage)
            {
                inverseStage.Floats[first + r] = inverse;
            }

            Elementwise.Binary(new ScaledProduct(inverse), rows.Slice(r * n, n), g.Floats, y.Floats.Slice((first + r) * n, n));
        }
    }
}
