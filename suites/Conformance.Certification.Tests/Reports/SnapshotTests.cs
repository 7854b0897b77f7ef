using System.Text;
using System.Xml.Linq;
using Conformance.Certification.Reports;
using Conformance.Verdicts;

namespace Conformance.Certification.Tests.Reports;

public sealed class SnapshotTests
{
    public static TheoryData<string> Kinds => ["passing", "failing", "inconclusive", "interrupted", "filtered"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Summary(string kind) => Snapshot.Check($"{kind}.summary.md", MarkdownSummary.Write(Report(kind)));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Terminal(string kind)
    {
        using var output = new StringWriter();
        TerminalReport.Write(Report(kind), output, color: false);
        Snapshot.Check($"{kind}.terminal.txt", Encoding.UTF8.GetBytes(output.ToString()));
    }

    [Theory]
    [InlineData("failing")]
    [InlineData("inconclusive")]
    public void Junit(string kind) => Snapshot.Check($"{kind}.junit.xml", JUnitXml.Write(Report(kind)));

    [Fact]
    public void Json() => Snapshot.Check("failing.report.json", ReportJson.Write(Report("failing")));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_same_report_gives_the_same_bytes_twice(string kind)
    {
        var first = ReportDirectory.Render(Report(kind));
        var second = ReportDirectory.Render(Report(kind));
        Assert.Equal(first.Select(f => f.Key), second.Select(f => f.Key));
        Assert.All(first.Zip(second), pair => Assert.Equal(pair.First.Value, pair.Second.Value));
    }

    [Theory]
    [InlineData("passing", "CONFORMANT  software  12 passed, 0 failed, 0 not run   reports/2026-11-24T063000Z/report.html")]
    [InlineData("failing", "NOT CONFORMANT  software  9 passed, 3 failed, 0 not run   reports/2026-11-24T063000Z/report.html")]
    [InlineData("inconclusive", "INCONCLUSIVE  software  6 passed, 0 failed, 6 not run   reports/2026-11-24T063000Z/report.html")]
    [InlineData("interrupted", "INTERRUPTED  software  4 passed, 0 failed, 8 not run   reports/2026-11-24T063000Z/report.html")]
    [InlineData("filtered", "INCONCLUSIVE  software  1 passed, 0 failed, 11 not run   reports/2026-11-24T063000Z/report.html")]
    public void The_last_line_of_the_terminal_is_the_verdict(string kind, string expected) =>
        Assert.Equal(expected, TerminalReport.Render(Report(kind), color: false).TrimEnd('\n').Split('\n')[^1]);

    [Fact]
    public void The_terminal_says_the_same_with_and_without_colour()
    {
        var report = Report("failing");
        var colored = TerminalReport.Render(report, color: true);
        Assert.Contains("\u001B[", colored, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001B", TerminalReport.Render(report, color: false), StringComparison.Ordinal);
        var verdict = System.Text.RegularExpressions.Regex.Replace(colored, "\u001B\\[[0-9;]*m", "").TrimEnd('\n').Split('\n')[^1];
        Assert.StartsWith("NOT CONFORMANT  software", verdict, StringComparison.Ordinal);
    }

    [Fact]
    public void The_table_stays_within_120_columns_however_many_backends_there_are()
    {
        var report = Report("passing");
        var many = report with
        {
            Backends = [.. Enumerable.Range(0, 12).Select(i => Samples.OpenCl with { Name = $"opencl:{i}" })],
            Results =
                [.. Enumerable.Range(0, 12)
                    .SelectMany(i => report.Results.Where(r => r.Backend == "cpu").Select(r => r with { Backend = $"opencl:{i}" }))],
        };
        Assert.All(
            TerminalReport.Render(many, color: false).Split('\n').Where(l => l.StartsWith('|') || l.StartsWith('+')), l =>
                Assert.True(l.Length <= 120));
    }

    [Fact]
    public void A_summary_of_many_failures_is_cut_below_the_limit_and_says_so()
    {
        var report = Report("failing");
        var failure = report.Results.First(r => r.Status == CaseStatus.Fail);
        var huge = report with
        {
            Results =
                [.. Enumerable.Range(0, 5000).Select(i => failure with { CaseId = $"softmax/{i:D5}", Detail = new string('x', 300) })],
        };
        var bytes = MarkdownSummary.Write(huge);

        Assert.InRange(bytes.Length, 800 * 1024, MarkdownSummary.MaximumBytes);
        Assert.StartsWith("# NOT CONFORMANT", Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
        Assert.Contains("more: see report.html", Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
        Assert.True(HtmlReport.Write(huge).Length > 0);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Junit_counts_what_it_holds(string kind)
    {
        var report = Report(kind);
        var xml = XDocument.Parse(Encoding.UTF8.GetString(JUnitXml.Write(report))).Root!;

        Assert.Equal(report.Results.Count + report.Verdict.NotRun.Count, xml.Descendants("testcase").Count());
        foreach (var (attribute, element) in (ValueTuple<string, string>[])[
            ("tests", "testcase"), ("failures", "failure"), ("errors", "error"), ("skipped", "skipped")])
        {
            Assert.Equal(xml.Descendants(element).Count(), (int)xml.Attribute(attribute)!);
            Assert.All(xml.Elements("testsuite"), s => Assert.Equal(s.Descendants(element).Count(), (int)s.Attribute(attribute)!));
        }
    }

    [Theory]
    [InlineData(CaseStatus.Fail, "failure")]
    [InlineData(CaseStatus.Flaky, "failure")]
    [InlineData(CaseStatus.Crash, "failure")]
    [InlineData(CaseStatus.Timeout, "failure")]
    [InlineData(CaseStatus.Error, "error")]
    [InlineData(CaseStatus.Waived, "skipped")]
    [InlineData(CaseStatus.NotSupported, "skipped")]
    [InlineData(CaseStatus.HwAbsent, "skipped")]
    public void Every_status_but_a_pass_is_shown_by_name_in_every_file(CaseStatus status, string element)
    {
        var report = Report("passing");
        report = report with { Results = [report.Results[0] with { Status = status }, .. report.Results.Skip(1)] };

        var xml = XDocument.Parse(Encoding.UTF8.GetString(JUnitXml.Write(report)));
        Assert.StartsWith(status.Name(), Assert.Single(xml.Descendants(element)).Attribute("message")!.Value, StringComparison.Ordinal);
        Assert.Contains($"**{status.Name()}**", Encoding.UTF8.GetString(MarkdownSummary.Write(report)), StringComparison.Ordinal);
        Assert.Contains($"{status.Name()} 1/2", TerminalReport.Render(report, color: false), StringComparison.Ordinal);
        Assert.Contains(
            $"<span class=\"word\">{status.Name()}</span>", Encoding.UTF8.GetString(HtmlReport.Write(report)), StringComparison.Ordinal);
    }

    [Fact]
    public void An_absent_backend_is_hatched_and_never_green()
    {
        var html = Encoding.UTF8.GetString(HtmlReport.Write(Report("inconclusive")));
        Assert.Contains(
            "<td class=\"s-absent\"><span>0/2</span> <span class=\"word\">HW_ABSENT</span></td>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("s-pass\">0/", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_finding_names_index_bits_decimals_distance_count_and_command()
    {
        var html = Encoding.UTF8.GetString(HtmlReport.Write(Report("failing")));
        foreach (var part in (string[])["element 17, [0,17]", "3f3504f3", "3f3504f<mark>4</mark>", "0.70710677", "0.7071068", "1 ULP", "3 of 257",
            "./run-conformance.sh --backend opencl:0 --case softmax/case-0"])
        {
            Assert.Contains(part, html, StringComparison.Ordinal);
        }
    }

    private static RunReport Report(string kind) => kind switch
    {
        "passing" => Samples.Passing(),
        "failing" => Samples.Failing(),
        "inconclusive" => Samples.Inconclusive(),
        "filtered" => Samples.Filtered(),
        _ => Samples.Interrupted(),
    };
}
