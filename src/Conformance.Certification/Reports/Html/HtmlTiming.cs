using System.Globalization;

namespace Conformance.Certification.Reports;

/// <summary>Wall time per operator and backend as bars: drawn here, so that the page needs nothing from elsewhere.</summary>
internal static class HtmlTiming
{
    private const int Width = 1130;

    private const int BarLeft = 300;

    private const int BarWidth = 700;

    private const int RowHeight = 20;

    public static void Write(HtmlWriter html, ReportSummary summary)
    {
        var groups = summary.Operators.Select(name => (Name: name, Times: Times(summary, name))).Where(g => g.Times.Count > 0).ToList();
        if (groups.Count == 0)
        {
            return;
        }

        var height = groups.Sum(g => (g.Times.Count * RowHeight) + 12) + 8;
        html.Raw("<section aria-labelledby=\"timing\">\n<h2 id=\"timing\">Timing</h2>");
        html.Raw("<p class=\"muted\">Wall time of all cases of an operator, with their repeats, transfers and digests. Bars compare backends within one operator. This is no benchmark, and no part of the verdict.</p>");
        html.Line($"<svg viewBox=\"0 0 {Width} {height}\" role=\"img\" aria-labelledby=\"timing-title\"><title id=\"timing-title\">Wall time per operator and backend</title>");
        var y = 10;
        foreach (var (name, times) in groups)
        {
            var longest = Math.Max(1, times.Max(t => t.Nanoseconds));
            html.Line($"<text x=\"14\" y=\"{y + 13}\">{name}</text>");
            foreach (var (backend, nanoseconds) in times)
            {
                var width = Math.Max(1, (long)((decimal)nanoseconds / longest * BarWidth));
                html.Line($"<text class=\"label\" x=\"{BarLeft - 10}\" y=\"{y + 13}\" text-anchor=\"end\">{SafeText.Line(backend, 24)}</text>");
                html.Line($"<rect class=\"bar\" x=\"{BarLeft}\" y=\"{y + 3}\" width=\"{width}\" height=\"{RowHeight - 7}\" rx=\"2\"><title>{name} on {backend}: {nanoseconds} ns</title></rect>");
                html.Line($"<text x=\"{BarLeft + width + 8}\" y=\"{y + 13}\">{Duration(nanoseconds)}</text>");
                y += RowHeight;
            }

            html.Line($"<line class=\"rule\" x1=\"0\" x2=\"{Width}\" y1=\"{y + 5}\" y2=\"{y + 5}\"/>");
            y += 12;
        }

        html.Raw("</svg>\n</section>");
    }

    /// <summary>Three figures for people; report.json has nanoseconds.</summary>
    internal static string Duration(long nanoseconds) => nanoseconds switch
    {
        >= 60_000_000_000 =>
            string.Create(CultureInfo.InvariantCulture, $"{nanoseconds / 60_000_000_000} min {nanoseconds / 1_000_000_000 % 60} s"),
        >= 1_000_000_000 => Scaled(nanoseconds, 1_000_000_000m, "s"),
        >= 1_000_000 => Scaled(nanoseconds, 1_000_000m, "ms"),
        _ => Scaled(nanoseconds, 1_000m, "µs"),
    };

    private static string Scaled(long nanoseconds, decimal unit, string name)
    {
        var value = nanoseconds / unit;
        return value.ToString(value >= 100 ? "0" : value >= 10 ? "0.0" : "0.00", CultureInfo.InvariantCulture) + " " + name;
    }

    private static List<(string Backend, long Nanoseconds)> Times(ReportSummary summary, string operatorName) =>
    [
        .. summary.Report.Results.Where(r => r.Operator == operatorName && r.DurationNanoseconds > 0).GroupBy(r => r.Backend)
            .Select(g => (g.Key, g.Aggregate(0L, (sum, r) => sum + Math.Min(r.DurationNanoseconds, long.MaxValue - sum)))),
    ];
}
