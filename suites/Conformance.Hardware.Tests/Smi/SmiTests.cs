using Conformance.Hardware.Smi;
using Conformance.Hardware.Tests.Nvml;

namespace Conformance.Hardware.Tests.Smi;

/// <summary>The text of nvidia-smi. The element names are those of real output; the values are made up.</summary>
public sealed class SmiTests
{
    private const string Gpu = """
        <gpu id="00000000:1A:00.0">
          <product_name>NVIDIA H100 80GB HBM3</product_name>
          <persistence_mode>Enabled</persistence_mode>
          <something_new><deep>1</deep></something_new>
          <mig_mode><current_mig>Disabled</current_mig><pending_mig>Enabled</pending_mig></mig_mode>
          <uuid>GPU-00000000-0000-0000-0000-000000000000</uuid>
          <vbios_version>96.00.9F.00.01</vbios_version>
          <pci><pci_bus_id>00000000:1A:00.0</pci_bus_id></pci>
          <fb_memory_usage><total>81559 MiB</total><used>N/A</used></fb_memory_usage>
          <ecc_mode><current_ecc>Enabled</current_ecc><pending_ecc>Enabled</pending_ecc></ecc_mode>
          <temperature><gpu_temp>34 C</gpu_temp></temperature>
          <gpu_power_readings><current_power_limit>700.50 W</current_power_limit></gpu_power_readings>
          <clocks><sm_clock>345 MHz</sm_clock><mem_clock>[N/A]</mem_clock></clocks>
          <max_clocks><sm_clock>1980 MHz</sm_clock><mem_clock>[Not Supported]</mem_clock></max_clocks>
        </gpu>
        """;

    private static string Log(params string[] gpus) => $"""
        <?xml version="1.0" ?>
        <!DOCTYPE nvidia_smi_log SYSTEM "nvsmi_device_v12.dtd">
        <nvidia_smi_log>
          <timestamp>Mon Nov 23 12:00:00 2026</timestamp>
          <driver_version>570.124.06</driver_version>
          <cuda_version>12.8</cuda_version>
          <attached_gpus>{gpus.Length}</attached_gpus>
          {string.Concat(gpus)}
        </nvidia_smi_log>
        """;

    [Theory]
    [InlineData(HardwareKey.Name, "NVIDIA H100 80GB HBM3")]
    [InlineData(HardwareKey.Pci, "00000000:1A:00.0")]
    [InlineData(HardwareKey.MemoryBytes, "85520809984")]
    [InlineData(HardwareKey.EccCurrent, "on")]
    [InlineData(HardwareKey.MigCurrent, "off")]
    [InlineData(HardwareKey.MigPending, "on")]
    [InlineData(HardwareKey.Persistence, "on")]
    [InlineData(HardwareKey.SmClock, "345")]
    [InlineData(HardwareKey.SmClockMaximum, "1980")]
    [InlineData(HardwareKey.MemoryClock, "!NOT_SUPPORTED")]
    [InlineData(HardwareKey.MemoryClockMaximum, "!NOT_SUPPORTED")]
    [InlineData(HardwareKey.PowerLimit, "700500")]
    [InlineData(HardwareKey.Temperature, "34")]
    public void Facts_have_the_units_of_their_keys(string key, string expected) =>
        Assert.Equal(expected, NvmlTests.Value(SmiXml.Parse(Log(Gpu)).Gpus[0], key));

    [Fact]
    public void Two_identical_cards_are_two_rows()
    {
        var report = SmiXml.Parse(Log(Gpu, Gpu));
        Assert.Equal(2, report.Gpus.Count);
        Assert.Empty(report.Problems);
        Assert.Equal(
            ("570.124.06", "12.8"), (NvmlTests.Value(report.System, HardwareKey.Driver), NvmlTests.Value(report.System, HardwareKey.Cuda)));
    }

    [Fact]
    public void The_power_limit_of_older_drivers_is_found()
    {
        var old = Gpu.Replace("<gpu_power_readings><current_power_limit>700.50 W</current_power_limit></gpu_power_readings>",
            "<power_readings><power_limit>250.00 W</power_limit></power_readings>", StringComparison.Ordinal);
        Assert.Equal("250000", NvmlTests.Value(SmiXml.Parse(Log(old)).Gpus[0], HardwareKey.PowerLimit));
    }

