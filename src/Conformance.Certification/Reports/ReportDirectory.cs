namespace Conformance.Certification.Reports;

/// <summary>The files of one run.</summary>
public static class ReportDirectory
{
    /// <exception cref="ReportWriteException">A full disk, a directory that cannot be written…</exception>
    public static void Write(string directory, RunReport report) => throw new NotImplementedException();
}
