using Conformance.Verdicts;

namespace Conformance.Certification.Reports;

/// <summary>Digest of every stage of every case, folded per operator. Where all backends agree there is one line.</summary>
internal static class HtmlDigests
{
    public static void Write(HtmlWriter html, ReportSummary summary)
    {
        if (summary.Report.Results.All(r => r.Digests.Count == 0))
        {
            return;
        }

        html.Raw("<section aria-labelledby=\"digests\">\n<h2 id=\"digests\">Digests</h2>");
        html.Raw("<p class=\"muted\">SHA-256 (SA-1 section 7) of each stage and output. A digest that a passing backend found is the golden one.</p>");
        foreach (var name in summary.Operators)
        {
            var results = summary.Report.Results.Where(r => r.Operator == name && r.Digests.Count > 0).ToList();
            if (results.Count == 0)
            {
                continue;
            }

            var cases = results.Select(r => r.CaseId).Distinct().Count();
            html.Line($"<details><summary><code>{name}</code> <span class=\"muted\">{cases} {(cases == 1 ? "case" : "cases")}</span></summary><div class=\"inside\">");
            html.Raw("<table><thead><tr><th scope=\"col\">case</th><th scope=\"col\">stage</th><th scope=\"col\">digest</th><th scope=\"col\">found by</th></tr></thead><tbody>");
            foreach (var same in results.GroupBy(r => r.CaseId).OrderBy(g => g.Key, StringComparer.Ordinal))
            {
                WriteCase(html, [.. same]);
            }

            html.Raw("</tbody></table></div></details>");
        }

        html.Raw("</section>");
    }

    private static void WriteCase(HtmlWriter html, List<CaseResult> results)
    {
        var found = results.SelectMany(r => r.Digests.Select(d => (d.Key, d.Value, Result: r)));
        var label = results[0].CaseId;
        foreach (var stage in found.GroupBy(f => f.Key))
        {
            foreach (var digest in stage.GroupBy(f => f.Value))
            {
                var golden = digest.Any(f => f.Result.Status == CaseStatus.Pass);
                var by = string.Join(", ", digest.Select(f => f.Result.Backend)) + (golden ? "" : " (not proven golden)");
                html.Line($"<tr><th scope=\"row\"><code>{label}</code></th><td>{stage.Key}</td><td><code>{digest.Key}</code></td><td>{by}</td></tr>");
                label = "";
            }
        }
    }
}
