namespace Conformance.Verdicts;

/// <summary>Where bits first differ.</summary>
/// <param name="Where">The stage, output or step: 'y', 'exponential', 'position 3, layer 2'.</param>
/// <param name="Index">Row-major element index.</param>
/// <param name="Coordinates">The same as coordinates: '[0,17]'.</param>
/// <param name="Expected">Golden bits, hex.</param>
/// <param name="Actual">Bits found, hex.</param>
/// <param name="ExpectedValue">Shortest decimal of the golden value.</param>
/// <param name="ActualValue">Shortest decimal of the value found.</param>
/// <param name="Ulps">Distance in units in the last place; null where one side is NaN or the format has none.</param>
/// <param name="Differing">Number of elements that differ.</param>
/// <param name="Elements">Number of elements.</param>
public sealed record Mismatch(
    string Where,
    long Index,
    string Coordinates,
    string Expected,
    string Actual,
    string ExpectedValue,
    string ActualValue,
    long? Ulps,
    long Differing,
    long Elements);

/// <summary>One case on one backend.</summary>
public sealed record CaseResult
{
    public required string CaseId { get; init; }

    /// <summary>The operator, or 'model'.</summary>
    public required string Operator { get; init; }

    /// <summary>The backend's selector: 'cpu', 'opencl:0'.</summary>
    public required string Backend { get; init; }

    public required CaseStatus Status { get; init; }

    /// <summary>Null where nothing was computed.</summary>
    public ComparisonClass? Class { get; init; }

    /// <summary>A machine code such as OUT_OF_MEMORY; null for a pass.</summary>
    public string? Reason { get; init; }

    /// <summary>One line for people; may hold text from the device, so whoever prints it escapes it.</summary>
    public string? Detail { get; init; }

    /// <summary>Digest found, per stage and output, in the operator's order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Digests { get; init; } = [];

    public Mismatch? Mismatch { get; init; }

    /// <summary>Wall time of all repeats, in nanoseconds. The only member that differs between two equal runs.</summary>
    public long DurationNanoseconds { get; init; }
}
