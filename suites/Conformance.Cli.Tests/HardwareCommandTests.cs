using System.Text;
using Conformance.Certification.Reports;
using Conformance.Vectors;

namespace Conformance.Cli.Tests;

/// <summary>'conformance hardware', on a machine with GPUs or without.</summary>
public sealed class HardwareCommandTests
{
    [Fact]
    public void It_prints_what_a_report_can_hold()
    {
        var answer = InProcess.Run(null, "hardware", "--json");
        var report = VectorJson.Read(Encoding.UTF8.GetBytes(answer.Output), "hardware", HardwareJson.Read);
        Assert.Equal(report.Problems.Count == 0 ? ExitCodes.Success : ExitCodes.Harness, answer.Code);
        Assert.Equal(report.Source == "none", report.Gpus.Count == 0 && report.System.Count == 0);
    }

    [Fact]
    public void A_library_that_is_none_is_named_in_a_line()
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, "no library");
        var answer = InProcess.Run(null, "hardware", "--nvml", path);
        File.Delete(path);
        Assert.Equal(ExitCodes.Harness, answer.Code);
        Assert.Contains(path, answer.Error, StringComparison.Ordinal);
        answer.ShowsNoTrace();
    }
}
