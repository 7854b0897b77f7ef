using System.Runtime.Intrinsics;
using Conformance.Backends.Cpu.Kernels.Gemm;
using Conformance.Tensors;

namespace Conformance.Backends.Cpu.Kernels;

/// <summary>
/// Operator 'matmul' ([O2]): one row is a stream over the weights, more rows are register tiles. Panels are shared among threads.
/// </summary>
internal static class MatMul
{
    public static void Run(CpuCall call)
    {
        var weights = PackedWeights.Of(call.Buffer(1), call.Partition);
        var cost = (long)PackedWeights.Width * weights.Length * Math.Max(1, call.Input(0).Shape[0]);
        call.Partition.For(
            weights.Panels, cost, (call, weights), static (state, first, end) => Part(state.call, state.weights, first, end));
    }

    private static void Part(CpuCall call, PackedWeights weights, int first, int end)
    {
        var (a, bias, y) = (call.Input(0), call.OptionalInput(2), call.Result);
        var rows = a.Shape[0];
        if (weights.Narrow.Length > 0)
        {
            Panels<ushort, NarrowLoad>(a.Floats, weights.Narrow.Span, weights, rows, first, end, y.Floats);
        }
        else
        {
            Panels<float, WideLoad>(a.Floats, weights.Wide.Span, weights, rows, first, end, y.Floats);
        }

        if (bias is not null)
        {
            AddBias(y, bias.Floats, first * PackedWeights.Width, Math.Min(end * PackedWeights.Width, weights.Outputs));
        }
    }

    private static void Panels<T, TLoad>(
        ReadOnlySpan<float> a, ReadOnlySpan<T> panels, PackedWeights weights, int rows, int first, int end, Span<float> y)
        where T : struct
        where TLoad : IWeightLoad<T>
    {
        if (weights.Length == 0 || rows == 1)
        {
            for (var m = 0; m < rows; m++)
            {
                MatVec.Run<T,
                TLoad>(
                    a.Slice(m * weights.Length, weights.Length), panels, weights, first, end, y.Slice(
                        m * weights.Outputs, weights.Outputs));
            }
        }
        else if (Vector512.IsHardwareAccelerated)
        {
            // What twelve rows leave over goes into the smallest tile that holds it.
            switch (rows % Tile12X32.Rows)
            {
                case 0 or > 8: Product.Run<T, TLoad, Tile12X32, Tile12X32>(a, panels, weights, rows, first, end, y); break;
                case <= 4: Product.Run<T, TLoad, Tile12X32, Tile4X32>(a, panels, weights, rows, first, end, y); break;
                default: Product.Run<T, TLoad, Tile12X32, Tile8X32>(a, panels, weights, rows, first, end, y); break;
            }
        }
        else
        {
            Product.Run<T, TLoad, Tile6X16, Tile2X16>(a, panels, weights, rows, first, end, y);
        }
    }

    private static void AddBias(Tensor y, ReadOnlySpan<float> bias, int first, int end)
    {
        for (var m = 0; m < y.Shape[0]; m++)
        {
            for (var n = first; n < end; n++)
            {
                y.Floats[(m * y.Shape[1]) + n] += bias[n];
            }
        }
    }
}
