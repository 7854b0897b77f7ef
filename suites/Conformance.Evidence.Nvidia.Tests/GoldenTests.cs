using Conformance.Evidence.Certificates;
using Conformance.Evidence.Checks;
using Conformance.Evidence.Nvidia.Checks;
using Conformance.Evidence.Nvidia.Tokens;
using Conformance.EvidenceMaker.Nvidia;
using Conformance.Suites;
using NJsonSchema;

namespace Conformance.Evidence.Nvidia.Tests;

/// <summary>
/// vectors/evidence/nvidia: valid cases and invalid twins for every check of GPUs, switches, manifests, nodes and tokens.
/// </summary>
public sealed class GoldenTests
{
    public static TheoryData<string> Files => new(GoldenCase.Files);

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_case_gets_its_verdict_by_the_right_check_for_the_right_reason(string name)
    {
        foreach (var golden in GoldenCase.Of(name))
        {
            var verdict = golden.Judge(SystemSignatures.Instance);
            Assert.True(golden.Reason == verdict.Reason, $"{golden.Id}: expected {golden.Reason ?? "accept"}, found {verdict.Decisive}");
            Assert.True(golden.DecisiveCheck == verdict.Decisive?.Check.Id, $"{golden.Id}: refused by {verdict.Decisive}");
            Assert.True(golden.IsAccept == verdict.Accepted, golden.Id);
            Assert.True(golden.Class is not ("time" or "policy") || verdict.Authentic, $"{golden.Id}: genuine, and not said so");
            Assert.True(golden.Class is not ("format" or "authenticity") || !verdict.Authentic, $"{golden.Id}: called genuine");
            if (golden.IsAccept)
            {
                // Not merely not refused: the check was made, and holds.
                Assert.True(
                    verdict[golden.Check].Status == CheckStatus.Pass || MayNotApply(golden), $"{golden.Id}: {verdict[golden.Check]}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Two_signature_libraries_agree_on_every_case(string name)
    {
        // The valid twins are mostly one and the same.
        foreach (var golden in GoldenCase.Of(name).Where((c, i) => c.Kind != "node" && (!c.IsAccept || i % 20 == 0)))
        {
            Assert.Equal(golden.Judge(SystemSignatures.Instance).Findings, golden.Judge(BouncySignatures.Instance).Findings);
        }
    }

    [Fact]
    public void Every_check_has_a_valid_case_and_an_invalid_twin()
    {
        var cases = GoldenCase.All().Select(c => (c.Check, c.IsAccept)).ToHashSet();
        foreach (var check in (
            (CheckRegistry[])[
                NvidiaChecks.Registry, NodeChecks.Registry, RimVerifier.Registry, TokenVerifier.Registry, EarVerifier.Registry])
            .SelectMany(r => r.Checks))
        {
            Assert.Contains((check.Id, true), cases);
            Assert.Contains((check.Id, false), cases);
        }
    }

    [Fact]
    public void No_case_stands_twice() => Assert.Empty(GoldenCase.All().GroupBy(c => c.Id).Where(g => g.Count() > 1).Select(g => g.Key));

    [Fact]
    public async Task The_files_and_their_schema_agree()
    {
        var schema =
            await JsonSchema.FromFileAsync(Path.Combine(Corpus.RepositoryRoot(), "vectors", "schema", "nvidia-vectors.schema.json"));
        Assert.All(GoldenCase.Files, f => Assert.Empty(schema.Validate(File.ReadAllText(GoldenCase.PathOf(f)))));
        Assert.NotEmpty(
            schema.Validate(File.ReadAllText(GoldenCase.PathOf("rim.json"))
                .Replace("\"kind\": \"rim\"", "\"kind\": \"ring\"", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_generator_reproduces_the_files_byte_by_byte()
    {
        var made = NvidiaVectorFile.Make().ToList();
        Assert.Equal(GoldenCase.Files.Order(), made.Select(m => m.Name).Order());
        Assert.All(
            made, m =>
                Assert.True(
                    File.ReadAllBytes(GoldenCase.PathOf(m.Name)).AsSpan().SequenceEqual(m.Content), $"{m.Name}: run the evidence maker"));
    }

    [Fact]
    public void Under_the_vendors_own_roots_no_synthetic_device_or_manifest_is_authentic() =>
        Assert.All(
            GoldenCase.All().Where(c => c.Kind is not ("token" or "ear")), c =>
                Assert.False(c.Judge(SystemSignatures.Instance, Anchors.Vendor).Authentic, c.Id));

    // Nothing is compared where the valid twin is right because it lacks something.
    private static bool MayNotApply(GoldenCase golden) => golden.Id is
        "nvidia.device.fwid/second-of-blackwell/valid" or "nvidia.report.signature/leaf-missing/valid";
}
