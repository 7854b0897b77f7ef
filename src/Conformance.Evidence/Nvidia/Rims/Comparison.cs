using Conformance.Evidence.Nvidia.Reports;

namespace Conformance.Evidence.Nvidia.Rims;

/// <summary>What became of one active index.</summary>
public enum ComparisonStatus
{
    Match,
    Mismatch,

    /// <summary>The report has no such measurement; as bad as a mismatch.</summary>
    Absent,

    /// <summary>Index 35 of a GPU whose video decoder 0 is switched off has no meaning.</summary>
    Skipped,
}

/// <summary>One row of the comparison table.</summary>
/// <param name="Found">Null where the report has no such measurement.</param>
public sealed record ComparisonRow(RimMeasurement Expected, ReadOnlyMemory<byte>? Found, ComparisonStatus Status)
{
    public bool IsEqual => Found is { } found && Expected.Alternatives.Any(a => a.Span.SequenceEqual(found.Span));
}

/// <summary>Active measurements of one manifest against a report.</summary>
public static class Comparison
{
    /// <summary>Measures video decoder 0, where that is on.</summary>
    public const int NvdecIndex = 35;

    public static IReadOnlyList<ComparisonRow> Of(Rim rim, GpuReport report) => [.. rim.Active.Select(expected =>
    {
        var row = new ComparisonRow(expected, report.Measurement(expected.Index), ComparisonStatus.Match);
        var isSkipped = expected.Index == NvdecIndex && !report.IsSwitch && report.Opaque.Nvdec0 == OpaqueData.Disabled;
        return row with
        {
            Status = isSkipped ? ComparisonStatus.Skipped
                : row.Found is null ? ComparisonStatus.Absent
                : row.IsEqual ? ComparisonStatus.Match
                : ComparisonStatus.Mismatch,
        };
    })];
}
