namespace Conformance.Backends.Cpu.Kernels;

/// <summary>Operator 'swiglu' ([O9]).</summary>
internal static class Swiglu
{
    public static void Run(CpuCall call)
    {
        call.For(call.Result.Floats.Length, 16, Part);
    }

    private static void Part(CpuCall call, int first, int end)
    {
        var a = call.Input(0).Floats[first..end];
        var b = call.Input(1).Floats[first..end];
        var y = call.Result.Floats[first..end];
        var silu = call.Output(0) is { } stage ? stage.Floats[first..end] : y;
        Elementwise.Unary<Elementwise.Silu>(a, silu);
        Elementwise.Binary<Elementwise.Multiply>(silu, b, y);
    }
}
