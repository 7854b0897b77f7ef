using Conformance.Evidence.Checks;
using Conformance.Evidence.Snp;
using Conformance.Evidence.Snp.Checks;
using Conformance.EvidenceMaker.Snp;
using Conformance.Suites;
using NJsonSchema;

namespace Conformance.Evidence.Tests.Snp;

/// <summary>vectors/evidence/snp: a valid case and an invalid twin for every check, under a synthetic root.</summary>
public sealed class GoldenTests
{
    [Fact]
    public void Every_case_gets_its_verdict_and_is_refused_by_the_right_check_for_the_right_reason()
    {
        var count = 0;
        foreach (var vector in SnpGolden.All())
        {
            var verdict = vector.Verify();
            var expected = vector.Json["expected"]!;
            Assert.True(
                (string?)expected["reason"] == verdict.Reason, $"{vector.Id}: expected {expected["reason"]}, found {verdict.Decisive}");
            Assert.True((string?)expected["check"] == verdict.Decisive?.Check.Id, $"{vector.Id}: refused by {verdict.Decisive}");
            Assert.True(vector.IsAccepted == verdict.Accepted, vector.Id);
            Assert.True((bool?)expected["authentic"] == verdict.Authentic, vector.Id);
            Assert.True(!vector.IsAccepted || verdict[(string)vector.Json["check"]!].Status is not CheckStatus.Fail, vector.Id);
            count++;
        }

        Assert.True(count >= 2 * SnpChecks.Registry.Checks.Count, $"{count} cases");
    }

    [Fact]
    public void Every_check_has_a_valid_case_and_an_invalid_twin()
    {
        var ids = SnpGolden.All().Select(c => ((string)c.Json["check"]!, (string)c.Json["expected"]!["verdict"]!)).ToHashSet();
        foreach (var check in SnpChecks.Registry.Checks)
        {
            Assert.Contains((check.Id, "accept"), ids);
            Assert.Contains((check.Id, "reject"), ids);
        }
    }

    [Fact]
    public async Task The_files_and_their_schema_agree()
    {
        var schema =
            await JsonSchema.FromFileAsync(Path.Combine(Corpus.RepositoryRoot(), "vectors", "schema", "evidence-vectors.schema.json"));
        Assert.All(SnpGolden.Files, f => Assert.Empty(schema.Validate(File.ReadAllText(SnpGolden.PathOf(f)))));
    }

    [Fact]
    public void The_generator_reproduces_the_files_byte_by_byte()
    {
        foreach (var (name, content) in SnpVectorFile.Make())
        {
            Assert.True(File.ReadAllBytes(SnpGolden.PathOf(name)).AsSpan().SequenceEqual(content), $"{name}: run the evidence maker");
        }
    }

    [Fact]
    public void Under_AMDs_own_roots_no_synthetic_case_is_authentic() =>
        Assert.All(SnpGolden.All(), vector => Assert.False(vector.Verify(SnpAnchors.Amd).Authentic));
}
