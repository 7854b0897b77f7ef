using System.Globalization;
using System.Text;
using Conformance.Certification.Reports;
using Conformance.Tensors;

namespace Conformance.Certification.Grading;

//  grades.html: one file, no script, no network, like report.html. Names of devices and libraries are untrusted and escaped by the writer.

/// <summary>The grades as one self-contained page.</summary>
internal static class HtmlGrades
{
    private const string Css = """
        .g-exact { background: var(--pass-bg); color: var(--pass); }
        .g-deterministic { background: #e3ecfb; color: #1f4b99; }
        .g-tolerant { background: var(--open-bg); color: var(--open); }
        .g-nondeterministic { background: var(--fail-bg); color: var(--fail); }
        .g-error, .g-timeout, .g-crash { background: var(--fail-bg2); color: var(--fail); outline: 2px solid var(--fail); outline-offset: -2px; }
        @media (prefers-color-scheme: dark) { .g-deterministic { background: #16273f; color: #8db4f5; } }
        .matrix.grades th:first-child { width: 110px; }
        .matrix.grades td, .matrix.grades th { padding: 5px 6px; font-size: .8rem; }
        .matrix.grades td .word { display: block; font-size: .7rem; }
        .matrix.grades td .max { display: block; font-size: .72rem; opacity: .85; }
        .legend { display: flex; flex-wrap: wrap; gap: 6px 18px; margin: 12px 0; padding: 0; list-style: none; font-size: .9rem; }
        .histogram { display: flex; height: 12px; width: 240px; border-radius: 3px; overflow: hidden; background: var(--code); }
        .histogram span { display: block; min-width: 2px; }
        .h0 { background: #2f8f4e; } .h1 { background: #8fbf5a; } .h2 { background: #d7c043; } .h3 { background: #e39a35; }
        .h4 { background: #d8632f; } .h5 { background: #b32638; } .hx { background: #5b2a86; }
        details td, details th { vertical-align: middle; white-space: nowrap; } details td.text { white-space: normal; min-width: 240px; }
        """;

    public static byte[] Write(GradesReport report)
    {
        var html = new HtmlWriter();
        html.Raw("""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="referrer" content="no-referrer">
            <title>Grades of vendor libraries</title>
            """);
        html.Raw($"<style>\n{HtmlStyle.Css}\n{Css}\n</style>\n</head>\n<body>\n<main>");
        WriteHead(html, report);
        foreach (var library in report.Libraries.Where(l => l.Facts is not null))
        {
            WriteLibrary(html, library);
        }

        WriteAbsent(html, report);
        WritePolicies(html);
        html.Raw("</main>");
        html.Line($"<footer><p>Conformance {report.Version}, vectors <code>{report.Vectors}</code>, {report.Repeats} executions of each case. Inputs were made on the host and their digests compared first. A grade is about this machine and these versions; docs/grading.md says how it is made.</p></footer>");
        html.Raw("</body>\n</html>");
        return Encoding.UTF8.GetBytes(html.ToString());
    }

    private static void WriteHead(HtmlWriter html, GradesReport report)
    {
        html.Raw("<header class=\"verdict open\"><h1>Grades of vendor libraries</h1>");
        html.Line($"<p>How far each library’s own operators are from the golden bits, and what their bits depend on. Nobody fails here: grades are compared with a baseline. Host: <bdi>{report.Host.Cpu}</bdi>, {report.Host.Processors} processors, <bdi>{report.Host.System}</bdi>.</p>");
        html.Raw("<dl class=\"figures\">");
        foreach (var value in GradeClasses.All)
        {
            var count = report.Rows.Count(r => r.Class == value);
            if (count > 0 || value <= GradeClass.Nondeterministic)
            {
                html.Line($"<div><dt>{value.Name()}</dt><dd>{count}</dd></div>");
            }
        }

        html.Raw("</dl></header>");
        html.Raw("<ul class=\"legend\">");
        foreach (var (value, text) in Legend)
        {
            html.Line($"<li><span class=\"badge g-{Style(value)}\">{value.Name()}</span> {text}</li>");
        }

        html.Raw("</ul>");
    }

    private static readonly (GradeClass Value, string Text)[] Legend =
    [
        (GradeClass.Exact, "the golden bits"),
        (GradeClass.Deterministic, "other bits, always the same, also as in the base schedule"),
        (GradeClass.Tolerant, "bits change with the schedule, inside the operator’s policy"),
        (GradeClass.Nondeterministic, "bits change between runs, or with the schedule and out of the policy"),
    ];

