namespace Conformance.Certification.Reports;

/// <summary>The files of one run.</summary>
public static class ReportDirectory
{
    public const string Json = "report.json";

    public const string Html = "report.html";

    public const string JUnit = "junit.xml";

    public const string Markdown = "summary.md";

    /// <summary>The log that <see cref="ResultsLog"/> appends to while the run goes on.</summary>
    public const string Log = "results.jsonl";

    /// <summary>
    /// Writes summary.md, junit.xml, report.html and, last, report.json: where report.json is, the others are whole.
    /// </summary>
    /// <exception cref="ReportWriteException">A full disk, a directory that cannot be written…</exception>
    public static void Write(string directory, RunReport report) => AtomicFiles.Write(directory, Render(report));

    /// <summary>All files, in the order in which they are written.</summary>
    internal static IReadOnlyList<KeyValuePair<string, byte[]>> Render(RunReport report) =>
    [
        new(Markdown, MarkdownSummary.Write(report)),
        new(JUnit, JUnitXml.Write(report)),
        new(Html, HtmlReport.Write(report)),
        new(Json, ReportJson.Write(report)),
    ];
}
