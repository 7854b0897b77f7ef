using Conformance.Ptx;
using Conformance.Ptx.Execution;

namespace Conformance.Backends.Cuda.Machine;

/// <summary>Every operator vector through the PTX that is shipped, under every choice of kernel and several schedules: all EXACT.</summary>
public sealed class VectorTests
{
    [Theory]
    [InlineData(ProductKernels.Automatic)]
    [InlineData(ProductKernels.FewRows)]
    [InlineData(ProductKernels.SmallTiles)]
    [InlineData(ProductKernels.LargeTiles)]
    public void Every_vector_is_exact_without_races_and_reads_only_what_was_written(ProductKernels kernels)
    {
        using var backend = MachineBackend.Open(
            new PtxMachineOptions { DetectRaces = true, DetectUninitialisedReads = true }, new CudaOptions { ProductKernels = kernels });
        var cases = kernels == ProductKernels.Automatic ? MachineBackend.Cases() : MachineBackend.Cases("matmul*/*", "attention/*");
        Assert.True(cases.Count > 50);
        Assert.Empty(MachineBackend.Wrong(backend, cases));
    }

    [Theory]
    [InlineData(ExecutionOrder.Descending, 1ul, false)]
    [InlineData(ExecutionOrder.Shuffled, 2ul, true)]
    public void No_order_of_blocks_and_threads_and_no_stream_changes_a_bit(ExecutionOrder order, ulong seed, bool loaded)
    {
        using var backend = MachineBackend.Open(
            new PtxMachineOptions { ThreadOrder = order, BlockOrder = order, Seed = seed },
            new CudaOptions { OwnStream = loaded, OtherLoad = loaded, OtherLoadRounds = 2 });
        Assert.Equal(loaded ? ("cuda:0:loaded", "cuda-loaded") : ("cuda:0", "cuda"), (backend.Facts.Name, backend.Facts.Kind));
        Assert.Empty(MachineBackend.Wrong(backend, MachineBackend.Cases()));
    }
}
