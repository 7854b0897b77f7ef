using Conformance.Certification.Reports;

namespace Conformance.Certification.Tests.Reports;

public sealed class HostTextTests
{
    [Theory]
    [
        InlineData(
            "processor\t: 0\nvendor_id\t: GenuineIntel\nmodel name\t: Intel(R) Xeon(R) Platinum 8480C\nprocessor\t: 1\n",
            "Intel(R) Xeon(R) Platinum 8480C")]
    [InlineData("processor\t: 0\nBogoMIPS\t: 50.00\nCPU implementer\t: 0x41\nCPU part\t: 0xd0c\n", "Arm implementer 0x41 part 0xd0c")]
    [InlineData(
        "processor\t: 0\nCPU implementer\t: 0x41\nCPU part\t: 0xd08\n\nHardware\t: BCM2711\nModel\t\t: Raspberry Pi 4 Model B Rev 1.4\n",
        "Raspberry Pi 4 Model B Rev 1.4")]
    [InlineData("processor\t: 0\ncpu\t\t: POWER9, altivec supported\nclock\t\t: 3800.000000MHz\n", "POWER9, altivec supported")]
    [InlineData("processor\t: 0\nhart\t\t: 1\nisa\t\t: rv64imafdc\nuarch\t\t: sifive,u74-mc\n", "sifive,u74-mc")]
    [InlineData("model name\t:\n", null)]
    [InlineData("model name", null)]
    [InlineData(":::\n\0\n", null)]
    [InlineData("", null)]
    public void Cpu_model(string text, string? expected) => Assert.Equal(expected, HostText.CpuModel(text));

    [Theory]
    [InlineData("MemTotal:       16384 kB\nMemFree: 1 kB\n", 16384L * 1024)]
    [InlineData("MemFree: 1 kB\nMemTotal:   2 kB", 2048L)]
    [InlineData("MemTotal:       16384 MB\n", null)]
    [InlineData("MemTotal:       -1 kB\n", null)]
    [InlineData("MemTotal:       9223372036854775807 kB\n", null)]
    [InlineData("MemTotal:\n", null)]
    [InlineData("", null)]
    public void Memory(string text, long? expected) => Assert.Equal(expected, HostText.MemoryBytes(text));

    [Theory]
    [InlineData("ID=debian\nPRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\n", "Debian GNU/Linux 12 (bookworm)")]
    [InlineData("PRETTY_NAME=Plain\n", "Plain")]
    [InlineData("PRETTY_NAME=\"\"\n", null)]
    [InlineData("NAME=x\n", null)]
    [InlineData("", null)]
    public void System_name(string text, string? expected) => Assert.Equal(expected, HostText.SystemName(text));

    [Fact]
    public void This_machine_gives_facts_that_a_report_can_hold()
    {
        var host = HostFactsCollector.Collect();

        Assert.NotEmpty(host.System);
        Assert.NotEmpty(host.Cpu);
        Assert.StartsWith(".NET", host.Runtime, StringComparison.Ordinal);
        Assert.True(host.Processors > 0);
        Assert.True(host.MemoryBytes > 0);
        Assert.Equal(host.Isa.Order(StringComparer.Ordinal), host.Isa);
        Assert.Equal(
            ReportJson.Write(Samples.Passing() with { Host = host }), ReportJson.Write(
                Samples.Passing() with { Host = HostFactsCollector.Collect() }));
    }
}
