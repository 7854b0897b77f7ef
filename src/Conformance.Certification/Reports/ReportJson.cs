namespace Conformance.Certification.Reports;

/// <summary>report.json, the truth of which the other files are projections.</summary>
public static class ReportJson
{
    public static byte[] Write(RunReport report) => throw new NotImplementedException();

    /// <param name="json">The file's bytes.</param>
    /// <param name="name">The file's name, for messages.</param>
    /// <exception cref="ReportFormatException">Not a report, or not of this version.</exception>
    public static RunReport Read(ReadOnlyMemory<byte> json, string name) => throw new NotImplementedException();
}
