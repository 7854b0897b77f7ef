using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Conformance.Certification.Reports;
using Conformance.Verdicts;

namespace Conformance.Certification.Tests.Reports;

public sealed class ReportJsonTests
{
    [Fact]
    public void What_is_written_is_read_back()
    {
        foreach (var report in All())
        {
            var bytes = ReportJson.Write(report);
            var back = ReportJson.Read(bytes, "report.json");

            Assert.Equal(bytes, ReportJson.Write(back));
            Assert.Equal(report.Verdict.Kind, back.Verdict.Kind);
            Assert.Equal(report.Results.Sum(r => r.DurationNanoseconds), back.Results.Sum(r => r.DurationNanoseconds));
            Assert.Equal(report.Run.Started, back.Run.Started);
        }
    }

    [Fact]
    public void Digests_keep_the_order_of_their_computation()
    {
        var back = ReportJson.Read(ReportJson.Write(Samples.Passing()), "report.json");
        Assert.Equal(["maximum", "exponential", "sum", "y"], back.Results.First(r => r.Operator == "softmax").Digests.Select(d => d.Key));
    }

    [Fact]
    public void The_same_report_gives_the_same_bytes_in_any_culture_and_order()
    {
        var expected = ReportJson.Write(Samples.Failing());
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NegativeSign = "~";
        culture.NumberFormat.NumberDecimalSeparator = ",";
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = culture;
            var report = Samples.Failing();
            Assert.Equal(expected, ReportJson.Write(report));
            Assert.Equal(expected, ReportJson.Write(report with { Results = [.. report.Results.Reverse()] }));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Two_runs_differ_in_run_and_timing_only()
    {
        var first = Samples.Failing();
        var second = first with
        {
            Run = first.Run with { Started = first.Run.Started.AddHours(1), DurationNanoseconds = 1, Directory = "elsewhere", PeakMemoryBytes = 3 },
            Results = [.. first.Results.Select(r => r with { DurationNanoseconds = r.DurationNanoseconds * 3 + 1 })],
        };

        Assert.NotEqual(ReportJson.Write(first), ReportJson.Write(second));
        Assert.Equal(WithoutTime(first), WithoutTime(second));

        static string WithoutTime(RunReport report)
        {
            var text = Encoding.UTF8.GetString(ReportJson.Write(report));
            // Both sections stand at the end, so that a plain cut compares the bytes themselves.
            var cut = text.IndexOf("\n  \"run\":", StringComparison.Ordinal);
            Assert.True(cut > 0 && text.IndexOf("\n  \"timing\":", StringComparison.Ordinal) > cut);
            return text[..cut];
        }
    }

    [Fact]
    public void The_file_is_plain_ascii_with_line_feeds_and_no_mark()
    {
        var bytes = ReportJson.Write(Samples.OfAHostileDevice());

        Assert.Equal((byte)'{', bytes[0]);
        Assert.Equal((byte)'\n', bytes[^1]);
        Assert.All(bytes, b => Assert.True(b is (byte)'\n' or (>= 0x20 and < 0x7F)));
        Assert.DoesNotContain((byte)'<', bytes);
    }

    [Fact]
    public void A_case_that_stands_twice_keeps_its_worse_result()
    {
        var report = Samples.Passing();
        var again = report.Results[0] with { Status = CaseStatus.Flaky };
        foreach (var results in (CaseResult[][])[[again, .. report.Results], [.. report.Results, again]])
        {
            var back = ReportJson.Read(ReportJson.Write(report with { Results = results }), "report.json");
            Assert.Equal(report.Results.Count, back.Results.Count);
            Assert.Single(back.Results, r => r.Status == CaseStatus.Flaky);
        }
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("{\"format\":\"conformance-report/2\"}")]
    [InlineData("{\"format\":\"\\ud800\"}")]
    [InlineData("{\"\\ud800\":1}")]
    [InlineData("{\"format\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":1}}}}}}}}}")]
    public void What_is_no_report_is_refused_by_name(string text)
    {
        var e = Assert.Throws<ReportFormatException>(() => ReportJson.Read(Encoding.UTF8.GetBytes(text), "some.json"));
        Assert.StartsWith("some.json", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_cut_of_a_report_is_refused()
    {
        var bytes = ReportJson.Write(Samples.Failing());
        for (var length = 0; length < bytes.Length - 2; length += 7)
        {
            Assert.Throws<ReportFormatException>(() => ReportJson.Read(bytes.AsMemory(0, length), "cut"));
        }
    }

    [Fact]
    public void Timing_and_results_must_name_the_same_cases()
    {
        var json = JsonNode.Parse(ReportJson.Write(Samples.Passing()))!;
        json["timing"]!["cpu"]!.AsObject().Remove("add/case-0");
        Refused(json);

        json = JsonNode.Parse(ReportJson.Write(Samples.Passing()))!;
        json["timing"]!["cpu"]!["zzz"] = 1;
        Refused(json);

        static void Refused(JsonNode json) =>
            Assert.Throws<ReportFormatException>(() => ReportJson.Read(Encoding.UTF8.GetBytes(json.ToJsonString()), "x"));
    }

    [Fact]
    public void A_verdict_whose_exit_code_is_another_is_refused()
    {
        var json = JsonNode.Parse(ReportJson.Write(Samples.Failing()))!;
        json["verdict"]!["exitCode"] = 0;
        Assert.Throws<ReportFormatException>(() => ReportJson.Read(Encoding.UTF8.GetBytes(json.ToJsonString()), "x"));
    }

    internal static IEnumerable<RunReport> All() =>
        [
            Samples.Passing(), Samples.Failing(), Samples.Inconclusive(), Samples.Interrupted(), Samples.Filtered(),
            Samples.OfAHostileDevice()];
}
