using System.Globalization;
using System.Text;
using Conformance.Verdicts;

namespace Conformance.Certification.Reports;

/// <summary>One card for each case that failed: what was expected, what was found, how to see it again.</summary>
internal static class HtmlFindings
{
    /// <summary>A page with thousands of cards helps nobody; the embedded report has them all.</summary>
    private const int Shown = 300;

    public static void Write(HtmlWriter html, ReportSummary summary)
    {
        if (summary.Problems.Count == 0)
        {
            return;
        }

        html.Raw("<section aria-labelledby=\"findings\">");
        html.Line($"<h2 id=\"findings\">Findings ({summary.Problems.Count})</h2>");
        foreach (var result in summary.Problems.Take(Shown))
        {
            WriteCard(html, result);
        }

        if (summary.Problems.Count > Shown)
        {
            html.Line($"<p class=\"muted\">and {summary.Problems.Count - Shown} more, in the data embedded in this page</p>");
        }

        html.Raw("</section>");
    }

    private static void WriteCard(HtmlWriter html, CaseResult result)
    {
        html.Raw("<article class=\"card finding\">");
        html.Line($"<h3><span class=\"badge s-fail\">{result.Status.Name()}</span> <code>{result.CaseId}</code> <span class=\"muted\">on</span> <code>{result.Backend}</code></h3>");
        html.Line($"<p>{Explain(result.Status)} <code>{result.Reason}</code> <bdi>{result.Detail}</bdi></p>");
        if (result.Mismatch is { } m)
        {
            html.Line($"<p>First difference in <strong>{m.Where}</strong> at element {m.Index}, {m.Coordinates}. {m.Differing} of {m.Elements} elements differ.</p>");
            html.Raw("<table><thead><tr><th scope=\"col\"></th><th scope=\"col\">bits (hex)</th><th scope=\"col\">decimal</th></tr></thead><tbody>");
            html.Line($"<tr><th scope=\"row\">golden</th><td class=\"bits\">{m.Expected}</td><td class=\"bits\">{m.ExpectedValue}</td></tr>");
            html.Raw($"<tr><th scope=\"row\">found</th><td class=\"bits\">{MarkChanges(m.Expected, m.Actual)}</td><td class=\"bits\">{HtmlText.Escape(m.ActualValue)}</td></tr>");
            html.Line($"<tr><th scope=\"row\">distance</th><td colspan=\"2\">{Distance(m.Ulps)}</td></tr>");
            html.Raw("</tbody></table>");
        }

        // Not cut: half a quoted word is not a command. Its words are short already.
        html.Raw($"<code class=\"command\">{HtmlText.Escape(ReportSummary.Rerun(result), int.MaxValue)}</code>");
        html.Raw("</article>");
    }

    private static string Distance(long? ulps) =>
        ulps is null
            ? "no ULP distance: NaN on one side, or not a floating-point format"
            : $"{ulps.Value.ToString(CultureInfo.InvariantCulture)} ULP";

    private static string Explain(CaseStatus status) => status switch
    {
        CaseStatus.Fail => "Other bits than the golden ones, the same in every repeat.",
        CaseStatus.Flaky => "Two repeats on the same inputs gave different bits.",
        CaseStatus.Crash => "The process that ran the case died.",
        CaseStatus.Timeout => "No result in the time allowed.",
        _ => "No answer was obtained to judge.",
    };

    /// <summary>Marks the hex digits that differ. Where the lengths differ, position means nothing, and nothing is marked.</summary>
    private static string MarkChanges(string expected, string actual)
    {
        if (expected.Length != actual.Length || !actual.All(char.IsAsciiLetterOrDigit))
        {
            return HtmlText.Escape(actual);
        }

        var marked = new StringBuilder();
        for (var i = 0; i < actual.Length; i++)
        {
            if (expected[i] == actual[i])
            {
                marked.Append(actual[i]);
            }
            else
            {
                marked.Append("<mark>").Append(actual[i]).Append("</mark>");
            }
        }

        return marked.Replace("</mark><mark>", "").ToString();
    }
}
