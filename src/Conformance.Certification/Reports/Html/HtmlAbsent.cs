using Conformance.Verdicts;

namespace Conformance.Certification.Reports;

/// <summary>Backends that are not there, how to get them, and the required lines without a result.</summary>
internal static class HtmlAbsent
{
    private const int LinesShown = 500;

    public static void Write(HtmlWriter html, ReportSummary summary)
    {
        var absent = summary.Report.Absent;
        if (absent.Count == 0 && summary.NotRun.Count == 0)
        {
            return;
        }

        html.Raw("<section aria-labelledby=\"absent\">\n<h2 id=\"absent\">What did not run</h2>");
        if (absent.Count > 0)
        {
            html.Raw("<div class=\"cards\">");
            foreach (var backend in absent)
            {
                html.Line($"<div class=\"card\"><h3><span class=\"badge {HtmlReport.StyleOf(backend.Status)}\">{backend.Status.Name()}</span> {backend.Kind}</h3>");
                html.Line($"<p><code>{backend.Reason}</code> <bdi>{backend.Detail}</bdi></p>");
                if (backend.Remedy.Length > 0)
                {
                    html.Line($"<p><strong>To get it:</strong> {backend.Remedy}</p>");
                }

                html.Raw("</div>");
            }

            html.Raw("</div>");
        }

        foreach (var kind in summary.NotRun.GroupBy(line => line.Kind))
        {
            html.Line($"<details><summary>{kind.Count()} required {(kind.Count() == 1 ? "case" : "cases")} without a result on kind <code>{kind.Key}</code></summary><div class=\"inside\">");
            html.Raw("<table><tbody>");
            foreach (var line in kind.Take(LinesShown))
            {
                html.Line($"<tr><td><code>{line.CaseId}</code></td></tr>");
            }

            html.Raw("</tbody></table>");
            if (kind.Count() > LinesShown)
            {
                html.Line($"<p class=\"muted\">and {kind.Count() - LinesShown} more</p>");
            }

            html.Raw("</div></details>");
        }

        html.Raw("</section>");
    }
}
