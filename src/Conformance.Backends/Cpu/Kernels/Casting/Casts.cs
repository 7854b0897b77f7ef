using Conformance.Backends.Cpu.Kernels.Quantized;
using Conformance.Numerics.Formats;
using Conformance.Tensors;

namespace Conformance.Backends.Cpu.Kernels.Casting;

/// <summary>Operators 'narrow' and 'widen' ([V3]). Elements, or blocks of a block format, are shared among threads.</summary>
internal static class Casts
{
    public static void Narrow(CpuCall call) => call.For(call.Input(0).Floats.Length, 1, static (call, first, end) =>
    {
        var x = call.Input(0).Floats[first..end];
        var y = call.Result.Halves[first..end];
        if (call.Result.Format == ElementFormat.F16)
        {
            HalfRows.Narrow<F16>(x, y);
        }
        else
        {
            HalfRows.Narrow<BF16>(x, y);
        }
    });

    public static void Widen(CpuCall call)
    {
        var step = call.Input(0).Format == ElementFormat.Q8_0 ? QuantizedBlock.Length : 1;
        call.For(call.Result.Floats.Length / step, step, static (call, first, end) =>
        {
            var step = call.Input(0).Format == ElementFormat.Q8_0 ? QuantizedBlock.Length : 1;
            Widen(call.Input(0), first * step, call.Result.Floats[(first * step)..(end * step)]);
        });
    }

    /// <summary>Elements <paramref name="start"/>.. of a tensor; for q8_0 start and length are multiples of 32.</summary>
    public static void Widen(Tensor source, int start, Span<float> values)
    {
        switch (source.Format)
        {
            case ElementFormat.F32:
                source.Floats.Slice(start, values.Length).CopyTo(values);
                break;
            case ElementFormat.F16:
                HalfRows.Widen<F16>(source.Halves[start..], values);
                break;
            case ElementFormat.BF16:
                HalfRows.Widen<BF16>(source.Halves[start..], values);
                break;
            default:
                Dequantize.Run(source.Data.AsSpan(start / QuantizedBlock.Length * QuantizedBlock.Bytes), values);
                break;
        }
    }
}