    private static void WriteLibrary(HtmlWriter html, GradedLibraryResult library)
    {
        var facts = library.Facts!;
        html.Line($"<section><h2><bdi>{facts.Name}</bdi> {facts.Version} <span class=\"muted\">on <bdi>{facts.Device}</bdi></span></h2>");
        html.Raw("<div class=\"card\"><dl class=\"facts\">");
        html.Line($"<dt>native library</dt><dd><bdi>{(facts.Native.Length == 0 ? "none" : facts.Native)}</bdi></dd>");
        foreach (var (key, value) in facts.Properties.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            html.Line($"<dt><bdi>{key}</bdi></dt><dd><bdi>{value}</bdi></dd>");
        }

        html.Raw("</dl></div>");
        foreach (var format in library.Schedules.Select(s => s.Format).Distinct())
        {
            WriteMatrix(html, library, format);
        }

        WriteFindings(html, library);
        WriteDetails(html, library);
        html.Raw("</section>");
    }

    private static void WriteMatrix(HtmlWriter html, GradedLibraryResult library, ElementFormat format)
    {
        var schedules = library.Schedules.Where(s => s.Format == format && library.Rows.Any(r => r.Schedule == s.Name)).ToList();
        if (schedules.Count == 0)
        {
            return;
        }

        html.Line($"<div class=\"scroll\" role=\"region\" tabindex=\"0\" style=\"margin-top: 14px\"><table class=\"matrix grades\" style=\"min-width: {110 + (150 * schedules.Count)}px\">");
        html.Line($"<caption>{format.Name()}: class, and the largest distance in units in the last place (±: opposite sign, NaN: one side is NaN)</caption>");
        html.Raw("<thead><tr><th scope=\"col\">operator</th>");
        foreach (var schedule in schedules)
        {
            var settings =
                string.Join(", ", schedule.Settings.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => $"{s.Key} {s.Value}"));
            html.Line($"<th scope=\"col\">{schedule.Name}<br><span class=\"muted\" style=\"font-weight: 400\">{GradeWords.Of(schedule.Presentation)}; {settings}</span></th>");
        }

        html.Raw("</tr></thead><tbody>");
        foreach (var name in library.Rows.Select(r => r.Operator).Distinct()
            .Where(n => library.Rows.Any(r => r.Operator == n && schedules.Any(s => s.Name == r.Schedule))))
        {
            html.Line($"<tr><th scope=\"row\"><code>{name}</code></th>");
            foreach (var schedule in schedules)
            {
                if (library.Rows.FirstOrDefault(r => r.Operator == name && r.Schedule == schedule.Name) is { } row)
                {
                    html.Line($"<td class=\"g-{Style(row.Class)}\"><span class=\"word\">{row.Class.Name()}</span><span class=\"max\">{Largest(row)}</span></td>");
                }
                else
                {
                    html.Raw("<td class=\"s-none\"><span aria-label=\"not offered, or the schedule means nothing here\">–</span></td>");
                }
            }

            html.Raw("</tr>");
        }

