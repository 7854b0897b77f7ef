using Conformance.Backends;

namespace Conformance.Certification.Grading;

/// <summary>Each class from a library that deserves it, and none by default.</summary>
public sealed class ClassTests
{
    private const string Sum = "sum/n257";
    private const string Exp = "exp/grading-n2003";

    [Fact]
    public void The_golden_bits_are_exact_under_every_schedule()
    {
        var rows = GradingSamples.Grade(new FakeLibrary(), "sum/rows-7x331", "add/n257", "softmax/r7-n101", "attention/prefill-17");

        Assert.NotEmpty(rows);
        Assert.All(rows, r => Assert.Equal(GradeClass.Exact, r.Class));
        Assert.All(rows, r => Assert.Empty(r.Findings));
    }

    [Fact]
    public void One_ULP_that_is_always_the_same_is_deterministic()
    {
        var row = GradingSamples.Grade(new FakeLibrary((_, _, y) => FakeLibrary.Nudge(y, 0, 1)), Sum).Row("sum", "f32");

        Assert.Equal(GradeClass.Deterministic, row.Class);
        Assert.Equal(1, row.Histogram.Counts[1]);
        Assert.Equal((1L, 0L), (row.Worst!.Ulps, row.Worst.Index));
        Assert.Equal(0, row.OutsidePolicy);
        Assert.Equal(Sum, row.WorstCase);
    }

    [Fact]
    public void A_wrong_result_that_is_always_the_same_is_deterministic_and_said_to_be_outside()
    {
        var row = GradingSamples.Grade(new FakeLibrary((_, _, y) => y.Floats[0] = 1e20f), Sum).Row("sum", "f32");

        Assert.Equal(GradeClass.Deterministic, row.Class);
        Assert.Equal("OUTSIDE_POLICY", Assert.Single(row.Findings).Code);
    }

    [Fact]
    public void Bits_that_change_with_the_threads_inside_the_policy_are_tolerant()
    {
        var rows = GradingSamples.Grade(
            new FakeLibrary((s, _, y) => FakeLibrary.Nudge(y, 0, s.Settings["threads"] == "2" ? 1 : 0)), Sum);

        Assert.Equal(GradeClass.Exact, rows.Row("sum", "f32").Class);
        Assert.Equal(GradeClass.Tolerant, rows.Row("sum", "f32-threads-2").Class);
        Assert.Equal("THREAD_DEPENDENT", Assert.Single(rows.Row("sum", "f32-threads-2").Findings).Code);
    }

    [Fact]
    public void Bits_that_change_with_the_threads_out_of_the_policy_are_nondeterministic()
    {
        var rows = GradingSamples.Grade(new FakeLibrary((s, _, y) => y.Floats[0] += s.Settings["threads"] == "2" ? 1e3f : 0), Sum);

        Assert.Equal(GradeClass.Nondeterministic, rows.Row("sum", "f32-threads-2").Class);
    }

    [Fact]
    public void Bits_that_change_between_runs_are_nondeterministic_however_little()
    {
        var calls = 0;
        var row = GradingSamples.Grade(new FakeLibrary((_, _, y) => FakeLibrary.Nudge(y, 0, ++calls % 3 == 0 ? 1 : 0)), Sum)
            .Row("sum", "f32");

        Assert.Equal(GradeClass.Nondeterministic, row.Class);
        Assert.Equal("CHANGES_BETWEEN_RUNS", Assert.Single(row.Findings).Code);
    }

    [Fact]
    public void An_element_that_depends_on_its_position_is_found()
    {
        var byIndex = GradingSamples.Grade(
            new FakeLibrary((_, _, y) => FakeLibrary.Nudge(y, (int)y.Shape.ElementCount / 2, 1)), Exp).Row("exp", "f32-shifted");

        Assert.Equal(GradeClass.Tolerant, byIndex.Class);
        Assert.Equal("POSITION_DEPENDENT", Assert.Single(byIndex.Findings).Code);
    }

