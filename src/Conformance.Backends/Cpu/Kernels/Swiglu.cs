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
        if (call.Output(0) is { } stage)
        {
            Elementwise.Unary<Silu>(a, stage.Floats[first..end]);
        }

        Elementwise.Binary<SiluTimes>(a, b, y);
    }
}
