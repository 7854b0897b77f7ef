using Conformance.Ptx;
using Conformance.Ptx.Execution;

namespace Conformance.Backends.Cuda.Machine;

/// <summary>
/// What suites/Conformance.Backends.Tests/Cuda does not run on the machine, which has every vector with the kernels that its shape chooses:
/// the other product kernels under watch, and another schedule.
/// </summary>
public sealed class VectorTests
{
    [Theory]
    [InlineData(ProductKernels.FewRows)]
    [InlineData(ProductKernels.SmallTiles)]
    [InlineData(ProductKernels.LargeTiles)]
    public void Every_product_kernel_is_exact_without_races_and_reads_only_what_was_written(ProductKernels kernels)
    {
        using var backend = MachineBackend.Open(
            new PtxMachineOptions { DetectRaces = true, DetectUninitialisedReads = true }, new CudaOptions { ProductKernels = kernels });
        var cases = MachineBackend.Cases("matmul*/*", "attention/*");
        Assert.True(cases.Count > 50);
        Assert.Empty(MachineBackend.Wrong(backend, cases));
    }

    [Fact]
    public void Another_stream_beside_another_load_changes_no_bit()
    {
        using var backend = MachineBackend.Open(
            new PtxMachineOptions { ThreadOrder = ExecutionOrder.Shuffled, BlockOrder = ExecutionOrder.Shuffled, Seed = 2 },
            new CudaOptions { OwnStream = true, OtherLoad = true, OtherLoadRounds = 2 });
        Assert.Equal(("cuda:0:loaded", "cuda-loaded"), (backend.Facts.Name, backend.Facts.Kind));
        Assert.Empty(MachineBackend.Wrong(backend, MachineBackend.Cases()));
    }
}