    [Theory]
    [InlineData("matmul/batch-m8", "BATCH_DEPENDENT")]
    [InlineData("attention/prefill-17", "CHUNK_DEPENDENT")]
    public void A_row_that_depends_on_its_company_is_found(string id, string code)
    {
        var rows = GradingSamples.Grade(
            new FakeLibrary((_, call, y) => FakeLibrary.Nudge(y, 0, call.Input(0).Shape[0] > 1 ? 0 : 1)), id);

        Assert.Equal(code, Assert.Single(rows.Row(id.Split('/')[0], "f32-row-by-row").Findings).Code);
    }

    [Fact]
    public void A_library_that_fails_is_an_error_with_its_code()
    {
        var row = GradingSamples.Grade(
            new FakeLibrary((_, _, _) => throw new BackendException(BackendFailure.OutOfMemory, "no room")), Sum).Row("sum", "f32");

        Assert.Equal(GradeClass.Error, row.Class);
        Assert.Equal("OUT_OF_MEMORY", Assert.Single(row.Findings).Code);
    }

    [Theory]
    [InlineData(ObservationKind.Crash, GradeClass.Crash)]
    [InlineData(ObservationKind.Timeout, GradeClass.Timeout)]
    [InlineData(ObservationKind.Error, GradeClass.Error)]
    public void A_lost_case_decides_the_class(ObservationKind kind, GradeClass expected) =>
        Assert.Equal(expected, GradeMaker.Classify([Observation(kind)]));

    [Fact]
    public void There_is_no_class_by_default()
    {
        Assert.Throws<ArgumentException>(() => GradeMaker.Classify([]));
        Assert.Throws<ArgumentException>(() => GradeMaker.Classify([Observation(ObservationKind.NotOffered)]));
        Assert.Equal(GradeClass.Error, GradeMaker.Classify([Observation(ObservationKind.Compared)]));
        Assert.Throws<KeyNotFoundException>(() => TolerancePolicy.Of("unheard-of"));
    }

    [Fact]
    public void Every_operator_has_exactly_one_policy()
    {
        foreach (var spec in Operators.OperatorRegistry.All)
        {
            Assert.Single(TolerancePolicy.Table, line => line.Operators.Contains(spec.Name));
        }
    }

    [Fact]
    public void Altered_inputs_are_refused_before_the_library_is_asked()
    {
        var library = new FakeLibrary();
        var vector = GradeCatalogue.Extra.Single(c => c.Id == Exp);
        var altered = vector with { Inputs = [vector.Inputs[0]! with { Seed = 1 }] };

        var seen = new CaseGrader(library).Observe(library.Schedules[0], altered);

        Assert.Equal((ObservationKind.Error, "INPUT_DIGEST"), (seen.Kind, seen.Reason));
        Assert.Equal(0, library.Calls);
    }

    [Fact]
    public void The_extra_cases_have_their_digests()
    {
        var library = new FakeLibrary();
        foreach (var vector in GradeCatalogue.Extra)
        {
            Assert.Equal(ObservationKind.Compared, new CaseGrader(library, 2).Observe(library.Schedules[0], vector).Kind);
        }
    }

    [Fact]
    public void A_decoder_names_its_first_other_token()
    {
        var library = new FakeLibrary();
        CaseObservation Model(string id, int? position, int? token) => Observation(ObservationKind.Compared) with
        {
            CaseId = id, Operator = GradedModel.OperatorName, Golden = new(UlpHistogram.Of([new(0, 1)]), null, 0),
            FirstPosition = position, FirstToken = token,
        };

        var row = Assert.Single(GradeMaker.Make(
            library.Facts, library.Schedules, [Model("model/a", 0, null), Model("model/b", 2, 5), Model("model/c", null, null)]));

        var finding = Assert.Single(row.Findings);
        Assert.Equal(("DIVERGES", "model/b"), (finding.Code, finding.CaseId));
        Assert.Equal(
            "logits differ in 2 of 3 models, first at position 0; another token is the most likely one in 1 of them, first at position 5", finding.Detail);
    }

    private static CaseObservation Observation(ObservationKind kind) =>
        new() { CaseId = "sum/x", Operator = "sum", Schedule = "f32", Kind = kind };
}
