namespace Conformance.Certification.Reports;

public enum VerdictKind
{
    Conformant,
    NotConformant,
    HarnessError,
    Inconclusive,
    Interrupted,
}

/// <summary>The answer of a run.</summary>
/// <param name="Reasons">Sentences, most decisive first; empty only for a conformant run.</param>
/// <param name="Required">Lines of the must-pass list.</param>
/// <param name="Satisfied">Lines with an allowed status.</param>
/// <param name="NotRun">Lines without a result: computed, never claimed by a runner.</param>
public sealed record Verdict(VerdictKind Kind, IReadOnlyList<string> Reasons, int Required, int Satisfied, IReadOnlyList<string> NotRun)
{
    /// <summary>Exit code of the command (docs/verdicts.md).</summary>
    public int ExitCode => Kind switch
    {
        VerdictKind.Conformant => 0,
        VerdictKind.NotConformant => 1,
        VerdictKind.HarnessError => 3,
        VerdictKind.Inconclusive => 4,
        _ => 130,
    };

    /// <summary>The word in reports.</summary>
    public string Name => Kind switch
    {
        VerdictKind.Conformant => "CONFORMANT",
        VerdictKind.NotConformant => "NOT CONFORMANT",
        VerdictKind.HarnessError => "NO VERDICT",
        VerdictKind.Inconclusive => "INCONCLUSIVE",
        _ => "INTERRUPTED",
    };
}
