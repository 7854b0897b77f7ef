using System.Text;
using Conformance.Certification.Reports;
using Conformance.Certification.Workers;
using Conformance.Hardware;
using Conformance.Vectors;

namespace Conformance.Certification.Tests.Reports;

/// <summary>Facts about GPUs on their way into a report.</summary>
public sealed class HardwareTests
{
    private static readonly HardwareReport TwoCards = new(
        "nvml",
        [HardwareFact.Of(HardwareKey.Driver, "570.124.06"), HardwareFact.Without(HardwareKey.Ready, "NOT_SUPPORTED")],
        [Card("GPU-0"), Card("GPU-1")],
        []);

    [Fact]
    public void A_report_without_gpus_says_nothing_of_them()
    {
        var report = Samples.Passing();
        Assert.DoesNotContain("hardware", Encoding.UTF8.GetString(ReportJson.Write(report)), StringComparison.Ordinal);
        Assert.DoesNotContain("GPUs by", Encoding.UTF8.GetString(MarkdownSummary.Write(report)), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_identical_cards_are_two_rows_everywhere()
    {
        var report = Samples.Passing();
        report = report with { Run = report.Run with { Hardware = TwoCards } };
        var back = ReportJson.Read(ReportJson.Write(report), "report.json").Run.Hardware!;
        Assert.Equal(["GPU-0", "GPU-1"], back.Gpus.Select(g => g.Single(f => f.Key == HardwareKey.Uuid).Value));
        Assert.Equal(TwoCards.System, back.System);
        foreach (var text in new[] { HtmlReport.Write(report), MarkdownSummary.Write(report) })
        {
            Assert.Contains("GPU-0", Encoding.UTF8.GetString(text), StringComparison.Ordinal);
            Assert.Contains("GPU-1", Encoding.UTF8.GetString(text), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("""{"source":"lspci","problems":[],"system":{},"gpus":[]}""")]
    [InlineData("""{"source":"nvml","problems":[],"system":{},"gpus":{}}""")]
    [InlineData("""{"source":"nvml","problems":[],"system":[],"gpus":[]}""")]
    [InlineData("""{"source":"nvml","problems":[],"system":{"driver":{"value":"1","missing":"2"}},"gpus":[]}""")]
    [InlineData("""{"source":"nvml","problems":[],"system":{"driver":"1"},"gpus":[]}""")]
    [InlineData("""{"source":"nvml","problems":[],"system":{},"gpus":[],"more":1}""")]
    public void What_is_no_list_of_facts_is_refused(string json) =>
        Assert.Throws<VectorFormatException>(() => VectorJson.Read(Encoding.UTF8.GetBytes(json), "hardware", HardwareJson.Read));

    [SkippableTheory]
    [InlineData("printf '{\"source\":\"none\",\"problems\":[],\"system\":{},\"gpus\":[]}'", null)]
    [InlineData("printf '{\"source\":\"none\",\"problems\":[\"broken\"],\"system\":{},\"gpus\":[]}'; exit 3", "broken")]
    [InlineData("kill -9 $$", "137")]
    [InlineData("exit 2", "exit code 2")]
    [InlineData("echo nonsense", "not JSON")]
    public void A_driver_that_brings_the_question_down_is_a_problem_and_not_the_end(string script, string? problem)
    {
        Skip.IfNot(File.Exists("/bin/sh"), "TOOL_ABSENT:sh");
        var report = HardwareProbe.Ask(new WorkerCommand("/bin/sh", ["-c", script]));
        Assert.Equal(problem is null, report is null);
        if (problem is not null)
        {
            Assert.Contains(problem, Assert.Single(report!.Problems), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_command_that_is_not_there_is_a_problem() =>
        Assert.Single(HardwareProbe.Ask(new WorkerCommand("/nowhere/conformance", []))!.Problems);

    private static IReadOnlyList<HardwareFact> Card(string uuid) =>
        [HardwareFact.Of(HardwareKey.Name, "NVIDIA H100"), HardwareFact.Of(HardwareKey.Uuid, uuid),
            HardwareFact.Of(HardwareKey.EccCurrent, "on")];
}
