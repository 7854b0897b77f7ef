using Conformance.Backends.Cuda;
using Conformance.Certification.Running;
using Conformance.Ptx.Execution;

namespace Conformance.Backends.Tests.Cuda;

/// <summary>Every product through the kernels that its shape would not choose: all must give the same bits.</summary>
public sealed class CudaProductTests
{
    public static TheoryData<ProductKernels> Kernels => [ProductKernels.FewRows, ProductKernels.SmallTiles, ProductKernels.LargeTiles];

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Products_HaveTheGoldenBitsInEveryKernel(ProductKernels kernels)
    {
        using var backend = PtxBackend.Open(
            new() { ThreadOrder = ExecutionOrder.Descending, BlockOrder = ExecutionOrder.Descending },
            CudaOptions.Default with { ProductKernels = kernels });
        var products = OperatorVectors.ById.Where(c => c.Key.StartsWith("matmul", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(products);
        Assert.All(products, c => VectorAssert.Exact(CaseRunner.Run(c.Value, backend)));
    }
}
