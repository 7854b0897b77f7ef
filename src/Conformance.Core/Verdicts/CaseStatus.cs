namespace Conformance.Verdicts;

/// <summary>What became of one case on one backend: a closed set (docs/verdicts.md).</summary>
public enum CaseStatus
{
    /// <summary>The golden bits.</summary>
    Pass,

    /// <summary>Other bits, the same in every repeat.</summary>
    Fail,

    /// <summary>The backend or the harness failed before there was a result.</summary>
    Error,

    /// <summary>No result in the time allowed.</summary>
    Timeout,

    /// <summary>The process that ran the case died.</summary>
    Crash,

    /// <summary>Two repeats gave two digests: a finding, not a reason to try again.</summary>
    Flaky,

    /// <summary>A known failure, excused by name until a date.</summary>
    Waived,

    /// <summary>A probe showed that the device cannot do it.</summary>
    NotSupported,

    /// <summary>The hardware is not there.</summary>
    HwAbsent,

    /// <summary>Never claimed by a runner: computed from the must-pass list.</summary>
    NotRun,
}

/// <summary>How a case's bits compare on one backend.</summary>
public enum ComparisonClass
{
    /// <summary>The golden bits.</summary>
    Exact,

    /// <summary>Other bits, the same in every run.</summary>
    Deterministic,

    /// <summary>Inside the policy that the vector names.</summary>
    Tolerant,

    /// <summary>Bits that change between runs.</summary>
    Nondeterministic,
}

public static class VerdictNames
{
    /// <summary>The spelling in reports: PASS, HW_ABSENT…</summary>
    public static string Name(this CaseStatus status) => status switch
    {
        CaseStatus.Pass => "PASS",
        CaseStatus.Fail => "FAIL",
        CaseStatus.Error => "ERROR",
        CaseStatus.Timeout => "TIMEOUT",
        CaseStatus.Crash => "CRASH",
        CaseStatus.Flaky => "FLAKY",
        CaseStatus.Waived => "WAIVED",
        CaseStatus.NotSupported => "NOT_SUPPORTED",
        CaseStatus.HwAbsent => "HW_ABSENT",
        CaseStatus.NotRun => "NOT_RUN",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };

    public static string Name(this ComparisonClass comparison) => comparison switch
    {
        ComparisonClass.Exact => "EXACT",
        ComparisonClass.Deterministic => "DETERMINISTIC",
        ComparisonClass.Tolerant => "TOLERANT",
        ComparisonClass.Nondeterministic => "NONDETERMINISTIC",
        _ => throw new ArgumentOutOfRangeException(nameof(comparison), comparison, null),
    };

    public static CaseStatus? FindStatus(string name)
    {
        foreach (var status in Enum.GetValues<CaseStatus>())
        {
            if (status.Name() == name)
            {
                return status;
            }
        }

        return null;
    }
}
