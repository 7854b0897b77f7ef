using Conformance.Certification.Profiles;
using Conformance.Verdicts;

namespace Conformance.Certification.Reports;

/// <summary>The one order in which every file of a report lists results.</summary>
internal static class ReportOrder
{
    /// <summary>From what a reader must see first to what needs no attention.</summary>
    private static readonly CaseStatus[] Severity =
    [
        CaseStatus.Fail, CaseStatus.Flaky, CaseStatus.Crash, CaseStatus.Timeout, CaseStatus.Error, CaseStatus.NotRun,
        CaseStatus.HwAbsent, CaseStatus.NotSupported, CaseStatus.Waived, CaseStatus.Pass,
    ];

    public static int Rank(CaseStatus status) => Array.IndexOf(Severity, status);

    public static IReadOnlyList<CaseStatus> BySeverity => Severity;

    public static CaseStatus Worst(IEnumerable<CaseStatus> statuses) => statuses.MinBy(Rank);

    /// <summary>
    /// Results ordered by backend, in the run's order, then by case id. Where a case stands twice for one backend (a worker
    /// process was started anew) the worse result stays, so that repeating a case can never hide a finding.
    /// </summary>
    public static RunReport Canonical(RunReport report)
    {
        var position = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var backend in report.Backends)
        {
            position.TryAdd(backend.Name, position.Count);
        }

        var results = report.Results
            .GroupBy(r => (r.Backend, r.CaseId))
            .Select(same => same.MinBy(r => Rank(r.Status))!)
            .OrderBy(r => position.GetValueOrDefault(r.Backend, int.MaxValue))
            .ThenBy(r => r.Backend, StringComparer.Ordinal)
            .ThenBy(r => r.CaseId, StringComparer.Ordinal);
        return report with { Results = [.. results] };
    }

    public static bool IsProblem(CaseStatus status) => VerdictMaker.IsFinding(status) || status == CaseStatus.Error;
}
