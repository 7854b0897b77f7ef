using Conformance.Suites;
using Conformance.Vectors;

namespace Conformance.Certification.Grading;

internal static class GradingSamples
{
    public static OperatorCase Case(string id)
    {
        if (GradeCatalogue.Extra.FirstOrDefault(c => c.Id == id) is { } extra)
        {
            return extra;
        }

        var name = id.Split('/')[0];
        var path = Path.Combine(Corpus.RepositoryRoot(), "vectors", "determinism", name + ".json");
        return OperatorVectorReader.Read(File.ReadAllBytes(path), name).Cases.Single(c => c.Id == id);
    }

    /// <summary>All rows of a library over some cases.</summary>
    public static IReadOnlyList<GradeRow> Grade(IGradedLibrary library, params ReadOnlySpan<string> ids)
    {
        var grader = new CaseGrader(library);
        var observations = new List<CaseObservation>();
        foreach (var schedule in library.Schedules)
        {
            foreach (var id in ids)
            {
                observations.Add(grader.Observe(schedule, Case(id)));
            }
        }

        return GradeMaker.Make(library.Facts, library.Schedules, observations);
    }

    public static GradeRow Row(this IReadOnlyList<GradeRow> rows, string operatorName, string schedule) =>
        rows.Single(r => r.Operator == operatorName && r.Schedule == schedule);
}
