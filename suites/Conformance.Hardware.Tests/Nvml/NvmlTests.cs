using Conformance.Hardware.Nvml;

namespace Conformance.Hardware.Tests.Nvml;

/// <summary>Signatures, structures and faults, against a library in C that only pretends to be NVML.</summary>
public sealed class NvmlTests
{
    [SkippableFact]
    public void Two_identical_cards_are_two_rows()
    {
        var report = NvmlCollector.Collect(FakeNvml.Build(0))!;
        Assert.Equal(("nvml", 2), (report.Source, report.Gpus.Count));
        Assert.Empty(report.Problems);
        Assert.Equal(Value(report.Gpus[0], HardwareKey.Name), Value(report.Gpus[1], HardwareKey.Name));
        Assert.NotEqual(Value(report.Gpus[0], HardwareKey.Uuid), Value(report.Gpus[1], HardwareKey.Uuid));
    }

    [SkippableTheory]
    [InlineData(HardwareKey.Name, "NVIDIA H100 80GB HBM3")]
    [InlineData(HardwareKey.Uuid, "GPU-11111111-1111-1111-1111-111111111111")]
    [InlineData(HardwareKey.Pci, "00000000:3B:00.0")]
    [InlineData(HardwareKey.ComputeCapability, "9.0")]
    [InlineData(HardwareKey.Vbios, "96.00.9F.00.01")]
    [InlineData(HardwareKey.MemoryBytes, "85520809984")]
    [InlineData(HardwareKey.EccCurrent, "on")]
    [InlineData(HardwareKey.EccPending, "off")]
    [InlineData(HardwareKey.EccCorrected, "5000000000")]
    [InlineData(HardwareKey.EccUncorrected, "1")]
    [InlineData(HardwareKey.MigCurrent, "off")]
    [InlineData(HardwareKey.MigPending, "on")]
    [InlineData(HardwareKey.Persistence, "on")]
    [InlineData(HardwareKey.SmClock, "345")]
    [InlineData(HardwareKey.SmClockMaximum, "1980")]
    [InlineData(HardwareKey.MemoryClock, "2619")]
    [InlineData(HardwareKey.MemoryClockMaximum, "2619")]
    [InlineData(HardwareKey.PowerLimit, "!NOT_SUPPORTED")]
    [InlineData(HardwareKey.Temperature, "32")]
    public void Each_fact_of_a_card_comes_from_its_call(string key, string expected) =>
        Assert.Equal(expected, Value(NvmlCollector.Collect(FakeNvml.Build(0))!.Gpus[1], key));

    [SkippableTheory]
    [InlineData(HardwareKey.Driver, "570.124.06")]
    [InlineData(HardwareKey.Cuda, "12.8")]
    [InlineData(HardwareKey.ConfidentialEnvironment, "production")]
    [InlineData(HardwareKey.ConfidentialFeature, "on")]
    [InlineData(HardwareKey.DeveloperTools, "off")]
    [InlineData(HardwareKey.MultiGpu, "protected PCIe")]
    [InlineData(HardwareKey.Ready, "off")]
    public void Each_fact_of_the_system_comes_from_its_call(string key, string expected) =>
        Assert.Equal(expected, Value(NvmlCollector.Collect(FakeNvml.Build(0))!.System, key));

    [SkippableTheory]
    [InlineData(1, "nvmlInit_v2")]
    [InlineData(2, "DRIVER_NOT_LOADED")]
    [InlineData(3, "UNKNOWN_999")]
    [InlineData(5, "100000")]
    public void A_library_that_is_broken_is_named(int fault, string named) =>
        Assert.Contains(
            named, Assert.Throws<HardwareException>(() => NvmlCollector.Collect(FakeNvml.Build(fault))).Message, StringComparison.Ordinal);

    [SkippableFact]
    public void No_card_is_no_row_and_no_problem()
    {
        var report = NvmlCollector.Collect(FakeNvml.Build(4))!;
        Assert.Empty(report.Gpus);
        Assert.Empty(report.Problems);
    }

    [SkippableFact]
    public void A_card_that_is_lost_keeps_its_row_and_is_named()
    {
        var report = NvmlCollector.Collect(FakeNvml.Build(6))!;
        Assert.Equal(2, report.Gpus.Count);
        Assert.Equal("!GPU_IS_LOST", Value(report.Gpus[1], HardwareKey.Name));
        Assert.Contains("GPU 1", Assert.Single(report.Problems), StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData(7)]
    [InlineData(8)]
    public void A_name_without_end_or_of_no_encoding_is_malformed(int fault) =>
        Assert.Equal("!MALFORMED", Value(NvmlCollector.Collect(FakeNvml.Build(fault))!.Gpus[0], HardwareKey.Name));

    [SkippableFact]
    public void An_old_driver_lacks_facts_and_only_those()
    {
        var report = NvmlCollector.Collect(FakeNvml.Build(9))!;
        Assert.Equal("!FUNCTION_NOT_FOUND", Value(report.Gpus[0], HardwareKey.Temperature));
        Assert.Equal("!FUNCTION_NOT_FOUND", Value(report.System, HardwareKey.MultiGpu));
        Assert.Equal(("simulation", "off", "7"),
            (Value(report.System, HardwareKey.ConfidentialEnvironment), Value(report.System, HardwareKey.ConfidentialFeature),
            Value(report.System, HardwareKey.DeveloperTools)));
        Assert.Equal("NVIDIA H100 80GB HBM3", Value(report.Gpus[0], HardwareKey.Name));
    }

    [Fact]
    public void A_library_that_is_not_there_is_an_absence()
    {
        Assert.Null(NvmlCollector.Collect("libconformance-no-such-library.so.1"));
        Assert.Null(NvmlCollector.Collect("/nowhere/libnvidia-ml.so.1"));
    }

    [Fact]
    public void A_file_that_is_no_library_is_broken()
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, "no library");
        Assert.Throws<HardwareException>(() => NvmlCollector.Collect(path));
        File.Delete(path);
    }

    [SkippableFact]
    public void A_broken_library_without_a_second_source_is_one_problem()
    {
        var report = HardwareCollector.Collect(FakeNvml.Build(2), "/nowhere/nvidia-smi");
        Assert.Equal("none", report.Source);
        Assert.Contains("DRIVER_NOT_LOADED", Assert.Single(report.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_there_is_nothing_found_and_no_problem()
    {
        var report = HardwareCollector.Collect("/nowhere/libnvidia-ml.so.1", "/nowhere/nvidia-smi");
        Assert.Equal("none", report.Source);
        Assert.Empty(report.Problems);
    }

    internal static string Value(IReadOnlyList<HardwareFact> facts, string key)
    {
        var fact = facts.Single(f => f.Key == key);
        return fact.Value ?? "!" + fact.Missing;
    }
}
