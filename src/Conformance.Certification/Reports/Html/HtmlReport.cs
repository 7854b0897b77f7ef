using System.Security.Cryptography;
using System.Text;
using Conformance.Verdicts;

namespace Conformance.Certification.Reports;

//  report.html: one file, no script, no network. A content security policy forbids both, so that even a mistake in an
//  escape could not run anything. It embeds report.json, whose writer escapes '<', as inert data.

/// <summary>The run as one self-contained page.</summary>
public static class HtmlReport
{
    public static byte[] Write(RunReport report)
    {
        var summary = ReportSummary.Of(report);
        var json = ReportJson.Write(report);
        var html = new HtmlWriter();
        WriteHead(html, summary);
        html.Raw("<main>");
        WriteVerdict(html, summary);
        HtmlEnvironment.Write(html, summary);
        HtmlMatrix.Write(html, summary);
        HtmlFindings.Write(html, summary);
        HtmlAbsent.Write(html, summary);
        HtmlDigests.Write(html, summary);
        HtmlTiming.Write(html, summary);
        html.Raw("</main>");
        WriteFoot(html, report, json);
        return Encoding.UTF8.GetBytes(html.ToString());
    }

    /// <summary>The class that colours a status; the word itself is always shown beside it.</summary>
    internal static string StyleOf(CaseStatus status) => status switch
    {
        CaseStatus.Pass => "s-pass",
        CaseStatus.HwAbsent or CaseStatus.NotSupported or CaseStatus.NotRun => "s-absent",
        CaseStatus.Waived => "s-open",
        _ => "s-fail",
    };

    private static void WriteHead(HtmlWriter html, ReportSummary summary)
    {
        html.Raw("""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="referrer" content="no-referrer">
            """);
        html.Line($"<title>{summary.Report.Verdict.Name}: {summary.Report.Suite.Profile}</title>");
        html.Raw($"<style>\n{HtmlStyle.Css}\n</style>\n</head>\n<body>");
    }

    private static void WriteVerdict(HtmlWriter html, ReportSummary summary)
    {
        var (suite, verdict) = (summary.Report.Suite, summary.Report.Verdict);
        var (style, mark) = verdict.Kind switch
        {
            VerdictKind.Conformant => ("pass", "✓"),
            VerdictKind.NotConformant => ("fail", "✗"),
            VerdictKind.HarnessError => ("fail", "!"),
            VerdictKind.Interrupted => ("open", "■"),
            _ => ("open", "?"),
        };
        html.Line($"<header class=\"verdict {style}\">");
        html.Line($"<h1><span class=\"mark\" aria-hidden=\"true\">{mark}</span>{verdict.Name}</h1>");
        html.Line($"<p>Profile <strong>{suite.Profile}</strong>, suite {suite.Version}. {Meaning(verdict.Kind)}</p>");
        if (verdict.Reasons.Count > 0)
        {
            html.Raw("<ul>");
            foreach (var reason in verdict.Reasons)
            {
                html.Line($"<li>{reason}</li>");
            }

            html.Raw("</ul>");
        }

        html.Raw("<dl class=\"figures\">");
        html.Line($"<div><dt>required lines satisfied</dt><dd>{verdict.Satisfied} / {verdict.Required}</dd></div>");
        Figure(html, "cases passed", summary.Passed, always: true);
        Figure(html, "failed", summary.Failed, always: true);
        Figure(html, "errors", summary.Count(CaseStatus.Error));
        Figure(html, "waived", summary.Count(CaseStatus.Waived));
        Figure(html, "not supported", summary.Count(CaseStatus.NotSupported));
        Figure(html, "without hardware", summary.Count(CaseStatus.HwAbsent));
        Figure(html, "required lines not run", verdict.NotRun.Count, always: true);
        html.Line($"<div><dt>exit code</dt><dd>{verdict.ExitCode}</dd></div>");
        html.Raw("</dl>\n</header>");
        html.Raw(
            "<nav aria-label=\"Sections\">" + string.Concat(Sections(summary).Select(s => $"<a href=\"#{s.Id}\">{s.Title}</a>"))
                + "</nav>");
    }

    private static void Figure(HtmlWriter html, string label, int value, bool always = false)
    {
        if (always || value > 0)
        {
            html.Line($"<div><dt>{label}</dt><dd>{value}</dd></div>");
        }
    }

    private static IEnumerable<(string Id, string Title)> Sections(ReportSummary summary)
    {
        yield return ("environment", "Environment");
        yield return ("matrix", "Matrix");
        if (summary.Problems.Count > 0)
        {
            yield return ("findings", "Findings");
        }

        if (summary.Report.Absent.Count > 0 || summary.NotRun.Count > 0)
        {
            yield return ("absent", "What did not run");
        }

        if (summary.Report.Results.Any(r => r.Digests.Count > 0))
        {
            yield return ("digests", "Digests");
        }

        if (summary.Report.Results.Any(r => r.DurationNanoseconds > 0))
        {
            yield return ("timing", "Timing");
        }
    }

    private static string Meaning(VerdictKind kind) => kind switch
    {
        VerdictKind.Conformant => "Every required case gave the golden bits on every backend that ran it.",
        VerdictKind.NotConformant => "At least one case did not give the golden bits.",
        VerdictKind.HarnessError => "The suite failed to obtain an answer; nothing is said about the backends.",
        VerdictKind.Inconclusive => "Nothing that ran failed, but what ran is not enough for a verdict. This is not a pass.",
        _ => "The run was stopped; this report is partial and is not a pass.",
    };

    private static void WriteFoot(HtmlWriter html, RunReport report, byte[] json)
    {
        html.Raw("<footer>");
        html.Line($"<p>Conformance {report.Suite.Version}. A verdict covers the vectors, the device, the driver and the machine named here, at the time named here; docs/verdicts.md says what it does not prove.</p>");
        html.Line($"<p>The data behind this page is embedded in it (element <code>#report</code>). SHA-256 of report.json: <code>{Convert.ToHexStringLower(SHA256.HashData(json))}</code></p>");
        html.Raw("</footer>");
        html.Raw($"<script type=\"application/json\" id=\"report\">\n{Encoding.UTF8.GetString(json)}</script>\n</body>\n</html>");
    }
}