        html.Raw("</tbody></table></div>");
    }

    private static string Largest(GradeRow row) => row switch
    {
        { Worst: null } => row.Class == GradeClass.Exact ? "0" : "",
        { Histogram.Values: > 0 } => "other value",
        { Histogram.NaNs: > 0 } => "NaN",
        { Histogram.Signs: > 0 } => "±",
        _ => row.Worst!.Ulps == 1 ? "1 ULP" : row.Worst.Ulps.ToString("#,0", CultureInfo.InvariantCulture) + " ULP",
    };

    private static void WriteFindings(HtmlWriter html, GradedLibraryResult library)
    {
        var findings = library.Rows.SelectMany(r => r.Findings.Select(f => (Row: r, Finding: f))).ToList();
        if (findings.Count == 0)
        {
            return;
        }

        html.Raw("<h3 style=\"margin-top: 20px\">Findings</h3>");
        foreach (var group in findings.GroupBy(f => f.Finding.Code).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            html.Line($"<details><summary><strong>{group.Key}</strong> <span class=\"muted\">{group.Count()}</span></summary><div class=\"inside\"><table><tbody>");
            // The same words under many schedules are one line.
            foreach (var same in group.GroupBy(f => (f.Row.Operator, f.Finding.CaseId, f.Finding.Detail)))
            {
                var schedules = string.Join(", ", same.Select(f => f.Row.Schedule));
                html.Line($"<tr><th scope=\"row\"><code>{same.Key.Operator}</code></th><td class=\"text\">{schedules}</td><td class=\"text\"><bdi>{same.Key.Detail}</bdi></td><td><code>{same.Key.CaseId}</code></td></tr>");
            }

            html.Raw("</tbody></table></div></details>");
        }
    }

    private static void WriteDetails(HtmlWriter html, GradedLibraryResult library)
    {
        html.Raw("<h3 style=\"margin-top: 20px\">Histograms</h3>");
        foreach (var group in library.Rows.GroupBy(r => r.Operator))
        {
            var worst = group.MaxBy(r => r.Class)!;
            html.Line($"<details><summary><code>{group.Key}</code> <span class=\"badge g-{Style(worst.Class)}\">{worst.Class.Name()}</span> <span class=\"muted\">policy {worst.Policy}</span></summary><div class=\"inside\"><table>");
            html.Raw("<thead><tr><th>schedule</th><th>class</th><th>exact cases</th><th>elements</th><th>ULPs</th><th></th><th>furthest element</th></tr></thead><tbody>");
            foreach (var row in group)
            {
                html.Line($"<tr><th scope=\"row\">{row.Schedule}</th><td><span class=\"badge g-{Style(row.Class)}\">{row.Class.Name()}</span></td><td>{row.ExactCases} / {row.Cases}</td><td>{row.Histogram.Elements}</td><td>");
                WriteBar(html, row.Histogram);
                html.Line($"</td><td class=\"text\">{string.Join(" · ", GradeWords.Buckets(row.Histogram).Select(b => $"{b.Label}: {b.Count}"))}</td>");
                html.Line($"<td class=\"text\">{(row.Worst is { } w ? $"{row.WorstCase}[{w.Index}]: {w.Expected} expected, {w.Actual} given" : "")}</td></tr>");
            }

            html.Raw("</tbody></table></div></details>");
        }
    }

    private static void WriteBar(HtmlWriter html, UlpHistogram histogram)
    {
        html.Raw("<div class=\"histogram\" aria-hidden=\"true\">");
        var total = Math.Max(1, histogram.Elements);
        var groups = new long[7];
        for (var i = 0; i < UlpHistogram.Buckets; i++)
        {
            // 0 · 1 · 2 · 3-8 · 9-128 · beyond
            groups[i switch { <= 2 => i, <= 4 => 3, <= 8 => 4, _ => 5 }] += histogram.Counts[i];
        }

        groups[6] = histogram.NaNs + histogram.Signs + histogram.Values;
        for (var i = 0; i < groups.Length; i++)
        {
            if (groups[i] > 0)
            {
                html.Line($"<span class=\"{(i == 6 ? "hx" : FormattableString.Invariant($"h{i}"))}\" style=\"width: {(100m * groups[i] / total).ToString("0.###", CultureInfo.InvariantCulture)}%\"></span>");
            }
        }

        html.Raw("</div>");
    }

    private static void WriteAbsent(HtmlWriter html, GradesReport report)
    {
        if (report.Libraries.All(l => l.Facts is not null))
        {
            return;
        }

        html.Raw("<section><h2>Not graded</h2>");
        foreach (var library in report.Libraries.Where(l => l.Facts is null))
        {
            html.Line($"<p><span class=\"badge s-absent\">{library.Reason}</span> <strong>{library.Library}</strong>: <bdi>{library.Detail}</bdi></p>");
        }

        html.Raw("</section>");
    }

    private static void WritePolicies(HtmlWriter html)
    {
        html.Raw("<section><h2>Policies</h2><div class=\"scroll\"><table><caption>An element is inside if it is within the ULPs, or within the part of its magnitude: for sums of products the same operator on absolute values, for the rest the largest golden element.</caption><thead><tr><th>policy</th><th>ULPs</th><th>part of the magnitude</th><th>operators</th></tr></thead><tbody>");
        foreach (var (policy, operators) in TolerancePolicy.Table)
        {
            var part = policy.Relative == 0 ? "–" : "2^" + Math.Round(Math.Log2(policy.Relative)).ToString(CultureInfo.InvariantCulture);
            html.Line($"<tr><th scope=\"row\">{policy.Name}</th><td>{policy.MaxUlps}</td><td>{part}</td><td><code>{string.Join(' ', operators)}</code></td></tr>");
        }

        html.Raw("</tbody></table></div></section>");
    }

    private static string Style(GradeClass value) => value.Name().ToLowerInvariant();
}
