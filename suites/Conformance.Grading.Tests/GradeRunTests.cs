using System.Text;
using Conformance.Certification.Running;
using Conformance.Certification.Workers;
using Conformance.Suites;

namespace Conformance.Certification.Grading;

/// <summary>Programs that crash, hang, refuse and babble: the fault is that case's, and the rest goes on.</summary>
public sealed class GradeRunTests : IDisposable
{
    private static readonly string Vectors = Path.Combine(Corpus.RepositoryRoot(), "vectors");

    private readonly string _folder = Directory.CreateTempSubdirectory("grading").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableFact]
    public void A_crash_is_the_result_of_its_case_and_the_rest_goes_on()
    {
        var result = Run("*add/n256*) kill -SEGV $$ ;;");

        var row = Assert.Single(result.Rows);
        Assert.Equal(GradeClass.Crash, row.Class);
        Assert.Equal(("SIGNAL_11", "add/n256"), Assert.Single(row.Findings.Select(f => (f.Code, f.CaseId))));
        Assert.Equal(2, row.Cases);
    }

    [SkippableFact]
    public void A_hang_ends_and_the_rest_goes_on()
    {
        var result = Run("*add/n256*) sleep 60 ;;");

        Assert.Equal(GradeClass.Timeout, Assert.Single(result.Rows).Class);
        Assert.Equal(2, result.Rows[0].Cases);
    }

    [SkippableFact]
    public void An_exit_in_between_is_a_crash_with_its_code() =>
        Assert.Equal("EXIT_7", Assert.Single(Run("*add/n256*) exit 7 ;;").Rows[0].Findings).Code);

    [SkippableFact]
    public void Text_of_the_library_between_answers_does_no_harm() =>
        Assert.Equal(GradeClass.Exact, Assert.Single(Run("*add/n256*) echo 'warning: <b>' ; answer ;;").Rows).Class);

    [SkippableFact]
    public void A_refusal_is_an_absence_with_its_reason()
    {
        var result = Start($"echo '{new WorkerMessage { Refused = new(Backends.BackendFailure.LibraryBroken, "GLIBCXX_3.4.32 not found") }.ToLine()}'");

        Assert.Equal(("LIBRARY_BROKEN", "GLIBCXX_3.4.32 not found"), (result.Reason, result.Detail));
        Assert.Empty(result.Rows);
    }

    [SkippableFact]
    public void A_program_that_dies_at_the_start_is_broken() => Assert.Equal("LIBRARY_BROKEN", Start("exit 134").Reason);

    [Fact]
    public void A_program_that_is_not_built_is_an_absent_package()
    {
        var result = new GradeRun(new GradedProgram("x", "No.Such.Project", "conformance-x"), Vectors, 2, TimeSpan.FromSeconds(5))
            .Run(Catalogue(), null, null, CancellationToken.None);

        Assert.Equal("PACKAGE_ABSENT", result.Reason);
    }

    private static GradeCatalogue Catalogue() => GradeCatalogue.Load(new CaseContext(Vectors));

    /// <summary>A program that answers every case as exact, but for one shell pattern.</summary>
    private GradedLibraryResult Run(string fault)
    {
        var library = new FakeLibrary();
        var ready = new WorkerMessage { Grading = new(library.Facts, [library.Schedules[0]], false) }.ToLine();
        var exact = new CaseObservation
        {
            CaseId = "CASE", Operator = "add", Schedule = "f32", Kind = ObservationKind.Compared,
            Golden = new(UlpHistogram.Of([new(0, 1)]), null, 0),
        };
        var answer = new WorkerMessage { Observed = exact }.ToLine();
        return Start($$"""
            echo '{{ready}}'
            answer() { printf '%s\n' '{{answer}}' | sed "s|CASE|${line#*	}|"; }
            while IFS= read -r line; do
              case $line in
                {{fault}}
                *) answer ;;
              esac
            done
            """);
    }

    private GradedLibraryResult Start(string script)
    {
        Skip.If(OperatingSystem.IsWindows(), "OS_UNSUPPORTED:the programs are shell scripts");
        var file = Path.Combine(_folder, "program.sh");
        File.WriteAllText(file, script.ReplaceLineEndings("\n"), new UTF8Encoding(false));
        var program = new GradedProgram("fake", "none", "none") { Replacement = new WorkerCommand("bash", [file]) };
        return new GradeRun(program, Vectors, 2, TimeSpan.FromSeconds(2))
            .Run(Catalogue(), id => id is "add/n255" or "add/n256" or "add/n257", null, CancellationToken.None);
    }
}
