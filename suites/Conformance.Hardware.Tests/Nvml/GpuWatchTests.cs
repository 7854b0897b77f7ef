namespace Conformance.Hardware.Tests.Nvml;

/// <summary>A GPU watched by UUID, against the library in C.</summary>
public sealed class GpuWatchTests
{
    private const string First = "GPU-00000000-0000-0000-0000-000000000000";
    private const string Second = "GPU-11111111-1111-1111-1111-111111111111";

    [SkippableTheory]
    [InlineData(0, First, "345 2619 31 none 1")]
    [InlineData(0, Second, "345 2619 32 power cap 2")]
    [InlineData(10, First, "345 2619 31 hardware slowdown, software thermal slowdown 0")]
    [InlineData(10, Second, "345 2619 32 hardware slowdown, software thermal slowdown, 0x4000 0")]
    [InlineData(11, First, "345 2619 31 !FUNCTION_NOT_FOUND !FUNCTION_NOT_FOUND")]
    public void A_reading_tells_clocks_limits_and_processes_by_new_and_old_calls(int library, string uuid, string expected)
    {
        using var watch = GpuWatch.Open(uuid, FakeNvml.Build(library));
        Assert.Equal("570.124.06", watch.Driver.Value);
        Assert.Equal(expected, string.Join(' ', watch.Read().Select(f => f.Value ?? "!" + f.Missing)));
    }

    [SkippableTheory]
    [InlineData("GPU-22222222-2222-2222-2222-222222222222", "NOT_FOUND")]
    [InlineData("MIG-22222222-2222-2222-2222-222222222222", "INVALID_ARGUMENT")]
    public void A_uuid_without_a_gpu_is_named(string uuid, string reason)
    {
        var error = Assert.Throws<HardwareException>(() => GpuWatch.Open(uuid, FakeNvml.Build(0)));
        Assert.Equal($"NVML has no handle for {uuid}: {reason}", error.Message);
    }

    [Fact]
    public void No_library_is_named() =>
        Assert.Contains(
            "'/absent/libnvidia-ml.so.1'", Assert.Throws<HardwareException>(() =>
                GpuWatch.Open(First, "/absent/libnvidia-ml.so.1")).Message, StringComparison.Ordinal);
}
