using Conformance.Certification.Models;
using Conformance.Certification.Running;
using Conformance.Models.Vectors;
using Conformance.Operators;
using Conformance.Suites;
using Conformance.Vectors;
using Conformance.Verdicts;

namespace Conformance.Backends.Ilgpu.Tests;

/// <summary>Every operator vector and every model vector on ILGPU's CPU accelerator.</summary>
public sealed class VectorTests(CpuAccelerator accelerator) : IClassFixture<CpuAccelerator>
{
    private static readonly string Folder = Path.Combine(Corpus.RepositoryRoot(), "vectors", "determinism");

    private static readonly Dictionary<string, OperatorCase> Operators = Files(isModel: false)
        .SelectMany(f => OperatorVectorReader.Read(f.Json, f.Name).Cases).ToDictionary(c => c.Id);

    private static readonly Dictionary<string, (ModelSource Source, ModelCase Case)> Models = Files(isModel: true)
        .Select(f => ModelVectorReader.Read(f.Json, f.Name))
        .SelectMany(file => file.Cases.Select(c => (file.Model, c))).ToDictionary(pair => pair.c.Id, pair => (pair.Model, pair.c));

    public static TheoryData<string> OperatorIds => [.. Operators.Keys];

    public static TheoryData<string> ModelIds => [.. Models.Keys];

    [Theory]
    [MemberData(nameof(OperatorIds))]
    public void Operator_has_the_golden_bits(string id) => Check(new OperatorVectorCase(Operators[id]), repeats: 2);

    [SkippableTheory]
    [MemberData(nameof(ModelIds))]
    public void Model_has_the_golden_bits(string id)
    {
        var (source, vector) = Models[id];
        var directory = source is CheckpointSource checkpoint ? Path.GetDirectoryName(Corpus.Model(checkpoint.File)) : null;
        Check(new ModelVectorCase(source, vector, directory), repeats: 1);
    }

    [Fact]
    public void Every_operator_of_the_registry_has_a_vector_here() =>
        Assert.Empty(OperatorRegistry.All.Select(o => o.Name).Except(Operators.Values.Select(c => c.Operator.Name)));

    private static IEnumerable<(byte[] Json, string Name)> Files(bool isModel) => Directory.EnumerateFiles(Folder, "*.json")
        .Where(p => Path.GetFileName(p).StartsWith("model-", StringComparison.Ordinal) == isModel)
        .Order(StringComparer.Ordinal).Select(p => (File.ReadAllBytes(p), Path.GetFileName(p)));

    private void Check(IConformanceCase vector, int repeats)
    {
        var result = CaseRunner.Run(vector, accelerator.Backend, repeats);
        Assert.True(result.Status == CaseStatus.Pass, $"{result.Status.Name()} {result.Reason}: {result.Detail} {result.Mismatch}");
    }
}
