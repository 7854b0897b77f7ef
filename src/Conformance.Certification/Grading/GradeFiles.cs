using Conformance.Certification.Reports;

namespace Conformance.Certification.Grading;

/// <summary>The files of one grading.</summary>
public static class GradeFiles
{
    public const string Json = "grades.json";

    public const string Html = "grades.html";

    public const string Markdown = "grades.md";

    /// <summary>grades.json comes last: where it is, the others are whole.</summary>
    /// <exception cref="ReportWriteException">A full disk, a directory that cannot be written…</exception>
    public static void Write(string directory, GradesReport report) => AtomicFiles.Write(directory,
    [
        new(Markdown, GradesMarkdown.Write(report)),
        new(Html, HtmlGrades.Write(report)),
        new(Json, GradesJson.Write(report)),
    ]);
}
