namespace Conformance.Certification.Grading;

/// <summary>Something worth a sentence about a row.</summary>
/// <param name="Code">Machine code: THREAD_DEPENDENT, POSITION_DEPENDENT…</param>
/// <param name="CaseId">The case that shows it best.</param>
/// <param name="Detail">One line with numbers.</param>
public sealed record GradeFinding(string Code, string CaseId, string Detail);

/// <summary>One operator on one library and device under one schedule.</summary>
public sealed record GradeRow
{
    public required string Operator { get; init; }

    public required string Library { get; init; }

    public required string Device { get; init; }

    public required string Schedule { get; init; }

    public required GradeClass Class { get; init; }

    /// <summary>Name of the policy of <see cref="TolerancePolicy.Table"/>.</summary>
    public required string Policy { get; init; }

    /// <summary>Cases with a result.</summary>
    public required int Cases { get; init; }

    /// <summary>Of these, cases with the golden bits.</summary>
    public required int ExactCases { get; init; }

    public required UlpHistogram Histogram { get; init; }

    /// <summary>Elements outside of the policy.</summary>
    public required long OutsidePolicy { get; init; }

    /// <summary>The furthest element of all cases; null where all bits are golden.</summary>
    public WorstElement? Worst { get; init; }

    public string? WorstCase { get; init; }

    public IReadOnlyList<GradeFinding> Findings { get; init; } = [];
}
