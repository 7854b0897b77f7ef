namespace Conformance.Backends.Cpu.Kernels;

/// <summary>Operators 'sum', 'max' and 'dot': rows are shared among threads.</summary>
internal static class RowReductions
{
    private delegate float Reduction(ReadOnlySpan<float> a, ReadOnlySpan<float> b);

    public static void Sum(CpuCall call) => Run(call, static (a, _) => ChunkedReductions.Sum(a));

    public static void Max(CpuCall call) => Run(call, static (a, _) => ChunkedReductions.Max(a));

    public static void Dot(CpuCall call) => Run(call, ChunkedReductions.Dot);

    private static void Run(CpuCall call, Reduction reduction)
    {
        var shape = call.Input(0).Shape;
        call.Partition.For(
            shape[0], shape[1], (call, reduction), static (state, first, end) => Part(state.call, state.reduction, first, end));
    }

    /// <summary>Without a second input the first stands for it.</summary>
    private static void Part(CpuCall call, Reduction reduction, int first, int end)
    {
        var (a, b, y) = (call.Input(0), call.Input(call.InputCount - 1), call.Result);
        var n = a.Shape[1];
        for (var r = first; r < end; r++)
        {
            y.Floats[r] = reduction(a.Floats.Slice(r * n, n), b.Floats.Slice(r * n, n));
        }
    }
}
