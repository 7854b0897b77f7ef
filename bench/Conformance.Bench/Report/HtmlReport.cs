using System.Globalization;
using System.Net;
using System.Text;
using Conformance.Bench.Growth;
using Conformance.Bench.Harness;

namespace Conformance.Bench.Report;

/// <summary>One page without any reference to another file or host.</summary>
internal static class HtmlReport
{
    public static string Of(BenchReport report)
    {
        var (page, measured) = (new StringBuilder(), report.Measured);
        page.Append(CultureInfo.InvariantCulture, $"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>Benchmarks, {report.Day}</title>\n<style>\n{PageStyle.Css}</style>\n</head>\n<body>\n<h1>Benchmarks</h1>\n");
        Machine(page, report);
        Summary(page, measured);
        var number = 0;
        foreach (var area in measured.Rows.GroupBy(r => r.Area))
        {
            Area(page, area.Key, [.. area], measured.Ratios, $"plot{++number}");
        }

        Facts(page, measured.Facts);
        foreach (var chart in measured.Growth)
        {
            page.Append(
                CultureInfo.InvariantCulture,
                $"<h2>{Text(chart.Title)}</h2>\n<div class=\"wide\">{GrowthPlot.Of(chart, $"plot{++number}")}</div>\n<ul>\n");
            foreach (var series in chart.Series)
            {
                page.Append(CultureInfo.InvariantCulture, $"<li>{Text(GrowthText.Of(chart, series))}</li>\n");
            }

            page.Append("</ul>\n");
        }

        List(page, "Failed", measured.Failed);
        List(page, "Skipped", measured.Skipped.Select(s => $"{s.Key}: {s.Value}"));
        return page.Append("</body>\n</html>\n").ToString();
    }

    private static void Machine(StringBuilder page, BenchReport report)
    {
        var host = report.Host;
        page.Append(
            CultureInfo.InvariantCulture,
            $"<p>{report.Day}, {Text(host.Cpu)}, {host.LogicalCores} cores, {Text(host.Os)}, {Text(host.Runtime)}.</p>\n");
        if (report.IsQuick)
        {
            page.Append("<p class=\"problem\">A quick look: few short iterations, not a measurement.</p>\n");
        }

        if (report.Measured.Surroundings.Count > 0)
        {
            page.Append("<dl>\n");
            foreach (var (name, text) in report.Measured.Surroundings)
            {
                page.Append(CultureInfo.InvariantCulture, $"<dt>{Text(name)}</dt><dd>{Text(text)}</dd>\n");
            }

            page.Append("</dl>\n");
        }

        page.Append("<p>A ratio divides the fastest iteration of one row by that of another of the same run: what else the machine does only ever adds time. "
            + "Its spread is what the quartiles of both make of the quotient of the medians at worst. Below 1 is faster than the other; the upright mark is the goal.</p>\n");
    }

    private static void Summary(StringBuilder page, Measurements measured)
    {
        var ratios = measured.Ratios.Where(r => r.Goal > 0).ToList();
        var facts = measured.Facts.Where(f => f.Goal > 0).ToList();
        if (ratios.Count + facts.Count == 0)
        {
            return;
        }

        var missed = ratios.Where(r => !r.IsReached)
            .Select(r => $"{r.Name} against {r.Against}: {Units.Number(r.Fastest)}, goal {Units.Number(r.Goal)}")
            .Concat(facts.Where(f => !f.IsReached)
                .Select(f => $"{f.Name}: {Units.Number(f.Best)} {f.Unit}, goal {Units.Number(f.Goal)} {f.Unit}"))
                .ToList();
        var goals = ratios.Count + facts.Count;
        page.Append(
            CultureInfo.InvariantCulture,
            $"<h2>Goals</h2>\n<p>Of {goals} goals {goals - missed.Count} are reached and {missed.Count} missed.</p>\n");
        List(page, null, missed, "missed");
    }

    private static void Area(StringBuilder page, string area, IReadOnlyList<BenchRow> rows, IReadOnlyList<BenchRatio> all, string id)
    {
        var names = rows.Select(r => r.Name).ToHashSet();
        var ratios = all.Where(r => names.Contains(r.Name)).ToList();
        page.Append(CultureInfo.InvariantCulture, $"<h2>{Text(area)}</h2>\n");
        if (ratios.Count > 0)
        {
            page.Append(CultureInfo.InvariantCulture, $"<div class=\"wide\">{RatioPlot.Of(ratios, id, area)}</div>\n");
            Table(page, ["this", "against", "fastest", "medians", "spread", "goal"], ratios.Select(r => (string[])[
                r.Name, r.Against, Units.Number(r.Fastest), Units.Number(r.Ratio), $"{Units.Number(r.Low)} to {Units.Number(r.High)}", Goal(
                    r.Goal, r.IsReached)]), text: 2);
        }

        Table(page, ["benchmark", "what", "fastest", "rate", "median", "quartiles", "iterations", "allocated"], rows.Select(r => (string[])[
            r.Name, r.Title, Units.Time(r.Fastest), r.Work?.Describe(r.Fastest) ?? "", Units.Time(r.Median),
            $"{Units.Time(r.Q1)} to {Units.Time(r.Q3)}",
            r.Iterations > 0 ? r.Iterations.ToString(CultureInfo.InvariantCulture) : "", $"{r.AllocatedBytes} B"]), text: 2);
    }

    private static void Facts(StringBuilder page, IReadOnlyList<BenchFact> facts)
    {
        if (facts.Count > 0)
        {
            page.Append("<h2>Processes</h2>\n");
            Table(page, ["fact", "what", "best", "median", "worst", "runs", "goal"], facts.Select(f => (string[])[
                f.Name, f.Title, $"{Units.Number(f.Best)} {f.Unit}", $"{Units.Number(f.Median)} {f.Unit}",
                $"{Units.Number(f.Worst)} {f.Unit}",
                f.Runs.ToString(CultureInfo.InvariantCulture), Goal(f.Goal, f.IsReached)]), text: 2);
        }
    }

    private static string Goal(double goal, bool isReached) =>
        goal > 0 ? $"{Units.Number(goal)}: {(isReached ? "reached" : "missed")}" : "";

    /// <param name="text">How many columns at the left are words; the others are numbers.</param>
    private static void Table(StringBuilder page, string[] heads, IEnumerable<string[]> rows, int text)
    {
        page.Append("<div class=\"wide\"><table>\n<thead><tr>").AppendJoin("", heads.Select(h => $"<th scope=\"col\">{h}</th>"))
            .Append("</tr></thead>\n<tbody>\n");
        foreach (var row in rows)
        {
            page.Append("<tr>").AppendJoin("", row.Select((cell, i) =>
                $"<td class=\"{(i >= text ? "number" : "words")}{(cell.EndsWith(": missed", StringComparison.Ordinal) ? " missed" : "")}\">{Text(cell)}</td>")).Append("</tr>\n");
        }

        page.Append("</tbody>\n</table></div>\n");
    }

    private static void List(StringBuilder page, string? heading, IEnumerable<string> items, string kind = "")
    {
        var all = items.ToList();
        if (all.Count == 0)
        {
            return;
        }

        page.Append(heading is null ? "" : $"<h2>{heading}</h2>\n").Append(CultureInfo.InvariantCulture, $"<ul class=\"{kind}\">\n")
            .AppendJoin("", all.Select(i => $"<li>{Text(i)}</li>\n")).Append("</ul>\n");
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
