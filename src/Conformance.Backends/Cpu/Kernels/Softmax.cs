namespace Conformance.Backends.Cpu.Kernels;

/// <summary>
/// Operator 'softmax' ([O5]): rows are shared among threads; exp and the divisions are vectors; the sums of several rows run side
/// by side, each in its own order.
/// </summary>
internal static class Softmax
{
    public static void Run(CpuCall call)
    {
        var shape = call.Input(0).Shape;
        call.For(shape[0], shape[1] * 16L, Part);
    }

    private static void Part(CpuCall call, int first, int end)
    {
        var (x, y) = (call.Input(0), call.Result);
        var exponentials = call.Output(1) ?? y;
        var n = x.Shape[1];
        Span<int> lengths = stackalloc int[SideBySide.Lanes];
        Span<float> maxima = stackalloc float[SideBySide.Lanes];
        Span<float> sums = stackalloc float[SideBySide.Lanes];
        for (var r = first; r < end; r += SideBySide.Lanes)
        {
            var count = Math.Min(SideBySide.Lanes, end - r);
            for (var i = 0; i < count; i++)
            {
                lengths[i] = call.OptionalInput(1) is { } given ? Math.Clamp(given.Ints[r + i], 0, n) : n;
                exponentials.Floats.Slice((r + i) * n, n)[lengths[i]..].Clear();
                y.Floats.Slice((r + i) * n, n)[lengths[i]..].Clear();
            }

            var (from, size) = (r * n, count * n);
            Rows(
                x.Floats.Slice(from, size), exponentials.Floats.Slice(from, size), y.Floats.Slice(from, size), n,
                lengths[..count], maxima[..count], sums[..count]);
            Keep(call, 0, r, maxima[..count]);
            Keep(call, 2, r, sums[..count]);
        }
    }

    /// <summary>1 to 16 rows; x, exponential and y may be the same memory.</summary>
    /// <param name="stride">Floats from one row to the next.</param>
    /// <param name="lengths">How many elements of each row take part; the others are left alone.</param>
    public static void Rows(
        ReadOnlySpan<float> x, Span<float> exponential, Span<float> y, int stride, ReadOnlySpan<int> lengths, Span<float> maxima, Span<float> sums)
    {
        for (var r = 0; r < lengths.Length; r++)
        {
            var row = x.Slice(r * stride, lengths[r]);
            var target = exponential.Slice(r * stride, lengths[r]);
            maxima[r] = Maximum.Of(row);
            if (float.IsNegativeInfinity(maxima[r]))
            {
                target.Clear();
            }
            else
            {
                Elementwise.Unary(new ShiftedExponential(maxima[r]), row, target);
            }
        }

        ChunkedReductions.Rows<AddStep>(exponential, exponential, stride, lengths, sums);
        for (var r = 0; r < lengths.Length; r++)
        {
            var target = y.Slice(r * stride, lengths[r]);
            if (float.IsNegativeInfinity(maxima[r]))
            {
                target.Clear();
            }
            else
            {
                Elementwise.Unary(new DividedBy(sums[r]), exponential.Slice(r * stride, lengths[r]), target);
            }
        }
    }

    private static void Keep(CpuCall call, int stage, int first, ReadOnlySpan<float> values)
    {
        if (call.Output(stage) is { } tensor)
        {
            values.CopyTo(tensor.Floats[first..]);
        }
    }
}
