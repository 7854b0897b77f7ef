using Conformance.Tensors;

namespace Conformance.Backends.Cpu.Kernels;

/// <summary>Operators 'sum', 'max' and 'dot': rows are shared among threads.</summary>
internal static class RowReductions
{
    private delegate float Reduction(ReadOnlySpan<float> a, ReadOnlySpan<float> b);

    public static void Sum(CpuCall call) => Run(call, call.Input(0), static (a, _) => ChunkedReductions.Sum(a));

    public static void Max(CpuCall call) => Run(call, call.Input(0), static (a, _) => ChunkedReductions.Max(a));

    public static void Dot(CpuCall call) => Run(call, call.Input(1), ChunkedReductions.Dot);

    private static void Run(CpuCall call, Tensor b, Reduction reduction)
    {
        var (a, y) = (call.Input(0), call.Result);
        var n = a.Shape[1];
        call.Partition.For(a.Shape[0], n, (first, end) =>
        {
            for (var r = first; r < end; r++)
            {
                y.Floats[r] = reduction(a.Floats.Slice(r * n, n), b.Floats.Slice(r * n, n));
            }
        });
    }
}
