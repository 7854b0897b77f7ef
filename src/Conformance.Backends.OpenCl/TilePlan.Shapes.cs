using Conformance.Backends.OpenCl.Interop;
using Conformance.Tensors;

namespace Conformance.Backends.OpenCl;

// From a shape to a launch.
public sealed partial record TilePlan
{
    /// <summary>Rows that pass over one panel at most: with 256 columns of them 256 KiB, which a second cache holds.</summary>
    private const int MostBlockRows = 256;

    /// <summary>Pieces for each compute unit, so that none waits long for the last one.</summary>
    private const int PiecesPerUnit = 4;

    /// <summary>Elements of one work-item: SEGMENT in Kernels/exp_wide.cl.</summary>
    private const int Segment = 1024;

    /// <summary>Rows from which on squares pay: half a square.</summary>
    private const int SquareRows = 32;

    /// <summary>A launch of 'matmul' for weights [columns, K] in a format.</summary>
    internal Launching Product(DeviceFacts facts, ElementFormat format, int rows, int columns)
    {
        var name = format.Name();
        switch (Kernels)
        {
            // One row is a stream over the weights, which a panel would only delay.
            case MatrixKernels.Panels when rows > 1:
                return Panels(facts, $"k_matmul_panel_{name}", rows, columns, 1);
            case MatrixKernels.Squares when rows >= SquareRows:
                return new($"k_matmul_square_{name}", NdRange.Groups(Group, Pieces(columns, SquareSide), Pieces(rows, SquareSide)));
            default:
                var tile = rows > 1 ? FewRows : 1;
                var (eights, tiles) = (Pieces(columns, 8), Pieces(rows, tile));
                return Kernels is MatrixKernels.Rows or MatrixKernels.Panels
                    ? new($"k_matmul_rows{tile}_{name}", NdRange.Singles(eights, tiles))
                    : new($"k_matmul_tile{tile}_{name}", NdRange.Groups(Group, eights, tiles));
        }
    }

    /// <summary>A launch of 'matmul_q8_0'.</summary>
    internal Launching QuantizedProduct(DeviceFacts facts, int rows, int columns) => Kernels switch
    {
        MatrixKernels.Panels when rows > 1 => Panels(facts, "k_matmul_panel_q8_0", rows, columns, 1),
        MatrixKernels.Panels => new("k_matvec_q8_0", NdRange.Singles(Pieces(columns, 8), rows)),
        _ => new("k_matmul_q8_0", NdRange.Groups(Group, Pieces(columns, Group / 8), rows)),
    };

    /// <summary>The scores of attention: 'columns' positions for each query row and head.</summary>
    internal Launching Scores(DeviceFacts facts, int rows, int heads, int groups, int columns) => Kernels switch
    {
        MatrixKernels.Panels => Panels(facts, "k_scores_panel", rows * (heads / groups), columns, groups),
        MatrixKernels.Rows => new("k_scores_rows", NdRange.Singles(Pieces(columns, 8), heads, rows)),
        _ => new("k_scores", NdRange.Items(Group, columns, heads, rows)),
    };

    /// <summary>The weighted sums of attention: 'size' elements for each query row and head.</summary>
    internal Launching Values(DeviceFacts facts, int rows, int heads, int groups, int size) => Kernels switch
    {
        MatrixKernels.Panels => Panels(facts, "k_values_panel", rows * (heads / groups), size, groups),
        MatrixKernels.Rows => new("k_values", NdRange.Singles(Pieces(size, 8), heads, rows)),
        _ => new("k_values", NdRange.Items(Group, size, heads, rows)),
    };

    /// <summary>The softmax of so many rows: 'name' is that of the kernel for groups.</summary>
    internal Launching Softmax(string name, long rows) =>
        Kernels == MatrixKernels.Panels ? new($"{name}_wide", NdRange.Singles(rows)) : new(name, NdRange.Groups(Group, rows));

    /// <summary>'exp' or 'swiglu' of so many elements.</summary>
    internal Launching Elementwise(string name, long count) =>
        Kernels == MatrixKernels.Panels
            ? new($"{name}_wide", NdRange.Singles(Pieces(count, Segment)))
            : new(name, NdRange.Items(Group, count));

    /// <summary>Blocks of rows as long as they may be, but enough pieces for every compute unit.</summary>
    private Launching Panels(DeviceFacts facts, string kernel, int rows, int columns, int layers)
    {
        var panels = Pieces(columns, 2 * Lanes);
        var wanted = (long)Math.Min(facts.ComputeUnits, 1 << 16) * PiecesPerUnit;
        var blocks = Math.Max(1, Pieces(wanted, Math.Max(1, panels * layers)));
        var block = (int)Math.Clamp(Pieces(Pieces(rows, blocks), RowTile) * RowTile, RowTile, MostBlockRows / RowTile * RowTile);
        return new(kernel, NdRange.Singles(panels, Pieces(rows, block), layers), block);
    }

    private static long Pieces(long count, long size) => (count + size - 1) / size;
}
