using Conformance.Backends.Ilgpu.Ordinary;
using Conformance.Certification.Grading;
using Conformance.Suites;
using Conformance.Vectors;

namespace Conformance.Backends.Ilgpu.Tests;

/// <summary>Ordinary ILGPU beside the exact kernels, under the grading.</summary>
public sealed class OrdinaryTests : IDisposable
{
    private readonly OrdinaryLibrary _library = new("cpu");

    [Theory]
    [InlineData("matmul")]
    [InlineData("sum")]
    [InlineData("attention")]
    [InlineData("exp")]
    [InlineData("swiglu")]
    public void Exact_kernels_are_EXACT_in_every_case(string name) => Assert.Equal(GradeClass.Exact, Classify("exact", name));

    [Theory]
    [InlineData("add")]
    [InlineData("mul")]
    [InlineData("div")]
    [InlineData("sqrt")]
    public void Single_operations_of_the_CPU_accelerator_are_IEEE(string name) => Assert.Equal(GradeClass.Exact, Classify("f32", name));

    [Theory]
    [InlineData("fma")]
    [InlineData("matmul")]
    [InlineData("attention")]
    [InlineData("exp")]
    public void Ordinary_kernels_are_not(string name) => Assert.NotEqual(GradeClass.Exact, Classify("f32", name));

    [Fact]
    public void The_sum_of_Reduce_depends_on_the_size_of_a_group()
    {
        var grader = new CaseGrader(_library, 2);
        var schedule = _library.Schedules.Single(s => s.Name == "f32-group-64");

        Assert.Contains(Cases("sum"), c => grader.Observe(schedule, c) is { Kind: ObservationKind.Compared, DiffersFromBase: > 0 });
    }

    [Fact]
    public void Reduce_is_not_tried_where_it_would_never_end()
    {
        var observation = new CaseGrader(_library, 2).Observe(_library.Schedules[0], Cases("sum").Single(c => c.Id == "sum/special"));

        Assert.Equal((ObservationKind.Error, "EXECUTION"), (observation.Kind, observation.Reason));
        Assert.Contains("never ends", observation.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_GPU_its_rows_are_refused() => Assert.Equal(
        BackendFailure.DeviceAbsent,
        new IlgpuFamily().Discover().Available.Any(c => c.Selector == "ilgpu:cuda:0")
            ? BackendFailure.DeviceAbsent
            : Assert.Throws<BackendException>(() => new OrdinaryLibrary("gpu")).Failure);

    public void Dispose() => _library.Dispose();

    private static IReadOnlyList<OperatorCase> Cases(string name) => OperatorVectorReader.Read(
        File.ReadAllBytes(Path.Combine(Corpus.RepositoryRoot(), "vectors", "determinism", name + ".json")), name).Cases;

    private GradeClass Classify(string schedule, string name)
    {
        var grader = new CaseGrader(_library, 2);
        var chosen = _library.Schedules.Single(s => s.Name == schedule);
        return GradeMaker.Classify(
            [.. Cases(name).Select(c => grader.Observe(chosen, c)).Where(o => o.Kind != ObservationKind.NotOffered)]);
    }
}
