using Conformance.Backends;
using Conformance.Certification.Reports;
using Conformance.Certification.Sessions;
using Conformance.Verdicts;

namespace Conformance.Cli.Terminal;

/// <summary>--quiet.</summary>
internal sealed class NoProgress : IRunProgress
{
    public void Started(string profile, string directory, int pairs)
    {
    }

    public void BackendOpened(BackendFacts facts)
    {
    }

    public void BackendAbsent(AbsentBackend absent)
    {
    }

    public void CaseStarted(string backend, string caseId, int number)
    {
    }

    public void CaseFinished(CaseResult result)
    {
    }
}
