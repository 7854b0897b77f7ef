using Conformance.Backends;
using Conformance.Certification.Profiles;
using Conformance.Certification.Reports;
using Conformance.Verdicts;

namespace Conformance.Certification.Tests.Profiles;

/// <summary>One test, or theory, for each row of the table in docs/verdicts.md.</summary>
public sealed class VerdictMakerTests
{
    private static readonly BackendFacts Cpu = Backend("cpu", "cpu");
    private static readonly BackendFacts Software = Backend("opencl:0", "opencl");
    private static readonly BackendFacts Gpu = Backend("opencl:1", "opencl-gpu");
    private static readonly MustPassList List = Lines("cpu a/1", "cpu a/2", "opencl a/1");

    private static readonly CaseResult[] AllPass =
        [Result("cpu", "a/1"), Result("cpu", "a/2"), Result("opencl:0", "a/1")];

    public static TheoryData<CaseStatus> Findings => [CaseStatus.Fail, CaseStatus.Flaky, CaseStatus.Crash, CaseStatus.Timeout];

    [Fact]
    public void Row_9_every_line_satisfied_is_conformant()
    {
        var verdict = Decide(AllPass);

        Assert.Equal(VerdictKind.Conformant, verdict.Kind);
        Assert.Equal(0, verdict.ExitCode);
        Assert.Equal((3, 3), (verdict.Required, verdict.Satisfied));
        Assert.Empty(verdict.Reasons);
        Assert.Empty(verdict.NotRun);
    }

    [Fact]
    public void Row_9_a_waived_case_is_allowed() =>
        Assert.Equal(VerdictKind.Conformant, Decide([Result("cpu", "a/1", CaseStatus.Waived), .. AllPass[1..]]).Kind);

    [Fact]
    public void Row_1_an_interrupted_run_has_no_other_verdict_even_when_all_passed()
    {
        Assert.Equal(130, Decide(AllPass, interrupted: true).ExitCode);
        var failed = Decide([Result("cpu", "a/1", CaseStatus.Fail)], interrupted: true);
        Assert.Equal(VerdictKind.Interrupted, failed.Kind);
        Assert.Contains("1 case has status FAIL", failed.Reasons);
        Assert.Equal("the run was interrupted: 1 of 3 required cases ran", failed.Reasons[0]);
    }

    [Theory]
    [MemberData(nameof(Findings))]
    public void Row_2_a_finding_on_a_listed_case_is_not_conformant(CaseStatus status)
    {
        var verdict = Decide([Result("cpu", "a/1", status), .. AllPass[1..]]);

        Assert.Equal(1, verdict.ExitCode);
        Assert.Equal(2, verdict.Satisfied);
        Assert.Equal([$"1 case has status {status.Name()}"], verdict.Reasons);
    }

    [Theory]
    [MemberData(nameof(Findings))]
    public void Row_2_a_finding_on_any_other_case_is_not_conformant(CaseStatus status)
    {
        Assert.Equal(1, Decide([.. AllPass, Result("cpu", "not/listed", status)]).ExitCode);
        // On a backend whose kind nobody asked for, too.
        Assert.Equal(
            1, Decide([.. AllPass, Result("mutant", "a/1", status)], backends: [Cpu, Software, Backend("mutant", "mutant")]).ExitCode);
    }

    [Fact]
    public void Row_2_a_finding_outweighs_an_error_a_filter_and_absence()
    {
        var verdict = Decide(
            [
                Result("cpu", "a/1", CaseStatus.Fail), Result("cpu", "a/2", CaseStatus.Error)], backends: [Cpu], absent: [
                    Absent("opencl")], filters: ["--case a/*"]);

        Assert.Equal(1, verdict.ExitCode);
        Assert.Equal("1 case has status FAIL", verdict.Reasons[0]);
    }

    [Fact]
    public void Row_2_one_failing_device_of_a_kind_is_not_excused_by_another()
    {
        var verdict = Decide([.. AllPass, Result("opencl:1", "a/1", CaseStatus.Fail)], backends: [Cpu, Software, Gpu]);

        Assert.Equal(1, verdict.ExitCode);
        Assert.Equal(2, verdict.Satisfied);
    }

