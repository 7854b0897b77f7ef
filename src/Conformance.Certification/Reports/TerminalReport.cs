using System.Text;
using Conformance.Verdicts;
using Spectre.Console;

namespace Conformance.Certification.Reports;

//  What a person sees at the end of a run. Spectre.Console only draws the table and the colours; each text that goes in is
//  made safe first (no control characters) and escaped for its markup. Without colour there is no escape sequence and
//  nothing but ASCII lines around the table, so that logs, pipes and TERM=dumb show what was meant.

/// <summary>The run as a table for people; the last line is the verdict.</summary>
public static class TerminalReport
{
    private const int TableWidth = 120;

    private const int NameWidth = 32;

    /// <summary>Lines of text are never broken: a command is there to be copied.</summary>
    private const int TextWidth = 1 << 16;

    private const int FindingsShown = 10;

    private const int ReasonsShown = 10;

    /// <param name="report">The run.</param>
    /// <param name="output">Standard output, or where a test looks.</param>
    /// <param name="color">Whether the caller wants colours; NO_COLOR and a redirected console switch them off.</param>
    public static void Write(RunReport report, TextWriter output, bool color)
    {
        color = color && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
            && !(ReferenceEquals(output, Console.Out) && Console.IsOutputRedirected);
        output.Write(Render(report, color));
        output.Flush();
    }

    internal static string Render(RunReport report, bool color)
    {
        var summary = ReportSummary.Of(report);
        using var text = new StringWriter { NewLine = "\n" };
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = color ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = color ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(text),
            // What the surroundings say (a CI service, for instance) may not change the bytes.
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
        });
        console.Profile.Capabilities.Links = false;
        console.Profile.Capabilities.Unicode = color;
        WriteTable(console, summary, color);
        console.Profile.Width = TextWidth;
        WriteFindings(console, summary);
        WriteAbsent(console, summary);
        WriteVerdict(console, summary);
        return color ? text.ToString() : WithoutTrailingSpaces(text.ToString());
    }

    private static void WriteTable(IAnsiConsole console, ReportSummary summary, bool color)
    {
        if (summary.Operators.Count == 0)
        {
            return;
        }

        console.Profile.Width = TableWidth;
        var table = new Table { Border = color ? TableBorder.Rounded : TableBorder.Ascii, UseSafeBorder = !color };
        table.AddColumn(new TableColumn("operator"));
        foreach (var column in summary.Columns)
        {
            table.AddColumn(new TableColumn(Markup.Escape(SafeText.Line(column.Name, NameWidth))).RightAligned());
        }

        foreach (var name in summary.Operators)
        {
            table.AddRow(
                [Markup.Escape(SafeText.Line(name, NameWidth)), .. summary.Columns.Select(c => CellMarkup(summary.Find(name, c)))]);
        }

        console.Write(table);
    }

    private static string CellMarkup(Cell? cell)
    {
        if (cell is null)
        {
            return "-";
        }

        return cell.Worst == CaseStatus.Pass
            ? $"[green]{cell.Counts}[/]"
            : $"[{Color(cell.Worst)}]{$"{cell.Worst.Name()} {cell.Counts}".TrimEnd()}[/]";
    }

    private static string Color(CaseStatus status) => status switch
    {
        CaseStatus.Pass => "green",
        _ when ReportOrder.IsProblem(status) => "bold red",
        _ => "yellow",
    };

    private static void WriteFindings(IAnsiConsole console, ReportSummary summary)
    {
        foreach (var result in summary.Problems.Take(FindingsShown))
        {
            console.MarkupLine("");
            console.MarkupLine($"[bold red]{result.Status.Name()}[/]  {Escape(result.CaseId)}  on {Escape(result.Backend)}");
            foreach (var line in ProblemText.Lines(result).TrimEnd('\n').Split('\n'))
            {
                console.MarkupLine($"  {Markup.Escape(line)}");
            }
        }

        if (summary.Problems.Count > FindingsShown)
        {
            console.MarkupLine("");
            console.MarkupLine($"and {summary.Problems.Count - FindingsShown} more findings in the report");
        }
    }

    private static void WriteAbsent(IAnsiConsole console, ReportSummary summary)
    {
        foreach (var absent in summary.Report.Absent)
        {
            console.MarkupLine("");
            console.MarkupLine(
                $"[{Color(absent.Status)}]{absent.Status.Name()}[/]  {Escape(absent.Kind)}  {Escape(absent.Reason)}: {Escape(absent.Detail)}");
            if (absent.Remedy.Length > 0)
            {
                console.MarkupLine($"  to get it: {Escape(absent.Remedy)}");
            }
        }
    }

    private static void WriteVerdict(IAnsiConsole console, ReportSummary summary)
    {
        var (report, verdict) = (summary.Report, summary.Report.Verdict);
        console.MarkupLine("");
        foreach (var reason in verdict.Reasons.Take(ReasonsShown))
        {
            console.MarkupLine($"  - {Escape(reason)}");
        }

        if (verdict.Reasons.Count > ReasonsShown)
        {
            console.MarkupLine($"  - and {verdict.Reasons.Count - ReasonsShown} more reasons in the report");
        }

        var style = verdict.Kind switch
        {
            VerdictKind.Conformant => "bold green",
            VerdictKind.NotConformant => "bold red",
            _ => "bold yellow",
        };
        var path = string.IsNullOrEmpty(report.Run.Directory)
            ? ""
            : $"   {Escape(report.Run.Directory.TrimEnd('/'))}/{ReportDirectory.Html}";
        console.MarkupLine($"[{style}]{verdict.Name}[/]  {Escape(report.Suite.Profile)}  {summary.Counts}{path}");
    }

    private static string Escape(string text) => Markup.Escape(SafeText.Line(text));

    private static string WithoutTrailingSpaces(string text)
    {
        var lines = new StringBuilder(text.Length);
        foreach (var line in text.TrimEnd('\n').Split('\n'))
        {
            lines.Append(line.TrimEnd()).Append('\n');
        }

        return lines.ToString();
    }
}
