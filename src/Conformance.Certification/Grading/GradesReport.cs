using Conformance.Certification.Reports;

namespace Conformance.Certification.Grading;

/// <summary>Everything that grades.json says; the page and the summary are projections of it.</summary>
public sealed record GradesReport
{
    /// <summary>Of the suite.</summary>
    public required string Version { get; init; }

    /// <summary>Digest of the vectors.</summary>
    public required string Vectors { get; init; }

    public required int Repeats { get; init; }

    public required HostFacts Host { get; init; }

    /// <summary>In the order of <see cref="GradedProgram.All"/>.</summary>
    public required IReadOnlyList<GradedLibraryResult> Libraries { get; init; }

    /// <summary>The only member that differs between two equal runs.</summary>
    public long DurationNanoseconds { get; init; }

    public IEnumerable<GradeRow> Rows => Libraries.SelectMany(l => l.Rows);
}
