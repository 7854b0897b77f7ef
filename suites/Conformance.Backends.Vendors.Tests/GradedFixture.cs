using System.Collections.Concurrent;
using Conformance.Certification.Grading;
using Conformance.Certification.Models;
using Conformance.Certification.Running;
using Conformance.Suites;

namespace Conformance.Backends.Vendors;

/// <summary>Each library graded once, on the cases that the tests look at.</summary>
public sealed class GradedFixture
{
    private static readonly string[] Cases =
    [
        "add/n257", "sum/rows-7x331", "sum/grading-*", "exp/grading-*", "swiglu/grading-*", "matmul/batch-m8", "softmax/r7-n101",
        "attention/prefill-17", "embedding/*", "model/philox-tiny-f32-greedy", "model/stories260k-greedy",
    ];

    private readonly ConcurrentDictionary<string, Lazy<GradedLibraryResult>> _results = new(StringComparer.Ordinal);

    /// <summary>Skips the test where the program is not built.</summary>
    public GradedLibraryResult Of(string library)
    {
        var program = GradedProgram.All.Single(p => p.Library == library);
        Skip.If(program.Command is null, $"PACKAGE_ABSENT:{library}");
        return _results.GetOrAdd(library, _ => new Lazy<GradedLibraryResult>(() =>
        {
            var vectors = Path.Combine(Corpus.RepositoryRoot(), "vectors");
            var catalogue = GradeCatalogue.Load(new CaseContext(vectors));
            return new GradeRun(program, vectors, 3, TimeSpan.FromSeconds(60))
                .Run(catalogue, id => Cases.Any(c => Glob.Matches(c, id)), null, CancellationToken.None);
        })).Value;
    }

    /// <summary>True where the checkpoint of the real model is on this machine.</summary>
    public static bool HasModels => ModelStore.FindDirectory(Path.Combine(Corpus.RepositoryRoot(), "vectors")) is not null;
}
