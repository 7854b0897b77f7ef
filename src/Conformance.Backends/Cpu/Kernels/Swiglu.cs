namespace Conformance.Backends.Cpu.Kernels;

/// <summary>Operator 'swiglu' ([O9]).</summary>
internal static class Swiglu
{
    public static void Run(CpuCall call)
    {
        var (a, b, y) = (call.Input(0), call.Input(1), call.Result);
        var silu = call.Output(0) ?? y;
        call.Partition.For(a.Floats.Length, 16, (first, end) =>
        {
            Elementwise.Unary<Elementwise.Silu>(a.Floats[first..end], silu.Floats[first..end]);
            Elementwise.Binary<Elementwise.Multiply>(silu.Floats[first..end], b.Floats[first..end], y.Floats[first..end]);
        });
    }
}
