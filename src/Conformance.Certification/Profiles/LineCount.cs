using Conformance.Backends;
using Conformance.Verdicts;

namespace Conformance.Certification.Profiles;

/// <summary>A must-pass list held against results.</summary>
/// <param name="Required">Lines.</param>
/// <param name="Ran">Lines whose case was executed by a backend that serves the kind.</param>
/// <param name="Satisfied">Lines that were executed and have an allowed status on every started backend that serves the kind.</param>
/// <param name="NotRun">Lines without any result.</param>
/// <param name="Unsatisfied">Kind → lines that are not satisfied, in the list's order.</param>
internal sealed record LineCount(
    int Required, int Ran, int Satisfied, IReadOnlyList<string> NotRun, IReadOnlyList<KeyValuePair<string, int>> Unsatisfied)
{
    public static LineCount Of(MustPassList list, IReadOnlyList<CaseResult> results, IReadOnlyList<BackendFacts> backends)
    {
        var kinds = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var backend in backends)
        {
            kinds[backend.Name] = backend.Kind;
        }

        var byCase = results.Where(r => r.Status != CaseStatus.NotRun && kinds.ContainsKey(r.Backend))
            .ToLookup(r => r.CaseId, StringComparer.Ordinal);
        var ran = 0;
        var satisfied = 0;
        var notRun = new List<string>();
        var unsatisfied = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var line in list.Lines)
        {
            var all = byCase[line.CaseId].Where(r => line.IsServedBy(kinds[r.Backend])).ToList();
            var executed = all.Where(r => VerdictMaker.IsExecuted(r.Status)).ToList();
            ran += executed.Count > 0 ? 1 : 0;
            if (all.Count == 0)
            {
                notRun.Add(line.ToString());
            }

            // Every device of the kind that started: one of two cards that cannot do a case makes the machine one that cannot.
            var devices = kinds.Where(k => line.IsServedBy(k.Value)).Select(k => k.Key);
            if (executed.Count > 0 && all.TrueForAll(r => VerdictMaker.IsAllowed(r.Status))
                && devices.All(d => all.Exists(r => r.Backend == d)))
            {
                satisfied++;
            }
            else
            {
                unsatisfied[line.Kind] = unsatisfied.GetValueOrDefault(line.Kind) + 1;
            }
        }

        return new LineCount(
            list.Lines.Count, ran, satisfied, notRun,
            [.. list.Kinds.Where(unsatisfied.ContainsKey).Select(k => KeyValuePair.Create(k, unsatisfied[k]))]);
    }
}
