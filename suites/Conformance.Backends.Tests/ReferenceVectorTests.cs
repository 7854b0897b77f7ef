using Conformance.Backends.Reference;
using Conformance.Certification.Running;
using Conformance.Verdicts;

namespace Conformance.Backends.Tests;

/// <summary>Every operator vector, made by the oracle, on the reference.</summary>
public sealed class ReferenceVectorTests : IDisposable
{
    private readonly ReferenceBackend _backend = new();

    public static TheoryData<string> Ids => OperatorVectors.Ids;

    [Theory]
    [MemberData(nameof(Ids))]
    public void Vector_HasTheGoldenBits(string id) => VectorAssert.Exact(CaseRunner.Run(OperatorVectors.ById[id], _backend));

    public void Dispose() => _backend.Dispose();
}

internal static class VectorAssert
{
    public static void Exact(CaseResult result) => Assert.True(
        result.Status == CaseStatus.Pass && result.Class == ComparisonClass.Exact,
        $"{result.CaseId} on {result.Backend}: {result.Status.Name()} {result.Reason} {result.Detail} {result.Mismatch}");
}
