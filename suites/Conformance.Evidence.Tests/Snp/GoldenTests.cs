using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Conformance.Evidence.Checks;
using Conformance.Evidence.Policy;
using Conformance.Evidence.Snp;
using Conformance.Evidence.Snp.Checks;
using Conformance.EvidenceMaker.Snp;
using Conformance.Suites;
using NJsonSchema;

namespace Conformance.Evidence.Tests.Snp;

/// <summary>vectors/evidence/snp: a valid case and an invalid twin for every check, under a synthetic root.</summary>
public sealed class GoldenTests
{
    private static readonly string[] Files = ["form.json", "chain.json", "policy.json", "id-block.json"];

    [Fact]
    public void Every_case_gets_its_verdict_and_is_refused_by_the_right_check_for_the_right_reason()
    {
        var count = 0;
        foreach (var file in Files.Select(Read))
        {
            var anchors = new SnpAnchors(file["anchors"]!.AsObject().ToDictionary(p => Enum.Parse<ProductLine>(p.Key), p => (string)p.Value!));
            foreach (var vector in file["cases"]!.AsArray())
            {
                var verdict = Verify(file, vector!.AsObject(), anchors);
                var expected = vector["expected"]!;
                var id = (string)vector["id"]!;
                Assert.True((string?)expected["reason"] == verdict.Reason, $"{id}: expected {expected["reason"]}, found {verdict.Decisive}");
                Assert.True((string?)expected["check"] == verdict.Decisive?.Check.Id, $"{id}: refused by {verdict.Decisive}");
                Assert.True((string?)expected["verdict"] == (verdict.Accepted ? "accept" : "reject"), id);
                Assert.True((bool?)expected["authentic"] == verdict.Authentic, id);
                Assert.True((string?)expected["check"] is not null || verdict[(string)vector["check"]!].Status is not CheckStatus.Fail, id);
                count++;
            }
        }

        Assert.True(count >= 2 * SnpChecks.Registry.Checks.Count, $"{count} cases");
    }

    [Fact]
    public void Every_check_has_a_valid_case_and_an_invalid_twin()
    {
        var ids = Files.SelectMany(f => Read(f)["cases"]!.AsArray()).Select(c => ((string)c!["check"]!, (string)c["expected"]!["verdict"]!)).ToHashSet();
        foreach (var check in SnpChecks.Registry.Checks)
        {
            Assert.Contains((check.Id, "accept"), ids);
            Assert.Contains((check.Id, "reject"), ids);
        }
    }

    [Fact]
    public async Task The_files_and_their_schema_agree()
    {
        var schema = await JsonSchema.FromFileAsync(Path.Combine(Corpus.RepositoryRoot(), "vectors", "schema", "evidence-vectors.schema.json"));
        Assert.All(Files, f => Assert.Empty(schema.Validate(File.ReadAllText(PathOf(f)))));
    }

    [Fact]
    public void The_generator_reproduces_the_files_byte_by_byte()
    {
        foreach (var (name, content) in SnpVectorFile.Make())
        {
            Assert.True(File.ReadAllBytes(PathOf(name)).AsSpan().SequenceEqual(content), $"{name}: run the evidence maker");
        }
    }

    [Fact]
    public void Under_AMDs_own_roots_no_synthetic_case_is_authentic()
    {
        foreach (var file in Files.Select(Read))
        {
            foreach (var vector in file["cases"]!.AsArray())
            {
                Assert.False(Verify(file, vector!.AsObject(), SnpAnchors.Amd).Authentic);
            }
        }
    }

    private static EvidenceVerdict Verify(JsonObject file, JsonObject vector, SnpAnchors anchors)
    {
        var policy = vector["policy"] is { } json
            ? EvidencePolicy.Read(Encoding.UTF8.GetBytes(json.ToJsonString()), "policy", CheckRegistries.Contains)
            : EvidencePolicy.Default;
        var evidence = new SnpEvidence
        {
            Report = Convert.FromBase64String((string)vector["report"]!),
            Vek = Blob((string?)vector["vek"]),
            Chain = (byte[])[.. vector["chain"]!.AsArray().SelectMany(name => Blob((string)name!)!.Value.ToArray())],
            Crl = Blob((string?)vector["crl"]),
            IdBlock = Blob((string?)vector["idBlock"]),
            IdAuth = Blob((string?)vector["idAuth"]),
        };
        return SnpVerifier.Verify(
            evidence, anchors, policy, DateTimeOffset.Parse((string)vector["time"]!, CultureInfo.InvariantCulture), AgreeingSignatures.Instance);

        ReadOnlyMemory<byte>? Blob(string? name) => name is null ? null : (ReadOnlyMemory<byte>?)Convert.FromBase64String((string)file["certificates"]![name]!);
    }

    private static string PathOf(string name) => Path.Combine(Corpus.RepositoryRoot(), "vectors", "evidence", "snp", name);

    private static JsonObject Read(string name) => JsonNode.Parse(File.ReadAllBytes(PathOf(name)))!.AsObject();
}
