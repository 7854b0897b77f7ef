namespace Conformance.Certification.Grading;

/// <summary>What became of one case under one schedule.</summary>
public enum ObservationKind
{
    /// <summary>Computed and compared.</summary>
    Compared,

    /// <summary>The library has no such function, or the schedule says nothing about this case.</summary>
    NotOffered,

    /// <summary>The library refused or failed; <see cref="CaseObservation.Detail"/> says how.</summary>
    Error,

    /// <summary>Its process died.</summary>
    Crash,

    /// <summary>No answer in the time allowed.</summary>
    Timeout,
}

/// <summary>
/// One case under one schedule, as the library's process reports it: data only, so that grades are a pure function of it.
/// </summary>
public sealed record CaseObservation
{
    public required string CaseId { get; init; }

    public required string Operator { get; init; }

    public required string Schedule { get; init; }

    public required ObservationKind Kind { get; init; }

    /// <summary>A machine code where nothing was compared: OUT_OF_MEMORY, SIGNAL_11…</summary>
    public string? Reason { get; init; }

    /// <summary>One line; may hold the library's text.</summary>
    public string? Detail { get; init; }

    /// <summary>The first execution beside the right result.</summary>
    public BitComparison? Golden { get; init; }

    /// <summary>Executions whose bits were not those of the first.</summary>
    public int ChangedRuns { get; init; }

    /// <summary>Elements whose bits are not those of the base schedule; 0 for a base.</summary>
    public long DiffersFromBase { get; init; }

    /// <summary>The furthest of them, base bits first.</summary>
    public WorstElement? BaseWorst { get; init; }

    /// <summary>
    /// Decoders: the first position whose logits are not golden, and whose most likely token is not; null where there is none.
    /// </summary>
    public int? FirstPosition { get; init; }

    public int? FirstToken { get; init; }
}
