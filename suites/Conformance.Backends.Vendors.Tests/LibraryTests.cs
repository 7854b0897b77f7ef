using Conformance.Certification.Grading;

namespace Conformance.Backends.Vendors;

/// <summary>What holds for every library: it opens, answers, and its facts say what it is.</summary>
public sealed class LibraryTests(GradedFixture fixture) : IClassFixture<GradedFixture>
{
    [SkippableTheory]
    [InlineData("torch", "libtorch")]
    [InlineData("ort", "onnxruntime")]
    public void It_opens_and_names_its_native_library(string library, string native)
    {
        var result = fixture.Of(library);

        Assert.True(result.Facts is not null, $"{library} did not open: {result.Reason}: {result.Detail}");
        Assert.Contains(native, result.Facts.Native, StringComparison.Ordinal);
        Assert.NotEqual("unknown", result.Facts.Version);
    }

    [SkippableTheory]
    [InlineData("torch")]
    [InlineData("ort")]
    public void No_case_is_lost(string library) =>
        Assert.DoesNotContain(fixture.Of(library).Rows, r => r.Class >= GradeClass.Error);

    [SkippableTheory]
    [InlineData("torch")]
    [InlineData("ort")]
    public void An_addition_and_a_copy_are_exact_under_every_schedule(string library) => Assert.All(
        fixture.Of(library).Rows.Where(r => r.Operator is "add" or "embedding"), r => Assert.Equal(GradeClass.Exact, r.Class));

    [SkippableTheory]
    [InlineData("torch")]
    [InlineData("ort")]
    public void Every_schedule_but_the_bases_names_its_base_and_what_it_varies(string library)
    {
        var schedules = fixture.Of(library).Schedules;
        foreach (var schedule in schedules.Where(s => s.Base is not null))
        {
            Assert.NotEqual(Variation.None, schedule.Variation);
            Assert.Contains(schedules, s => s.Name == schedule.Base && s.Base is null && s.Format == schedule.Format);
        }
    }

    [SkippableTheory]
    [InlineData("torch")]
    [InlineData("ort")]
    public void No_schedule_changes_between_runs(string library) =>
        Assert.DoesNotContain(fixture.Of(library).Rows.SelectMany(r => r.Findings), f => f.Code == "CHANGES_BETWEEN_RUNS");
}