    [Theory]
    [InlineData("81559 MiB", "81559 GB")]
    [InlineData("81559 MiB", "many MiB")]
    [InlineData("81559 MiB", "-1 MiB")]
    [InlineData("81559 MiB", "9999999999999999999 MiB")]
    public void A_quantity_that_is_none_is_malformed(string old, string by) =>
        Assert.Equal("!MALFORMED",
            NvmlTests.Value(SmiXml.Parse(Log(Gpu.Replace(old, by, StringComparison.Ordinal))).Gpus[0], HardwareKey.MemoryBytes));

    [Fact]
    public void A_mode_that_is_neither_on_nor_off_is_never_on() =>
        Assert.Equal("!MALFORMED",
            NvmlTests.Value(
            SmiXml.Parse(Log(Gpu.Replace("<current_ecc>Enabled", "<current_ecc>Activé", StringComparison.Ordinal))).Gpus[0],
            HardwareKey.EccCurrent));

    [Fact]
    public void A_card_without_any_field_is_a_row_without_values() =>
        Assert.All(SmiXml.Parse(Log("<gpu/>")).Gpus[0], f => Assert.Equal(MissingReason.NotReported, f.Missing));

    [Fact]
    public void A_count_that_is_not_that_of_the_rows_is_a_problem() =>
        Assert.Single(SmiXml.Parse(Log(Gpu).Replace("<attached_gpus>1", "<attached_gpus>2", StringComparison.Ordinal)).Problems);

    [Theory]
    [InlineData("")]
    [InlineData("No devices were found")]
    [InlineData("<html></html>")]
    [InlineData("<nvidia_smi_log>")]
    [InlineData("<nvidia_smi_log>&secret;</nvidia_smi_log>")]
    public void What_is_no_log_is_refused(string text) => Assert.Throws<HardwareException>(() => SmiXml.Parse(text));

    [Fact]
    public void Deep_nesting_is_refused() => Assert.Throws<HardwareException>(() =>
        SmiXml.Parse(
            $"<nvidia_smi_log>{string.Concat(Enumerable.Repeat("<a>", 100_000))}{string.Concat(Enumerable.Repeat("</a>", 100_000))}</nvidia_smi_log>"));

    [Fact]
    public void Entities_do_not_grow()
    {
        const string bomb = """<!DOCTYPE l [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><nvidia_smi_log><driver_version>&b;</driver_version></nvidia_smi_log>""";
        Assert.Throws<HardwareException>(() => SmiXml.Parse(bomb));
    }

    [Theory]
    [InlineData("CC status: ON\n", HardwareKey.ConfidentialFeature, "on")]
    [InlineData("CC status: OFF\n", HardwareKey.ConfidentialFeature, "off")]
    [InlineData("    CC State                   : ON\r\n    Multi-GPU Mode             : None\r\n", HardwareKey.ConfidentialFeature, "on")]
    [InlineData("    Multi-GPU Mode             : Protected PCIe\n", HardwareKey.MultiGpu, "protected PCIe")]
    [InlineData("    CC GPUs Ready State        : Ready\n", HardwareKey.Ready, "on")]
    [InlineData("    CC GPUs Ready State        : Not Ready\n", HardwareKey.Ready, "off")]
    [InlineData("Confidential Compute GPUs Ready state: not-ready", HardwareKey.Ready, "off")]
    [InlineData("DevTools Mode: OFF", HardwareKey.DeveloperTools, "off")]
    [InlineData("CC status: ON\nCC status: OFF\n", HardwareKey.ConfidentialFeature, "!MALFORMED")]
    [InlineData("CC status: ON\nCC status: ON\n", HardwareKey.ConfidentialFeature, "on")]
    [InlineData("CC status: AN", HardwareKey.ConfidentialFeature, "!MALFORMED")]
    [InlineData("CC status:", HardwareKey.ConfidentialFeature, "!MALFORMED")]
    [InlineData("No CC capable devices found.\n", HardwareKey.ConfidentialFeature, "!NOT_REPORTED")]
    [InlineData("CC Environment: PRODUCTION, CC status: ON", HardwareKey.ConfidentialFeature, "!NOT_REPORTED")]
    [InlineData("", HardwareKey.Ready, "!NOT_REPORTED")]
    public void Confidential_computing_is_on_only_where_it_says_so(string text, string key, string expected) =>
        Assert.Equal(expected, NvmlTests.Value(SmiConfCompute.Parse(text), key));
}
