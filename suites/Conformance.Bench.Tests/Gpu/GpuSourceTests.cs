using Conformance.Backends.Cuda;
using Conformance.Backends.Reference;
using Conformance.Bench.Harness;
using Conformance.Ptx;

namespace Conformance.Bench.Gpu;

/// <summary>The whole source on the machine that executes PTX: what runs is what a node runs, but for the time.</summary>
public sealed class GpuSourceTests
{
    [Fact]
    public void Every_task_of_ours_gives_a_row_with_times_and_work()
    {
        var measured = Small.Machine().Measure(Small.Options);
        Assert.Empty(measured.Failed);
        Assert.Equal(
            [
                "GpuAttention.Cuda(Device=cuda:0, Positions=5, Heads=2, HeadSize=16)", "GpuCopy.Cuda(Device=cuda:0, Elements=4096)",
                "GpuDecode.Cuda(Device=cuda:0, Model=philox-tiny-f32)", "GpuDecode.Cuda(Device=cuda:0, Model=philox-tiny-q8_0)",
                "GpuExp.Cuda(Device=cuda:0, Elements=300)", "GpuMatMul.CudaBF16(Device=cuda:0, Size=32)",
                "GpuMatMul.CudaF32(Device=cuda:0, Size=32)", "GpuMatMul.CudaQ8(Device=cuda:0, Size=32)",
                "GpuMatVec.CudaBF16(Device=cuda:0, Out=40, In=64)", "GpuMatVec.CudaF32(Device=cuda:0, Out=40, In=64)",
                "GpuMatVec.CudaQ8(Device=cuda:0, Out=40, In=64)", "GpuRmsNorm.Cuda(Device=cuda:0, Rows=2, Length=70)",
                "GpuSoftmax.Cuda(Device=cuda:0, Rows=2, Length=70)",
            ],
            measured.Rows.Select(r => r.Name).Order(StringComparer.Ordinal));
        Assert.All(measured.Rows, r => Assert.True(r.Fastest > 0 && r.Fastest <= r.Q1 && r.Q1 <= r.Median && r.Median <= r.Q3, r.Name));
        Assert.All(measured.Rows, r => Assert.NotNull(r.Work));
    }

    /// <summary>The machine's time is one nanosecond per 256 bytes copied.</summary>
    [Fact]
    public void The_copys_time_is_that_of_its_events()
    {
        var row = Assert.Single(Small.Machine().Measure(Small.Options with { Filters = ["GpuCopy"] }).Rows);
        Assert.Equal(64, row.Median, 3);
        Assert.Equal(2 * 4 * 4096, row.Work!.Amount);
    }

    [Fact]
    public void What_memory_limits_is_judged_against_the_copy()
    {
        var measured = Small.Machine().Measure(Small.Options);
        var against = measured.Ratios.ToDictionary(r => r.Name, r => (r.Against, r.Goal));
        Assert.Equal(
            ("GpuCopy.Cuda(Device=cuda:0, Elements=4096, for 0.010 MB)", 1.25), against["GpuMatVec.CudaF32(Device=cuda:0, Out=40, In=64)"]);
        Assert.Equal(1.25, against["GpuMatVec.CudaQ8(Device=cuda:0, Out=40, In=64)"].Goal);
        Assert.Equal(0, against["GpuDecode.Cuda(Device=cuda:0, Model=philox-tiny-f32)"].Goal);
        Assert.Equal(6, against.Count);
    }

    [Fact]
    public void Absent_peers_are_skipped_by_method_with_the_reason_and_counted()
    {
        var skipped = Small.Machine().Measure(Small.Options).Skipped;
        Assert.StartsWith(
            "PACKAGE_ABSENT: no Python: /absent/python3 cannot be started", skipped["GpuMatMul.TorchF32"], StringComparison.Ordinal);
        Assert.StartsWith(
            "LIBRARY_ABSENT: no cuBLAS was found; CONFORMANCE_CUBLAS may name it",
            skipped["GpuMatVec.CublasBF16"], StringComparison.Ordinal);
        Assert.Equal("PACKAGE_ABSENT: not built", skipped["GpuAttention.Ilgpu"]);
        Assert.DoesNotContain("GpuMatMul.TorchQ8", skipped.Keys);
        Assert.Equal(4 + 8 + 10, skipped.Count);
    }

