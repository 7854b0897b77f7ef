using Conformance.Numerics;

namespace Conformance.Backends.Cpu.Kernels;

/// <summary>Operator 'softmax' ([O5]): rows are shared among threads; exp and the divisions are vectors; the sum keeps its order.</summary>
internal static class Softmax
{
    public static void Run(CpuCall call)
    {
        var shape = call.Input(0).Shape;
        call.For(shape[0], shape[1] * 16L, Part);
    }

    private static void Part(CpuCall call, int first, int end)
    {
        var (x, lengths, y) = (call.Input(0), call.OptionalInput(1), call.Result);
        var (maxima, exponentials, sums) = (call.Output(0), call.Output(1), call.Output(2));
        var n = x.Shape[1];
        for (var r = first; r < end; r++)
        {
            var length = lengths is null ? n : Math.Clamp(lengths.Ints[r], 0, n);
            var result = y.Floats.Slice(r * n, n);
            var exponential = (exponentials ?? y).Floats.Slice(r * n, n);
            var (maximum, sum) = Row(x.Floats.Slice(r * n, length), exponential[..length], result[..length]);
            exponential[length..].Clear();
            result[length..].Clear();
            if (maxima is not null)
            {
                maxima.Floats[r] = maximum;
            }

            if (sums is not null)
            {
                sums.Floats[r] = sum;
            }
        }
    }

    /// <summary>One row of which every element takes part; exponential and y may be the same memory.</summary>
    public static (float Maximum, float Sum) Row(ReadOnlySpan<float> x, Span<float> exponential, Span<float> y)
    {
        var maximum = ChunkedReductions.Max(x);
        if (float.IsNegativeInfinity(maximum))
        {
            exponential.Clear();
            y.Clear();
            return (maximum, 0f);
        }

        RowScale.Subtract(x, maximum, exponential);
        Elementwise.Unary<Elementwise.Exponential>(exponential, exponential);
        var sum = ChunkedReductions.Sum(exponential);
        RowScale.Divide(exponential, sum, y);
        return (maximum, sum);
    }
}
