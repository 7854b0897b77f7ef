using System.Numerics;
using Conformance.Operators;
using Conformance.Tensors;

namespace Conformance.Backends.Cuda;

// matmul [O2] and matmul_q8_0 [O3]: which kernel runs follows from the operands' shape alone, so that no bit and no cost
// depends on the device; and all of them give the same bits.
public sealed partial class CudaBackend
{
    private const int Chunk = 256;
    private const int Chains = 128;
    private const int SmallTile = 64;
    private const int LargeTile = 128;
    private const int TileThreads = 256;

    /// <summary>Up to so many rows the weights are read once or twice by the kernels for few rows; more make tiles.</summary>
    private const int MaxFewRows = 16;

    /// <summary>Large tiles pay where there are at least so many of them; below, small ones spread wider.</summary>
    private const long MinLargeTiles = 128;

    private enum Product
    {
        Few,
        Small,
        Large,
    }

    /// <summary>Rows of the left side that share one pass over the right.</summary>
    private static int FewTile(int rows) => rows == 1 ? 1 : rows <= 4 ? 4 : 8;

    /// <summary>log2 of the chunks of a column that lie side by side in a block.</summary>
    private static int SlotBits(int chunks, int most) =>
        BitOperations.Log2(BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(chunks, 1, most)));

    private static long Tiles(int rows, int columns, int side) => (long)Shapes.Blocks(rows, side) * Shapes.Blocks(columns, side);

    private static long FewBlocks(int rows, int columns, int tile, int slotBits) =>
        (long)Shapes.Blocks(rows, tile) * Shapes.Blocks(columns, Chains >> slotBits);

    private void MatMul(OperatorCall call)
    {
        var (a, b, y) = (Input(call, 0), Input(call, 1), Result(call));
        var bias = (CudaBuffer?)call.Inputs[2];
        var (rows, size, columns) = (a.Type.Shape[0], a.Type.Shape[1], b.Type.Shape[0]);
        var format = b.Type.Format.Name();
        var hasBias = bias is null ? 0 : 1;
        switch (Choose(rows, columns))
        {
            case Product.Few:
                var tile = FewTile(rows);
                var slotBits = SlotBits((size + Chunk - 1) / Chunk, tile > 4 ? 8 : 16);
                Launch(
                    $"matmul/k_matvec{tile}_{format}", Shapes.Groups(FewBlocks(rows, columns, tile, slotBits), Chains),
                    a, b, bias ?? y, y, rows, columns, size, hasBias, slotBits);
                break;
            case Product.Small:
                Launch(
                    $"matmul/k_gemm64_{format}", Shapes.Groups(Tiles(rows, columns, SmallTile), TileThreads),
                    a, b, bias ?? y, y, rows, columns, size, hasBias);
                break;
            default:
                Launch(
                    $"matmul/k_gemm128_{format}", Shapes.Groups(Tiles(rows, columns, LargeTile), TileThreads),
                    a, b, bias ?? y, y, rows, columns, size, hasBias);
                break;
        }
    }

    private void MatMulQ8(OperatorCall call)
    {
        var (a, b, y) = (Input(call, 0), Input(call, 1), Result(call));
        var (rows, columns, blocks) = (a.Type.Shape[0], b.Type.Shape[0], a.Type.Shape[1] / ElementFormats.BlockLength);
        if (Choose(rows, columns) == Product.Few)
        {
            var tile = rows == 1 ? 1 : 4;
            var slotBits = SlotBits((blocks + 7) / 8, tile > 1 ? 8 : 16);
            Launch(
                $"matmul_q8/k_matvec{tile}_q8_0", Shapes.Groups(FewBlocks(rows, columns, tile, slotBits), Chains),
                a, b, y, rows, columns, blocks, slotBits);
        }
        else
        {
            Launch("matmul_q8/k_gemm64_q8_0", Shapes.Groups(Tiles(rows, columns, SmallTile), TileThreads), a, b, y, rows, columns, blocks);
        }
    }

    private Product Choose(int rows, int columns) => _options.ProductKernels switch
    {
        ProductKernels.FewRows => Product.Few,
        ProductKernels.SmallTiles => Product.Small,
        ProductKernels.LargeTiles => Product.Large,
        _ => rows <= MaxFewRows ? Product.Few : Tiles(rows, columns, LargeTile) >= MinLargeTiles ? Product.Large : Product.Small,
    };
}
