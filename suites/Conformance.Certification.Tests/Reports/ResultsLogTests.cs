using System.Text;
using Conformance.Certification.Reports;
using Conformance.Verdicts;

namespace Conformance.Certification.Tests.Reports;

public sealed class ResultsLogTests
{
    [Fact]
    public void What_was_appended_is_there_before_the_log_is_closed()
    {
        using var folder = new TemporaryFolder();
        var report = Samples.Failing();
        using var log = new ResultsLog(folder.File("deep/results.jsonl"));
        log.Append(report.Results[0]);

        var rebuilt = ResultsLogReader.Rebuild(folder.File("deep/results.jsonl"), Samples.List(2, null, "cpu", "opencl"));
        Assert.Equal(report.Results[0].CaseId, Assert.Single(rebuilt.Results).CaseId);
    }

    [Fact]
    public void A_partial_report_is_made_of_a_log()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("results.jsonl");
        var report = Samples.Failing();
        using (var log = new ResultsLog(path))
        {
            log.Begin(report.Suite, report.Host, report.Run, report.Backends, report.Absent);
            foreach (var result in report.Results)
            {
                log.Append(result);
            }
        }

        var rebuilt = ResultsLogReader.Rebuild(path, Samples.List(2, null, "cpu", "opencl"));

        Assert.True(rebuilt.Run.Interrupted);
        Assert.Equal(VerdictKind.Interrupted, rebuilt.Verdict.Kind);
        Assert.Contains("1 case has status FAIL", rebuilt.Verdict.Reasons);
        var expected = report with { Verdict = rebuilt.Verdict, Run = rebuilt.Run };
        Assert.Equal(ReportJson.Write(expected), ReportJson.Write(rebuilt));
        ReportDirectory.Write(folder.Path, rebuilt);
    }

    [Fact]
    public void A_log_without_its_opening_still_gives_a_report()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("results.jsonl");
        using (var log = new ResultsLog(path))
        {
            log.Append(Samples.Passing().Results[^1]);
        }

        var rebuilt = ResultsLogReader.Rebuild(path, Samples.List(2, null, "cpu", "opencl"));
        Assert.Equal(("opencl:0", "opencl"), (rebuilt.Backends[0].Name, rebuilt.Backends[0].Kind));
        Assert.Equal(1, rebuilt.Verdict.Satisfied);
        Assert.NotEmpty(ReportJson.Read(ReportJson.Write(rebuilt), "x").Results);
    }

    [Fact]
    public void A_last_line_that_was_being_written_is_left_out_and_every_other_cut_is_an_error()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("results.jsonl");
        using (var log = new ResultsLog(path))
        {
            log.Append(Samples.Passing().Results[0]);
            log.Append(Samples.Passing().Results[1]);
        }

        var bytes = File.ReadAllBytes(path);
        var list = Samples.List(2, null, "cpu");
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.True(ResultsLogReader.Rebuild(bytes.AsMemory(0, length), "log", list).Results.Count < 2);
        }

        var broken = Encoding.UTF8.GetBytes("{\"result\":{}}\n" + Encoding.UTF8.GetString(bytes));
        Assert.StartsWith(
            "log, line 1", Assert.Throws<ReportFormatException>(() =>
                ResultsLogReader.Rebuild(broken, "log", list)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("x\n")]
    [InlineData("[]\n")]
    [InlineData("{}\n")]
    [InlineData("{\"run\":{\"format\":\"other/1\"}}\n")]
    [InlineData("{\"result\":{\"case\":\"\\ud800\"}}\n")]
    public void A_line_that_is_not_understood_is_an_error(string log) =>
        Assert.Throws<ReportFormatException>(() =>
            ResultsLogReader.Rebuild(Encoding.UTF8.GetBytes(log), "log", Samples.List(1, null, "cpu")));

    [Fact]
    public void A_missing_log_is_an_error_of_the_format() =>
        Assert.Throws<ReportFormatException>(() => ResultsLogReader.Rebuild("/nowhere/results.jsonl", Samples.List(1, null, "cpu")));

    [Fact]
    public void Threads_may_append_at_once()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("results.jsonl");
        using (var log = new ResultsLog(path))
        {
            Parallel.For(0, 200, i => log.Append(new CaseResult
            {
                CaseId = $"add/{i}", Operator = "add", Backend = "cpu", Status = CaseStatus.Pass, DurationNanoseconds = i,
            }));
        }

        Assert.Equal(200, ResultsLogReader.Rebuild(path, Samples.List(1, null, "cpu")).Results.Count);
    }

    [SkippableFact]
    public void A_full_disk_is_one_exception()
    {
        Skip.IfNot(File.Exists("/dev/full"), "HW_ABSENT:/dev/full");
        using var log = new ResultsLog("/dev/full");
        var e = Assert.Throws<ReportWriteException>(() => log.Append(Samples.Passing().Results[0]));
        Assert.StartsWith("cannot write '/dev/full'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_log_that_cannot_be_opened_is_one_exception()
    {
        using var folder = new TemporaryFolder();
        Assert.Throws<ReportWriteException>(() => new ResultsLog(folder.Path));
    }
}
