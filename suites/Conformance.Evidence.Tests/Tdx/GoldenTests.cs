using Conformance.Evidence.Certificates;
using Conformance.Evidence.Checks;
using Conformance.Evidence.Tdx;
using Conformance.Evidence.TdxVectors;
using Conformance.Suites;

namespace Conformance.Evidence.Tests.Tdx;

/// <summary>
/// The golden cases: each gets exactly the expected check and reason, every check has a twin, and the generator makes the file.
/// </summary>
public sealed class GoldenTests
{
    private static readonly Lazy<IReadOnlyDictionary<string, VectorCase>> Cases = new(() =>
        VectorFile.Read(File.ReadAllBytes(VectorPath)).ToDictionary(c => c.Id, StringComparer.Ordinal));

    public static TheoryData<string> Ids => [.. TwinCatalogue.All.Select(t => t.Id)];

    private static string VectorPath => Path.Combine(Corpus.RepositoryRoot(), "vectors", "evidence", "tdx", VectorFile.Name);

    [Fact]
    public void Generator_makes_the_file() =>
        Assert.True(
            VectorFile.Make().AsSpan()
                .SequenceEqual(File.ReadAllBytes(VectorPath)), "vectors/evidence/tdx differs from what its generator makes");

    [Theory]
    [MemberData(nameof(Ids))]
    public void Case_is_decided_by_its_check_and_reason(string id)
    {
        var sample = Cases.Value[id];
        var verdict = TdxVerifier.Verify(sample.Quote, sample.Request);
        Assert.True(sample.Check == verdict.Decisive?.Check.Id, CorpusTests.Describe(verdict));
        Assert.Equal(sample.Reason, verdict.Reason);
        Assert.Equal(sample.Check is null, verdict.Accepted);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Both_libraries_agree(string id)
    {
        var sample = Cases.Value[id];
        var bouncy = TdxVerifier.Verify(sample.Quote, sample.Request with { Signatures = BouncySignatures.Instance });
        Assert.Equal(TdxVerifier.Verify(sample.Quote, sample.Request).Findings, bouncy.Findings);
    }

    [Fact]
    public void Every_check_has_a_twin()
    {
        var decided = TwinCatalogue.All.Select(t => t.Check).ToHashSet();
        Assert.All(TdxChecks.Registry.Checks, c => Assert.Contains(c.Id, decided));
    }

    [Fact]
    public void Synthetic_root_is_not_believed_by_default()
    {
        var sample = Cases.Value["valid-v4"];
        var verdict = TdxVerifier.Verify(sample.Quote, sample.Request with { Trust = TdxTrust.Intel });
        Assert.Equal(ReasonCode.RootNotPinned, verdict.Reason);
        Assert.False(verdict.Authentic);
    }
}
