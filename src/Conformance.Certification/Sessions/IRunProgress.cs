using Conformance.Backends;
using Conformance.Certification.Reports;
using Conformance.Verdicts;

namespace Conformance.Certification.Sessions;

/// <summary>Hears what a run is doing. Calls come from one thread.</summary>
public interface IRunProgress
{
    /// <param name="profile">The profile that runs.</param>
    /// <param name="directory">Where the report goes.</param>
    /// <param name="pairs">Number of (backend, case) pairs to run.</param>
    void Started(string profile, string directory, int pairs);

    void BackendOpened(BackendFacts facts);

    void BackendAbsent(AbsentBackend absent);

    /// <param name="number">From 1, over all backends.</param>
    void CaseStarted(string backend, string caseId, int number);

    void CaseFinished(CaseResult result);
}
