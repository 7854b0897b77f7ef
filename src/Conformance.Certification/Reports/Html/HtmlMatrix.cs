using Conformance.Verdicts;

namespace Conformance.Certification.Reports;

/// <summary>Operators × backends.</summary>
internal static class HtmlMatrix
{
    /// <summary>Widths in pixels below which the table scrolls sideways.</summary>
    private const int FirstColumn = 170;

    private const int OtherColumns = 130;

    public static void Write(HtmlWriter html, ReportSummary summary)
    {
        html.Raw("<section aria-labelledby=\"matrix\">\n<h2 id=\"matrix\">Matrix</h2>");
        if (summary.Operators.Count == 0)
        {
            html.Raw("<p class=\"muted\">No case ran and none was required.</p>\n</section>");
            return;
        }

        html.Raw("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-labelledby=\"matrix\">");
        html.Line($"<table class=\"matrix\" style=\"min-width: {FirstColumn + (OtherColumns * summary.Columns.Count)}px\">");
        html.Raw("<caption>Cases that gave the golden bits, of all cases, and the worst status where that is not PASS. Hatched: absent or not run, which is not a pass.</caption>");
        html.Raw("<thead><tr><th scope=\"col\">operator</th>");
        foreach (var column in summary.Columns)
        {
            html.Line($"<th scope=\"col\">{column.Name}</th>");
        }

        html.Raw("</tr></thead>\n<tbody>");
        foreach (var name in summary.Operators)
        {
            html.Line($"<tr><th scope=\"row\"><code>{name}</code></th>");
            foreach (var column in summary.Columns)
            {
                WriteCell(html, summary.Find(name, column));
            }

            html.Raw("</tr>");
        }

        html.Raw("</tbody>\n<tfoot><tr><th scope=\"row\">all</th>");
        foreach (var column in summary.Columns)
        {
            var cells = summary.Operators.Select(name => summary.Find(name, column)).OfType<Cell>().ToList();
            WriteCell(html, cells.Count == 0 ? null : new Cell([.. cells.SelectMany(c => c.Statuses)], column.Absent?.Status));
        }

        html.Raw("</tr></tfoot>\n</table>\n</div>\n</section>");
    }

    private static void WriteCell(HtmlWriter html, Cell? cell)
    {
        if (cell is null)
        {
            html.Raw("<td class=\"s-none\"><span aria-label=\"no cases\">–</span></td>");
            return;
        }

        var style = HtmlReport.StyleOf(cell.Worst);
        // Two shades of red: some cases fail, or most do.
        var many = style == "s-fail" && cell.Statuses.Count(ReportOrder.IsProblem) * 2 > cell.Total ? " much" : "";
        if (cell.Worst == CaseStatus.Pass)
        {
            html.Line($"<td class=\"{style}\">{cell.Counts}</td>");
        }
        else
        {
            html.Line($"<td class=\"{style}{many}\"><span>{cell.Counts}</span> <span class=\"word\">{cell.Worst.Name()}</span></td>");
        }
    }
}
