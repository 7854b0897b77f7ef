using Conformance.Backends;
using Conformance.Certification.Reports;
using Conformance.Verdicts;

namespace Conformance.Certification.Profiles;

//  The verdict of a run (docs/verdicts.md has the table; the rows' numbers there are the ones below).
//
//  Only row 9 is conformant, and it is reached by exclusion: whatever nobody thought of is not a pass. The order of the
//  rows is the order of what a reader must hear first. Nothing here looks at text that a device supplied.

/// <summary>Makes the verdict of a run from its results and a must-pass list. A pure function; docs/verdicts.md is its table.</summary>
public static class VerdictMaker
{
    /// <param name="list">The profile.</param>
    /// <param name="results">All results, of listed cases and others.</param>
    /// <param name="backends">The backends that started.</param>
    /// <param name="absent">Those that were asked for and did not start.</param>
    /// <param name="filters">The --case and --backend arguments.</param>
    /// <param name="interrupted">The run ended before its last case.</param>
    public static Verdict Decide(
        MustPassList list,
        IReadOnlyList<CaseResult> results,
        IReadOnlyList<BackendFacts> backends,
        IReadOnlyList<AbsentBackend> absent,
        IReadOnlyList<string> filters,
        bool interrupted)
    {
        // A backend that is there and does not start is a fault of row 3; only absence excuses an optional line.
        list = list.Demanded(backends.Select(b => b.Kind));
        var lines = LineCount.Of(list, results, backends);
        var executed = results.Count(r => IsExecuted(r.Status));
        var findings = Findings(results);
        var faults = HarnessFaults(results, backends, absent);
        var gaps = Gaps(lines, backends, absent);

        return true switch
        {
            _ when interrupted => // row 1
                Make(
                    VerdictKind.Interrupted, [
                        $"the run was interrupted: {lines.Ran} of {lines.Required} required cases ran", .. findings, .. faults]),
            _ when findings.Count > 0 => // row 2
                Make(VerdictKind.NotConformant, [.. findings, .. faults]),
            _ when faults.Count > 0 => // row 3
                Make(VerdictKind.HarnessError, faults),
            _ when executed == 0 => // row 4
                Make(VerdictKind.Inconclusive, ["no case was executed", .. gaps]),
            _ when lines.Required == 0 => // row 5
                Make(
                    VerdictKind.Inconclusive,
                    [$"profile '{list.Name}' requires nothing: {AllPassed(executed)}, which proves nothing about a profile"]),
            _ when filters.Count > 0 => // row 6
                Make(VerdictKind.Inconclusive,
                [
                    $"filtered run: {lines.Ran} of {lines.Required} required cases ran",
                    $"{AllPassed(executed)}; a verdict about profile '{list.Name}' needs a run without filters",
                ]),
            _ when lines.Satisfied < lines.Required => // rows 7 and 8
                Make(VerdictKind.Inconclusive, gaps),
            _ => Make(VerdictKind.Conformant, []), // row 9
        };

        Verdict Make(VerdictKind kind, IReadOnlyList<string> reasons) =>
            new(kind, reasons, lines.Required, lines.Satisfied, lines.NotRun);
    }

    /// <summary>
    /// Statuses that satisfy a line. WAIVED is the place where waivers come in: whoever grants one (issue, device scope,
    /// expiry) sets the status before the verdict is made; nothing in this file excuses a failure.
    /// </summary>
    internal static bool IsAllowed(CaseStatus status) => status is CaseStatus.Pass or CaseStatus.Waived;

    /// <summary>Statuses of cases that a backend began to compute.</summary>
    internal static bool IsExecuted(CaseStatus status) =>
        status is not (CaseStatus.NotSupported or CaseStatus.HwAbsent or CaseStatus.NotRun);

    /// <summary>Statuses that speak against the backend, on a listed case or any other.</summary>
    internal static bool IsFinding(CaseStatus status) =>
        status is CaseStatus.Fail or CaseStatus.Flaky or CaseStatus.Crash or CaseStatus.Timeout;

    private static List<string> Findings(IReadOnlyList<CaseResult> results)
    {
        return [.. ReportOrder.BySeverity.Where(IsFinding).Select(s => (Status: s, Count: results.Count(r => r.Status == s))).Where(s => s.Count > 0)
            .Select(s => $"{s.Count} {(s.Count == 1 ? "case has" : "cases have")} status {s.Status.Name()}")];
    }

    private static List<string> HarnessFaults(
        IReadOnlyList<CaseResult> results, IReadOnlyList<BackendFacts> backends, IReadOnlyList<AbsentBackend> absent)
    {
        var faults = new List<string>();
        var errors = results.Count(r => r.Status == CaseStatus.Error);
        if (errors > 0)
        {
            faults.Add($"{errors} {(errors == 1 ? "case has" : "cases have")} status ERROR: no answer was obtained to judge");
        }

        foreach (var broken in absent.Where(a => a.Status is not (CaseStatus.HwAbsent or CaseStatus.NotSupported)))
        {
            faults.Add($"a backend of kind '{broken.Kind}' could not start ({broken.Reason})");
        }

        var known = backends.Select(b => b.Name).ToHashSet(StringComparer.Ordinal);
        var stray = results.Count(r => !known.Contains(r.Backend));
        if (stray > 0)
        {
            faults.Add($"{stray} results name a backend that did not take part in the run");
        }

        var claimed = results.Count(r => r.Status == CaseStatus.NotRun);
        if (claimed > 0)
        {
            faults.Add($"{claimed} results claim NOT_RUN, which only a verdict may say");
        }

        return faults;
    }

    /// <summary>Why lines are not satisfied although nothing failed.</summary>
    private static List<string> Gaps(LineCount lines, IReadOnlyList<BackendFacts> backends, IReadOnlyList<AbsentBackend> absent)
    {
        var gaps = new List<string>();
        foreach (var (kind, count) in lines.Unsatisfied)
        {
            if (backends.Any(b => MustPassLine.Serves(b.Kind, kind)))
            {
                gaps.Add($"kind '{kind}': {Required(count)} without a result that counts"); // row 8
                continue;
            }

            var why = absent.FirstOrDefault(a => a.Kind == kind) ?? absent.FirstOrDefault(a => MustPassLine.Serves(a.Kind, kind));
            gaps.Add(why is null
                ? $"no backend of kind '{kind}' took part: {Required(count)}"
                : $"no backend of kind '{kind}': {why.Status.Name()} ({why.Reason}); {Required(count)}"); // row 7
        }

        return gaps;
    }

    private static string AllPassed(int executed) =>
        executed == 1 ? "the one executed case passed" : $"all {executed} executed cases passed";

    private static string Required(int count) => count == 1 ? "1 required case" : $"{count} required cases";
}