    [Fact]
    public void Without_a_device_every_method_is_skipped_with_the_reason()
    {
        var source = Small.Machine() with { Discover = () => CudaDevices.Enumerate("/absent/libcuda.so.1"), Plan = GpuPlan.Full };
        var measured = source.Measure(Small.Options);
        Assert.Empty(measured.Rows);
        Assert.Empty(measured.Failed);
        Assert.Equal("DEVICE_ABSENT: no CUDA driver: '/absent/libcuda.so.1' was not found (7 rows)", measured.Skipped["GpuMatMul.CudaF32"]);
        Assert.All(measured.Skipped.Values, r => Assert.StartsWith("DEVICE_ABSENT: ", r, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("cuda:1", "DEVICE_ABSENT: no 'cuda:1' among 1")]
    [InlineData("cuda:0", null)]
    [InlineData("cuda", null)]
    public void The_named_device_is_measured(string selector, string? reason)
    {
        var measured = Small.Machine().Measure(Small.Options with { Filters = ["GpuCopy.Cuda"], Backends = [selector] });
        Assert.Equal(reason, measured.Skipped.GetValueOrDefault("GpuCopy.Cuda"));
        Assert.Equal(reason is null ? 1 : 0, measured.Rows.Count);
    }

    [Theory]
    [InlineData("cpu")]
    [InlineData("cuda:0:loaded")]
    [InlineData("opencl:0")]
    public void Another_backend_alone_is_not_this_sources(string selector)
    {
        var measured = Small.Machine().Measure(Small.Options with { Backends = [selector] });
        Assert.Empty(measured.Rows);
        Assert.Empty(measured.Skipped);
    }

    [Fact]
    public void A_device_that_does_not_open_fails_its_rows()
    {
        var old = new PtxMachineOptions { Devices = [PtxMachineOptions.Device(0, major: 6, minor: 1)] };
        var measured = Small.Machine(old).Measure(Small.Options with { Filters = ["GpuCopy"] });
        Assert.StartsWith(
            "GpuCopy.Cuda(Device=cuda:0, Elements=4096): DEVICE_UNFIT: ", Assert.Single(measured.Failed), StringComparison.Ordinal);
    }

    /// <summary>The probe launches too; a fault late enough comes in the midst of the rows.</summary>
    [Fact]
    public void A_device_that_is_lost_keeps_its_rows_and_names_what_was_not_measured()
    {
        var all = Small.Machine().Measure(Small.Options).Rows.Count;
        var faulty = new PtxMachineOptions { Inject = Faults.OnLaunch(60, CuResult.IllegalAddress) };
        var measured = Small.Machine(faulty).Measure(Small.Options);
        Assert.InRange(measured.Rows.Count, 1, all - 1);
        var ours = measured.Failed.Where(f => f.Split('(')[0].Contains(".Cuda", StringComparison.Ordinal)).ToList();
        Assert.Equal(all, measured.Rows.Count + ours.Count);
        Assert.Contains("EXECUTION: ", ours[0], StringComparison.Ordinal);
        Assert.All(ours.Skip(1), f => Assert.Contains(": not measured: the device is lost since Gpu", f, StringComparison.Ordinal));
        Assert.Contains(measured.Failed, f => f.StartsWith("GpuMatMul.CublasF32(", StringComparison.Ordinal));
    }

    [Fact]
    public void A_task_without_room_is_skipped_and_the_next_one_is_measured()
    {
        var source = Small.Machine(new() { Devices = [PtxMachineOptions.Device(0, memoryBytes: 8 << 20)] });
        var larger = source with { Plan = source.Plan! with { CopyElements = 1 << 21 } };
        var measured = larger.Measure(Small.Options with { Filters = [".Cuda"] });
        Assert.Contains("OUT_OF_MEMORY: ", measured.Skipped["GpuCopy.Cuda(Device=cuda:0, Elements=2097152)"], StringComparison.Ordinal);
        Assert.Empty(measured.Failed);
        Assert.Equal(12, measured.Rows.Count);
        Assert.Empty(measured.Ratios);
    }

    [Fact]
    public void Ilgpu_on_another_device_is_no_peer()
    {
        var measured = (Small.Machine() with { OpenIlgpu = _ => new ReferenceBackend() })
            .Measure(Small.Options with { Filters = ["GpuExp"] });
        Assert.Equal("DEVICE_ABSENT: ILGPU's reference is scalar .NET, not PTX machine", measured.Skipped["GpuExp.Ilgpu"]);
    }

    [Fact]
    public void The_device_and_its_driver_are_named()
    {
        var measured = Small.Machine().Measure(Small.Options with { Filters = ["GpuCopy"] });
        var device = measured.Surroundings["cuda:0"];
        Assert.StartsWith(
            "PTX machine, GPU-00000000-0000-0000-0000-000000000000, compute capability 8.0, 1024 MiB", device, StringComparison.Ordinal);
        Assert.Contains("CUDA 12.4", device, StringComparison.Ordinal);
        Assert.Contains("cuda:0 at work", measured.Surroundings.Keys);
    }
}
