using System.Globalization;
using System.Text;
using Conformance.Bench.Growth;
using Conformance.Bench.Harness;

namespace Conformance.Bench.Report;

/// <summary>Tables for a terminal and for pull requests.</summary>
internal static class MarkdownReport
{
    public static string Of(BenchReport report)
    {
        var (text, measured) = (new StringBuilder(), report.Measured);
        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
        Line($"{report.Day}, {report.Host.Cpu}, {report.Host.LogicalCores} cores, {report.Host.Os}, {report.Host.Runtime}{(report.IsQuick ? ", quick" : "")}");
        if (measured.Rows.Count > 0)
        {
            Line($"\n| benchmark | fastest | rate | median | quartiles | allocated |\n|---|---|---|---|---|---|");
        }

        foreach (var r in measured.Rows)
        {
            Line($"| {Cell(r.Name)}: {Cell(r.Title)} | {Units.Time(r.Fastest)} | {r.Work?.Describe(r.Fastest)} | {Units.Time(r.Median)} | {Units.Time(r.Q1)} to {Units.Time(r.Q3)} | {r.AllocatedBytes} B |");
        }

        if (measured.Ratios.Count > 0)
        {
            Line($"\n| this | against | ratio of fastest | of medians | spread | goal |\n|---|---|---|---|---|---|");
        }

        foreach (var r in measured.Ratios)
        {
            Line($"| {Cell(r.Name)} | {Cell(r.Against)} | {r.Fastest:0.000} | {r.Ratio:0.000} | {r.Low:0.000} to {r.High:0.000} | {Goal(r.Goal, r.IsReached)} |");
        }

        if (measured.Facts.Count > 0)
        {
            Line($"\n| fact | best | median | worst | runs | goal |\n|---|---|---|---|---|---|");
        }

        foreach (var f in measured.Facts)
        {
            Line($"| {Cell(f.Name)}: {Cell(f.Title)} | {Units.Number(f.Best)} {f.Unit} | {Units.Number(f.Median)} {f.Unit} | {Units.Number(f.Worst)} {f.Unit} | {f.Runs} | {Goal(f.Goal, f.IsReached)} |");
        }

        foreach (var chart in measured.Growth)
        {
            Line($"\n{chart.Title}\n");
            foreach (var series in chart.Series)
            {
                Line($"- {GrowthText.Of(chart, series)}");
            }
        }

        foreach (var (name, reason) in measured.Skipped)
        {
            Line($"\nskipped {name}: {reason}");
        }

        foreach (var failed in measured.Failed)
        {
            Line($"\nfailed {failed}");
        }

        return text.ToString();
    }

    private static string Goal(double goal, bool isReached) =>
        goal > 0 ? $"{Units.Number(goal)}, {(isReached ? "reached" : "missed")}" : "";

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
