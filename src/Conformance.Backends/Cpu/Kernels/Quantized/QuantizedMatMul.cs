using Conformance.Tensors;

namespace Conformance.Backends.Cpu.Kernels.Quantized;

/// <summary>Operator 'matmul_q8_0' ([O3], [R4]). Panels are shared among threads.</summary>
internal static class QuantizedMatMul
{
    private const int Lanes = PackedBlocks.Lanes;

    /// <summary>Rows that share one pass over the weights where bytes are multiplied.</summary>
    private const int Tile = 4;

    public static void Run(CpuCall call)
    {
        var a = call.Input(0);
        var weights = PackedBlocks.Of(call.Buffer(1));
        using var rows = new QuantizedRows(a, call.Partition);
        call.Partition.For(
            weights.Panels,
            (long)Lanes * a.Shape[1] * Math.Max(1, a.Shape[0]),
            (weights, rows, call.Result),
            static (state, first, end) => Part(state.weights, state.rows, state.Result, first, end));
    }

    private static void Part(PackedBlocks weights, in QuantizedRows rows, Tensor y, int first, int end)
    {
        Span<float> sums = stackalloc float[Tile * Lanes];
        var count = y.Shape[0];
        for (var panel = first; panel < end; panel++)
        {
            for (var m = 0; m < count;)
            {
                sums.Clear();
                var done = Sums(weights, panel, rows, m, count - m, sums);
                var columns = Math.Min(Lanes, weights.Outputs - (panel * Lanes));
                for (var r = 0; r < done; r++)
                {
                    sums.Slice(r * Lanes, columns).CopyTo(y.Floats[(((m + r) * weights.Outputs) + (panel * Lanes))..]);
                }

                m += done;
            }
        }
    }

    /// <summary>Computes one or four rows; gives how many.</summary>
    private static int Sums(PackedBlocks weights, int panel, in QuantizedRows rows, int row, int left, Span<float> sums)
    {
        if (weights.Blocks == 0)
        {
            return 1;
        }

        if (!weights.ByteProducts)
        {
            FloatTile.Row(weights, panel, rows, row, sums);
            return 1;
        }

        if (left < Tile)
        {
            ByteTile.Row(weights, panel, rows, row, sums);
            return 1;
        }

        ByteTile.FourRows(weights, panel, rows, row, sums);
        return Tile;
    }
}
