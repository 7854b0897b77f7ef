namespace Conformance.Backends.Cpu.Kernels;

/// <summary>Operators 'sum', 'max' and 'dot': rows are shared among threads.</summary>
internal static class RowReductions
{
    public static void Sum(CpuCall call) => Run<AddStep>(call);

    public static void Dot(CpuCall call) => Run<FmaStep>(call);

    public static void Max(CpuCall call)
    {
        var shape = call.Input(0).Shape;
        call.For(shape[0], shape[1], static (call, first, end) =>
        {
            var (a, y) = (call.Input(0), call.Result);
            var n = a.Shape[1];
            for (var r = first; r < end; r++)
            {
                y.Floats[r] = Maximum.Of(a.Floats.Slice(r * n, n));
            }
        });
    }

    private static void Run<TStep>(CpuCall call)
        where TStep : IStep
    {
        var shape = call.Input(0).Shape;
        call.For(shape[0], shape[1], Part<TStep>);
    }

    /// <summary>Without a second input the first stands for it.</summary>
    private static void Part<TStep>(CpuCall call, int first, int end)
        where TStep : IStep
    {
        var (a, b, y) = (call.Input(0), call.Input(call.InputCount - 1), call.Result);
        var n = a.Shape[1];
        Span<int> lengths = stackalloc int[SideBySide.Lanes];
        lengths.Fill(n);
        for (var r = first; r < end; r += SideBySide.Lanes)
        {
            var count = Math.Min(SideBySide.Lanes, end - r);
            ChunkedReductions.Rows<TStep>(
                a.Floats.Slice(r * n, count * n), b.Floats.Slice(r * n, count * n), n, lengths[..count], y.Floats.Slice(r, count));
        }
    }
}
