using Conformance.Certification.Running;
using Conformance.Suites;
using Conformance.Vectors;

namespace Conformance.Backends.Tests;

/// <summary>Every operator vector of the repository, as theory rows.</summary>
internal static class OperatorVectors
{
    public static readonly IReadOnlyDictionary<string, IConformanceCase> ById = Directory
        .EnumerateFiles(Path.Combine(Corpus.RepositoryRoot(), "vectors", "determinism"), "*.json")
        .Where(path => !Path.GetFileName(path).StartsWith("model-", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal)
        .SelectMany(path => OperatorVectorReader.Read(File.ReadAllBytes(path), Path.GetFileName(path)).Cases)
        .ToDictionary(c => c.Id, IConformanceCase (c) => new OperatorVectorCase(c));

    public static TheoryData<string> Ids => [.. ById.Keys];
}
