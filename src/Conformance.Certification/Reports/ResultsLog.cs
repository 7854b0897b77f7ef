using Conformance.Verdicts;

namespace Conformance.Certification.Reports;

/// <summary>results.jsonl: one line per case, on its way to the disk before the next case starts.</summary>
public sealed class ResultsLog(string path) : IDisposable
{
    /// <exception cref="ReportWriteException">The line could not be written.</exception>
    public void Append(CaseResult result) => throw new NotImplementedException(path);

    public void Dispose()
    {
    }
}
