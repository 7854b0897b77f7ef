using Conformance.Backends.Reference;
using Conformance.Numerics.Inputs;
using Conformance.Operators;
using Conformance.Tensors;
using Conformance.Vectors;

namespace Conformance.Backends.Cuda.Machine;

/// <summary>Shapes that no vector has, against the scalar reference: several tiles with ragged edges, and grids beyond one slab.</summary>
public sealed class ShapeTests
{
    [Theory]
    [InlineData(ElementFormat.F32, ProductKernels.SmallTiles, 66, 131, 533)]
    [InlineData(ElementFormat.F32, ProductKernels.LargeTiles, 130, 135, 532)]
    [InlineData(ElementFormat.F16, ProductKernels.LargeTiles, 129, 133, 264)]
    [InlineData(ElementFormat.BF16, ProductKernels.LargeTiles, 131, 129, 260)]
    [InlineData(ElementFormat.F16, ProductKernels.FewRows, 9, 37, 4360)]
    [InlineData(ElementFormat.F32, ProductKernels.FewRows, 5, 9, 5001)]
    public void Products_of_many_tiles(ElementFormat format, ProductKernels kernels, int rows, int columns, int size)
    {
        using var backend = MachineBackend.Open(options: new CudaOptions { ProductKernels = kernels });
        Same(
            backend, "matmul", Attributes.None, Values(
                ElementFormat.F32, 1, rows, size), Values(format, 2, columns, size), Values(ElementFormat.F32, 3, columns));
    }

    [Theory]
    [InlineData(ProductKernels.SmallTiles, 66, 67, 512)]
    [InlineData(ProductKernels.SmallTiles, 65, 130, 544)]
    [InlineData(ProductKernels.FewRows, 1, 9, 5120)]
    [InlineData(ProductKernels.FewRows, 6, 19, 2592)]
    public void Quantized_products_of_many_tiles(ProductKernels kernels, int rows, int columns, int size)
    {
        using var backend = MachineBackend.Open(options: new CudaOptions { ProductKernels = kernels });
        Same(
            backend, "matmul_q8_0", Attributes.None, Values(ElementFormat.Q8_0, 4, rows, size), Values(
                ElementFormat.Q8_0, 5, columns, size));
    }

    [Theory]
    [InlineData(3, 8, 2, 96, 700, 690)]
    [InlineData(20, 4, 4, 33, 300, 270)]
    [InlineData(1, 6, 3, 260, 1100, 1099)]
    public void Attention_over_long_caches(int rows, int heads, int groups, int size, int positions, int position)
    {
        using var backend = MachineBackend.Open();
        var cache = Values(ElementFormat.F32, 7, positions, groups, size);
        Same(
            backend, "attention", Attributes.Of(("position", position), ("scale", 0.125f)),
            Values(ElementFormat.F32, 6, rows, heads, size), cache, Values(ElementFormat.F32, 8, positions, groups, size));
    }

    [Fact]
    public void More_rows_than_a_grid_is_high()
    {
        const int rows = 65535 + 3;
        using var backend = MachineBackend.Open();
        var ids = new Tensor(ElementFormat.I32, new Shape(rows));
        for (var i = 0; i < rows; i++)
        {
            ids.Ints[i] = i % 5 - 1;
        }

        Same(backend, "embedding", Attributes.None, Values(ElementFormat.F32, 9, 3, 2), ids);
        Same(
            backend, "rope", Attributes.Of(("position", 2), ("pairing", 1)),
            Values(ElementFormat.F32, 10, rows, 1, 2), Values(
                ElementFormat.F32, 11, rows + 2, 1), Values(ElementFormat.F32, 12, rows + 2, 1));
    }

    private static void Same(CudaBackend backend, string name, Attributes attributes, params Tensor?[] inputs)
    {
        inputs = name == "matmul" && inputs.Length == 2 ? [.. inputs, null] : inputs;
        using var reference = new ReferenceBackend();
        var expected = MachineBackend.Run(reference, name, attributes, inputs)[^1]!.Canonicalize();
        var actual = MachineBackend.Run(backend, name, attributes, inputs)[^1]!;
        Assert.True(expected.Data.AsSpan().SequenceEqual(actual.Data), $"{name}: other bits than the reference's");
    }

    private static Tensor Values(ElementFormat format, uint id, params int[] dimensions) =>
        TensorMaker.Make(
            new TensorRecipe { Type = new TensorType(format, new Shape(dimensions)), Fill = Fills.Uniform, Seed = 77, TensorId = id });
}