    [Fact]
    public void Row_3_an_error_is_no_verdict() =>
        Assert.Equal(3, Decide([Result("cpu", "a/1", CaseStatus.Error), .. AllPass[1..]]).ExitCode);

    [Fact]
    public void Row_3_a_backend_that_could_not_start_is_no_verdict()
    {
        var verdict = Decide(AllPass[..2], backends: [Cpu], absent: [Absent("opencl", CaseStatus.Error, "LIBRARY_BROKEN")]);

        Assert.Equal(3, verdict.ExitCode);
        Assert.Equal(["a backend of kind 'opencl' could not start (LIBRARY_BROKEN)"], verdict.Reasons);
    }

    [Fact]
    public void Row_3_results_of_an_unknown_backend_are_no_verdict() =>
        Assert.Equal(3, Decide([.. AllPass, Result("stranger", "a/1")]).ExitCode);

    [Fact]
    public void Row_3_a_runner_that_claims_not_run_is_no_verdict() =>
        Assert.Equal(3, Decide([.. AllPass, Result("cpu", "b/1", CaseStatus.NotRun)]).ExitCode);

    [Theory]
    [InlineData(null)]
    [InlineData(CaseStatus.HwAbsent)]
    [InlineData(CaseStatus.NotSupported)]
    public void Row_4_zero_executed_cases_are_never_a_pass(CaseStatus? status)
    {
        var verdict = Decide(status is { } s ? [.. AllPass.Select(r => r with { Status = s })] : []);

        Assert.Equal(4, verdict.ExitCode);
        Assert.Equal("no case was executed", verdict.Reasons[0]);
    }

    [Fact]
    public void Row_4_holds_for_an_empty_list_and_for_filters()
    {
        Assert.Equal(4, Decide([], list: Lines()).ExitCode);
        Assert.Equal(4, Decide([], filters: ["--case zzz"]).ExitCode);
    }

    [Fact]
    public void Row_5_a_list_that_requires_nothing_is_never_a_pass() => Assert.Equal(4, Decide(AllPass, list: Lines()).ExitCode);

    [Fact]
    public void Row_6_a_filtered_run_says_that_what_ran_passed_and_is_inconclusive()
    {
        var verdict = Decide(AllPass[..1], filters: ["--case a/1"]);

        Assert.Equal(VerdictKind.Inconclusive, verdict.Kind);
        Assert.Equal("filtered run: 1 of 3 required cases ran", verdict.Reasons[0]);
        Assert.StartsWith("the one executed case passed", verdict.Reasons[1], StringComparison.Ordinal);
        Assert.Equal(["cpu a/2", "opencl a/1"], verdict.NotRun);
    }

    [Fact]
    public void Row_6_filters_that_select_everything_still_make_no_conformant_run() =>
        Assert.Equal(4, Decide(AllPass, filters: ["--case *"]).ExitCode);

    [Theory]
    [InlineData(CaseStatus.HwAbsent, "DEVICE_ABSENT")]
    [InlineData(CaseStatus.NotSupported, "DEVICE_UNFIT")]
    public void Row_7_a_required_kind_that_is_absent_is_inconclusive(CaseStatus status, string reason)
    {
        var verdict = Decide(AllPass[..2], backends: [Cpu], absent: [Absent("opencl", status, reason)]);

        Assert.Equal(4, verdict.ExitCode);
        Assert.Equal([$"no backend of kind 'opencl': {status.Name()} ({reason}); 1 required case"], verdict.Reasons);
        Assert.Equal(["opencl a/1"], verdict.NotRun);
    }

    [Fact]
    public void Row_7_a_required_kind_that_nobody_mentions_is_inconclusive_too() =>
        Assert.Equal(["no backend of kind 'opencl' took part: 1 required case"], Decide(AllPass[..2], backends: [Cpu]).Reasons);

    [Fact]
    public void Row_7_an_unfit_device_never_helps_and_never_hinders_another_of_its_kind() =>
        Assert.Equal(0, Decide(AllPass, absent: [Absent("opencl", CaseStatus.NotSupported, "DEVICE_UNFIT")]).ExitCode);

