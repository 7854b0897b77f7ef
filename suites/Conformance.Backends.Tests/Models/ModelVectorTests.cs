using Conformance.Backends.Cpu;
using Conformance.Backends.Tests.OpenCl;
using Conformance.Backends.Reference;
using Conformance.Certification.Models;
using Conformance.Certification.Running;
using Conformance.Models.Vectors;
using Conformance.Suites;

namespace Conformance.Backends.Tests.Models;

/// <summary>Every model vector, sealed by the oracle's decoder, on every backend: each layer of each position.</summary>
public sealed class ModelVectorTests(OpenClDevicesFixture fixture) : IClassFixture<OpenClDevicesFixture>
{
    private static readonly Dictionary<string, (ModelSource Source, ModelCase Case)> ById = Directory
        .EnumerateFiles(Path.Combine(Corpus.RepositoryRoot(), "vectors", "determinism"), "model-*.json")
        .Order(StringComparer.Ordinal)
        .Select(path => ModelVectorReader.Read(File.ReadAllBytes(path), Path.GetFileName(path)))
        .SelectMany(file => file.Cases.Select(c => (file.Model, c)))
        .ToDictionary(pair => pair.c.Id, pair => (pair.Model, pair.c));

    public static TheoryData<string> Ids => [.. ById.Keys];

    [SkippableTheory]
    [MemberData(nameof(Ids))]
    public void Reference_HasTheGoldenBits(string id)
    {
        using var backend = new ReferenceBackend();
        Check(id, backend);
    }

    [SkippableTheory]
    [MemberData(nameof(Ids))]
    public void Cpu_HasTheGoldenBits(string id)
    {
        using var backend = new CpuBackend(2);
        Check(id, backend);
    }

    [SkippableTheory]
    [MemberData(nameof(Ids))]
    public void OpenCl_HasTheGoldenBits(string id)
    {
        Skip.If(fixture.Backends.Count == 0, fixture.SkipReason);
        foreach (var backend in fixture.Backends)
        {
            Check(id, backend);
        }
    }

    private static void Check(string id, IBackend backend)
    {
        var (source, vector) = ById[id];
        var directory = source is CheckpointSource checkpoint ? Path.GetDirectoryName(Corpus.Model(checkpoint.File)) : null;
        VectorAssert.Exact(CaseRunner.Run(new ModelVectorCase(source, vector, directory), backend, repeats: 1));
    }
}
