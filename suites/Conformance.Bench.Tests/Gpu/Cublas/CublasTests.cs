using Conformance.Backends.Cuda;
using Conformance.Bench.Harness;

namespace Conformance.Bench.Gpu.Cublas;

/// <summary>
/// cuBLAS's calls, in one context with ours, against libraries in C that compute on the host: a layout that is wrong gives another product
/// than ours, and is then not timed.
/// </summary>
public sealed class CublasTests
{
    [SkippableFact]
    public void Products_are_compared_with_ours_then_timed_and_divided()
    {
        var measured = Measure(0);
        Assert.Empty(measured.Failed);
        Assert.Equal(
            [
                "GpuMatMul.CublasBF16(Device=cuda:0, Size=32)", "GpuMatMul.CublasBF16(Device=cuda:0, Size=64)",
                "GpuMatMul.CublasF32(Device=cuda:0, Size=32)", "GpuMatMul.CublasF32(Device=cuda:0, Size=64)",
                "GpuMatVec.CublasBF16(Device=cuda:0, Out=24, In=32)", "GpuMatVec.CublasF32(Device=cuda:0, Out=24, In=32)",
            ],
            measured.Rows.Select(r => r.Name).Where(n => n.Contains("Cublas", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Equal(
            "cuBLAS 12.4.2 Sgemm, TF32 off", measured.Rows.Single(r => r.Name == "GpuMatMul.CublasF32(Device=cuda:0, Size=32)").Title);
        var ratio = measured.Ratios.Single(r => r.Name == "GpuMatMul.CudaF32(Device=cuda:0, Size=64)");
        Assert.Equal(("GpuMatMul.CublasF32(Device=cuda:0, Size=64)", 0), (ratio.Against, ratio.Goal));
        Assert.Equal($"12.4.2, {CLibrary.Cublas()}", measured.Surroundings["cublas"]);
    }

    /// <summary>With f32 only: TF32 does not touch bf16.</summary>
    [SkippableTheory]
    [InlineData(2, "off by")]
    [InlineData(3, "off by")]
    [InlineData(4, "CUBLAS_STATUS_EXECUTION_FAILED")]
    public void A_library_that_computes_something_else_or_fails_is_not_timed(int fault, string words)
    {
        var measured = Measure(fault, "GpuMatMul.CublasF32");
        Assert.Empty(measured.Rows);
        Assert.Equal(2, measured.Failed.Count);
        Assert.All(measured.Failed, f => Assert.Contains(words, f, StringComparison.Ordinal));
    }

    [SkippableFact]
    public void A_library_that_does_not_start_is_skipped_with_its_status_and_the_next_is_taken()
    {
        var measured = Measure(1, "GpuMatMul.CublasF32");
        Assert.Equal(
            $"LIBRARY_ABSENT: '{CLibrary.Cublas(1)}': cublasCreate gave CUBLAS_STATUS_NOT_INITIALIZED (2 rows)",
            measured.Skipped["GpuMatMul.CublasF32"]);
        var next = (Source(1) with { CublasCandidates = (_, _) => [CLibrary.Cublas(1), CLibrary.Cublas()] })
            .Measure(Small.Options with { Filters = ["GpuMatMul.CublasF32"] });
        Assert.Equal(2, next.Rows.Count);
    }

    [SkippableFact]
    public void A_file_that_is_no_cublas_is_named_with_the_missing_entry_point()
    {
        var library = CLibrary.Cuda();
        var error = Assert.Throws<CublasException>(() => CublasHandle.Open([library], 0));
        Assert.Equal($"'{library}': '{library}' has no entry point cublasCreate_v2", error.Message);
    }

    [SkippableFact]
    public void An_old_version_is_shown_as_it_is()
    {
        using var handle = CublasHandle.Open([CLibrary.Cublas(5)], 0);
        Assert.Equal("version 12103", handle.Version);
    }

    [SkippableTheory]
    [InlineData(12040, "libcublas.so.12", "libcublas.so.11", "libcublas.so.13")]
    [InlineData(13010, "libcublas.so.13", "libcublas.so.12", "libcublas.so.11")]
    public void What_the_driver_supports_is_tried_first(int driver, params string[] order)
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "OS:linux");
        var candidates = CublasLibrary.Candidates(driver, ["/site/nvidia/cublas/lib/libcublas.so.12"]);
        Assert.Equal(order, candidates.Where(c => !c.Contains('/', StringComparison.Ordinal)));
        Assert.Contains("/site/nvidia/cublas/lib/libcublas.so.12", candidates.SkipWhile(c => c != "libcublas.so.12"));
    }

    private static GpuSource Source(int fault)
    {
        var library = CLibrary.Cublas(fault);
        return Small.Machine() with
        {
            Discover = () => CudaDevices.Enumerate(CLibrary.Cuda()), Plan = Small.Products, CublasCandidates = (_, _) => [library],
        };
    }

    /// <summary>One part of the rows after the other: the fake driver has no product of q8_0 and ends its context at one.</summary>
    private static Measurements Measure(int fault)
    {
        var source = Source(fault);
        var parts = new[] { "CudaF32", "CudaBF16", "Cublas" }.Select(p => source.Measure(Small.Options with { Filters = [p] })).ToList();
        var tasks = source.Plan!.Tasks().Select(t => t with { Parameters = $"Device=cuda:0, {t.Parameters}" });
        var all = Measurements.Of(parts);
        return all with { Ratios = [.. GpuRatios.Of(all.Rows, tasks, "Cuda", [CublasEngine.EngineName])] };
    }

    private static Measurements Measure(int fault, string filter) => Source(fault).Measure(Small.Options with { Filters = [filter] });
}