    [Theory]
    [InlineData(null, 1)]
    [InlineData(CaseStatus.NotSupported, 0)]
    [InlineData(CaseStatus.HwAbsent, 0)]
    public void Row_8_a_line_without_a_result_that_counts_is_inconclusive(CaseStatus? status, int notRun)
    {
        var verdict = Decide(status is { } s ? [.. AllPass[..2], Result("opencl:0", "a/1", s)] : AllPass[..2]);

        Assert.Equal(4, verdict.ExitCode);
        Assert.Equal(["kind 'opencl': 1 required case without a result that counts"], verdict.Reasons);
        Assert.Equal(notRun, verdict.NotRun.Count);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(CaseStatus.NotSupported)]
    public void Row_8_a_device_that_started_must_run_every_line_of_its_kind(CaseStatus? second)
    {
        IEnumerable<CaseResult> results = second is { } status ? [.. AllPass, Result("opencl:1", "a/1", status)] : AllPass;
        Assert.Equal(VerdictKind.Inconclusive, Decide([.. results], backends: [Cpu, Software, Gpu]).Kind);
        Assert.Equal(VerdictKind.Conformant, Decide([.. AllPass, Result("opencl:1", "a/1")], backends: [Cpu, Software, Gpu]).Kind);
    }

    [Fact]
    public void A_gpu_serves_lines_of_kind_opencl()
    {
        Assert.Equal(0, Decide([.. AllPass[..2], Result("opencl:1", "a/1")], backends: [Cpu, Gpu]).ExitCode);
        Assert.Equal(4, Decide(AllPass, list: Lines("opencl-gpu a/1")).ExitCode);
    }

    [Fact]
    public void A_case_on_another_kind_satisfies_nothing() =>
        Assert.Equal(4, Decide([Result("cpu", "a/1"), Result("cpu", "a/2")], list: Lines("opencl a/1"), backends: [Cpu]).ExitCode);

    /// <summary>Nothing but a complete, unfiltered, fully passing run gives 0: every single change of such a run is tried.</summary>
    [Fact]
    public void Any_one_change_of_a_conformant_run_is_not_conformant()
    {
        for (var i = 0; i < AllPass.Length; i++)
        {
            var without = AllPass.Where((_, at) => at != i).ToArray();
            Assert.NotEqual(0, Decide(without).ExitCode);
            foreach (var status in Enum.GetValues<CaseStatus>().Where(s => s is not (CaseStatus.Pass or CaseStatus.Waived)))
            {
                Assert.NotEqual(0, Decide([.. without, AllPass[i] with { Status = status }]).ExitCode);
            }
        }

        Assert.NotEqual(0, Decide(AllPass, filters: ["x"]).ExitCode);
        Assert.NotEqual(0, Decide(AllPass, interrupted: true).ExitCode);
        Assert.NotEqual(0, Decide(AllPass, backends: [Cpu]).ExitCode);
    }

    private static Verdict Decide(
        IReadOnlyList<CaseResult> results, MustPassList? list = null, IReadOnlyList<BackendFacts>? backends = null,
        IReadOnlyList<AbsentBackend>? absent = null, IReadOnlyList<string>? filters = null, bool interrupted = false) =>
        VerdictMaker.Decide(list ?? List, results, backends ?? [Cpu, Software], absent ?? [], filters ?? [], interrupted);

    private static CaseResult Result(string backend, string id, CaseStatus status = CaseStatus.Pass) =>
        new() { CaseId = id, Operator = id.Split('/')[0], Backend = backend, Status = status };

    private static AbsentBackend Absent(string kind, CaseStatus status = CaseStatus.HwAbsent, string reason = "DEVICE_ABSENT") =>
        new(kind, status, reason, "detail", "remedy");

    private static BackendFacts Backend(string name, string kind) =>
        new(name, kind, "device", new Dictionary<string, string>(), new Dictionary<string, string>());

    private static MustPassList Lines(params string[] lines) => MustPassList.Parse("software", string.Join('\n', lines), "software.txt");
}
