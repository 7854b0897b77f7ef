using System.Diagnostics;
using Conformance.Certification.Reports;
using Conformance.Certification.Running;
using Conformance.Certification.Sessions;

namespace Conformance.Certification.Grading;

/// <summary>What the user asked to have graded.</summary>
/// <param name="Libraries">Names; empty for all.</param>
/// <param name="Cases">Patterns of case ids; empty for all.</param>
public sealed record GradeRequest(
    IReadOnlyList<string> Libraries, IReadOnlyList<string> Cases, string Vectors, int Repeats, TimeSpan Limit, string Version);

/// <summary>Grades one library after the other: side by side they would disturb each other's threads.</summary>
public static class GradeSession
{
    /// <exception cref="RunRefusedException">No such library.</exception>
    public static GradesReport Run(GradeRequest request, Action<string>? progress, CancellationToken stop)
    {
        var known = GradedProgram.All.Select(p => p.Library).ToList();
        if (request.Libraries.FirstOrDefault(l => !known.Contains(l)) is { } unknown)
        {
            var hint = Nearest.Of(unknown, known) is { } near ? $"; did you mean '{near}'?" : "";
            throw new RunRefusedException(2, $"no library '{unknown}'{hint} Known are {string.Join(", ", known)}");
        }

        var clock = Stopwatch.StartNew();
        var catalogue = GradeCatalogue.Load(new CaseContext(request.Vectors));
        bool Select(string id) => request.Cases.Count == 0 || request.Cases.Any(p => Glob.Matches(p, id));
        return new GradesReport
        {
            Version = request.Version,
            Vectors = catalogue.Digest,
            Repeats = request.Repeats,
            Host = HostFactsCollector.Collect(),
            Libraries =
            [
                .. GradedProgram.All
                    .Where(p => request.Libraries.Count == 0 || request.Libraries.Contains(p.Library))
                    .Select(p => new GradeRun(p, request.Vectors, request.Repeats, request.Limit).Run(catalogue, Select, progress, stop)),
            ],
            DurationNanoseconds = (long)(clock.Elapsed.TotalMilliseconds * 1e6),
        };
    }
}
