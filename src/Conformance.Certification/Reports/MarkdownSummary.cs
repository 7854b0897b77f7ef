using System.Globalization;
using System.Text;
using Conformance.Hardware;
using Conformance.Verdicts;

namespace Conformance.Certification.Reports;

//  summary.md, made for GitHub's step summary: over 1024 KiB the whole upload is dropped there, so that the text is cut at
//  900 KiB, whole failures at a time. Text that is not ours stands in code spans, in which Markdown and HTML mean nothing;
//  the two characters that could end one, or end a table's cell, are replaced (report.json has the original).

/// <summary>The run as Markdown: verdict first.</summary>
public static class MarkdownSummary
{
    internal const int MaximumBytes = 900 * 1024;

    private const int RoomForTheEnd = 4 * 1024;

    public static byte[] Write(RunReport report)
    {
        var summary = ReportSummary.Of(report);
        var text = new StringBuilder();
        WriteVerdict(text, summary);
        WriteCounts(text, summary);
        WriteAbsent(text, summary);
        WriteProblems(text, summary);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void WriteVerdict(StringBuilder text, ReportSummary summary)
    {
        var (suite, verdict) = (summary.Report.Suite, summary.Report.Verdict);
        Line(text, $"# {verdict.Name}: profile {Code(suite.Profile)}");
        Line(text, $"");
        Line(text, $"{summary.Counts}; {verdict.Satisfied} of {verdict.Required} required lines satisfied; exit code {verdict.ExitCode}.");
        foreach (var reason in verdict.Reasons.Take(20))
        {
            Line(text, $"- {Code(reason)}");
        }

        Line(text, $"");
        Line(text, $"Suite {Code(suite.Version)}, commit {Code(suite.Commit)} ({Code(suite.Tree)}), vectors {Code(suite.VectorDigest)}.");
        Line(text, $"Host: {Code(summary.Report.Host.Cpu)}, {Code(summary.Report.Host.System)}, {Code(summary.Report.Host.Runtime)}.");
        if (summary.Report.Run.Hardware is { } hardware)
        {
            Line(text, $"GPUs by {Code(hardware.Source)}: {(hardware.Gpus.Count == 0 ? "none" : string.Join(", ", hardware.Gpus.Take(16).Select(Gpu)))}.");
        }

        if (suite.Filters.Count > 0)
        {
            Line(text, $"Filters: {string.Join(", ", suite.Filters.Take(20).Select(Code))}.");
        }
    }

    private static string Gpu(IReadOnlyList<HardwareFact> facts)
    {
        string Text(string key) => facts.FirstOrDefault(f => f.Key == key) is { } fact ? fact.Value ?? $"({fact.Missing})" : "–";
        return Code($"{Text(HardwareKey.Name)} {Text(HardwareKey.Uuid)}, ECC {Text(HardwareKey.EccCurrent)}, MIG {Text(HardwareKey.MigCurrent)}");
    }

    private static void WriteCounts(StringBuilder text, ReportSummary summary)
    {
        if (summary.Operators.Count == 0)
        {
            return;
        }

        Line(text, $"");
        Line(text, $"| operator | {string.Join(" | ", summary.Columns.Select(c => Code(c.Name)))} |");
        Line(text, $"|---|{string.Concat(summary.Columns.Select(_ => "---|"))}");
        foreach (var name in summary.Operators)
        {
            Line(text, $"| {Code(name)} | {string.Join(" | ", summary.Columns.Select(c => CellText(summary.Find(name, c))))} |");
        }
    }

    private static string CellText(Cell? cell) => cell switch
    {
        null => "–",
        { Worst: CaseStatus.Pass } => cell.Counts,
        _ => $"{cell.Counts} **{cell.Worst.Name()}**".TrimStart(),
    };

    private static void WriteAbsent(StringBuilder text, ReportSummary summary)
    {
        if (summary.Report.Absent.Count == 0)
        {
            return;
        }

        Line(text, $"");
        Line(text, $"## Backends that are not there");
        Line(text, $"");
        foreach (var absent in summary.Report.Absent)
        {
            Line(text, $"- {Code(absent.Kind)}: **{absent.Status.Name()}** ({Code(absent.Reason)}): {Code(absent.Detail)}");
            if (absent.Remedy.Length > 0)
            {
                Line(text, $"  To get it: {Code(absent.Remedy)}");
            }
        }
    }

    private static void WriteProblems(StringBuilder text, ReportSummary summary)
    {
        if (summary.Problems.Count == 0)
        {
            return;
        }

        Line(text, $"");
        Line(text, $"## Findings ({summary.Problems.Count})");
        Line(text, $"");
        var bytes = Encoding.UTF8.GetByteCount(text.ToString());
        for (var i = 0; i < summary.Problems.Count; i++)
        {
            var problem = Problem(summary.Problems[i]);
            bytes += Encoding.UTF8.GetByteCount(problem);
            if (bytes > MaximumBytes - RoomForTheEnd)
            {
                Line(text, $"… and {summary.Problems.Count - i} more: see report.html or report.json.");
                return;
            }

            text.Append(problem);
        }
    }

    private static string Problem(CaseResult result)
    {
        var text = new StringBuilder();
        Line(text, $"<details><summary><b>{result.Status.Name()}</b> {Html(result.CaseId)} on {Html(result.Backend)}</summary>");
        Line(text, $"");
        if (result.Reason is not null || result.Detail is not null)
        {
            Line(text, $"- {Code(result.Reason ?? "no reason code")}: {Code(result.Detail)}");
        }

        if (result.Mismatch is { } m)
        {
            Line(
                text,
                $"- first difference in {Code(m.Where)}, element {m.Index} {Code(m.Coordinates)}; {m.Differing} of {m.Elements} differ");
            Line(text, $"- golden {Code(m.Expected)} ({Code(m.ExpectedValue)})");
            Line(text, $"- found {Code(m.Actual)} ({Code(m.ActualValue)}){(m.Ulps is { } ulps ? Invariant($", {ulps} ULP") : "")}");
        }

        Line(text, $"- again: {Code(ReportSummary.Rerun(result))}");
        Line(text, $"");
        Line(text, $"</details>");
        return text.ToString();
    }

    private static string Code(string? text)
    {
        var safe = SafeText.Line(text).Replace('`', '\'').Replace('|', '¦').Trim();
        return safe.Length == 0 ? "–" : $"`{safe}`";
    }

    /// <summary>Inside an HTML block Markdown is not read on the same line, and code spans are not either.</summary>
    private static string Html(string text) => HtmlText.Escape(text);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    private static void Line(StringBuilder text, FormattableString line) =>
        text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
