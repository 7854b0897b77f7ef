namespace Conformance.Certification.Reports;

/// <summary>The run as a table for people; the last line is the verdict.</summary>
public static class TerminalReport
{
    public static void Write(RunReport report, TextWriter output, bool color) => throw new NotImplementedException();
}
