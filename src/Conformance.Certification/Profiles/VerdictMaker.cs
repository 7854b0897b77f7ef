using Conformance.Backends;
using Conformance.Certification.Reports;
using Conformance.Verdicts;

namespace Conformance.Certification.Profiles;

/// <summary>Makes the verdict of a run from its results and a must-pass list (docs/verdicts.md).</summary>
public static class VerdictMaker
{
    public static Verdict Decide(
        MustPassList list,
        IReadOnlyList<CaseResult> results,
        IReadOnlyList<BackendFacts> backends,
        IReadOnlyList<AbsentBackend> absent,
        IReadOnlyList<string> filters,
        bool interrupted) => throw new NotImplementedException();
}
