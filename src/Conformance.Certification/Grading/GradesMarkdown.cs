using System.Globalization;
using System.Text;
using Conformance.Certification.Reports;

namespace Conformance.Certification.Grading;

/// <summary>grades.md: one matrix a library, then its findings. Text that is not ours stands in code spans.</summary>
internal static class GradesMarkdown
{
    private const int MostFindings = 200;

    public static byte[] Write(GradesReport report)
    {
        var text = new StringBuilder();
        Line(text, $"# Grades of vendor libraries");
        Line(text, $"");
        Line(text, $"Host {Code(report.Host.Cpu)}, {report.Host.Processors} processors; vectors {Code(report.Vectors)}; {report.Repeats} executions of each case.");
        foreach (var library in report.Libraries)
        {
            Line(text, $"");
            if (library.Facts is not { } facts)
            {
                Line(text, $"## {Code(library.Library)}: {library.Reason}");
                Line(text, $"");
                Line(text, $"{Code(library.Detail)}");
                continue;
            }

            Line(text, $"## {Code(facts.Name)} {Code(facts.Version)} on {Code(facts.Device)} ({Code(facts.Native)})");
            Line(text, $"");
            var schedules = library.Schedules.Where(s => library.Rows.Any(r => r.Schedule == s.Name)).ToList();
            Line(text, $"| operator | {string.Join(" | ", schedules.Select(s => Code(s.Name)))} |");
            Line(text, $"|---|{string.Concat(schedules.Select(_ => "---|"))}");
            foreach (var rows in library.Rows.GroupBy(r => r.Operator))
            {
                Line(text, $"| {rows.Key} | {string.Join(" | ", schedules.Select(s => rows.FirstOrDefault(r => r.Schedule == s.Name)?.Class.Name() ?? ""))} |");
            }

            Line(text, $"");
            foreach (var schedule in schedules)
            {
                Line(text, $"- {Code(schedule.Name)}: {GradeWords.Of(schedule.Presentation)}; {Code(string.Join(", ", schedule.Settings.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}={p.Value}")))}");
            }

            Line(text, $"");
            foreach (var (row, finding) in library.Rows.SelectMany(r => r.Findings.Select(f => (r, f))).Take(MostFindings))
            {
                Line(text, $"- {finding.Code} {row.Operator} {Code(row.Schedule)} {Code(finding.CaseId)}: {Code(finding.Detail)}");
            }
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>A code span; what could end it, or a table's cell, is replaced.</summary>
    private static string Code(string? text) =>
        string.IsNullOrEmpty(text) ? "–" : $"`{SafeText.Line(text).Replace('`', '\'').Replace('|', '¦')}`";

    private static void Line(StringBuilder text, FormattableString line) =>
        text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
