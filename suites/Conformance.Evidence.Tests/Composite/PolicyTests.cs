using System.Text;
using Conformance.Evidence.Composite;
using Conformance.Evidence.Policy;
using Conformance.Suites;
using Conformance.Vectors;
using NJsonSchema;

namespace Conformance.Evidence.Tests.Composite;

/// <summary>What a policy or a list of anchors says wrongly is refused, not ignored.</summary>
public sealed class PolicyTests
{
    public static TheoryData<string> Refused =>
    [
        """{"minimumLevel":"D"}""", """{"minimumLevel":"a"}""", """{"minimumLevel":""}""", """{"maximumSpreadSeconds":-1}""",
        """{"maximumSpreadSeconds":86401}""",
        """{"maximumAgeSeconds":"300"}""", """{"requireGuestMeasurement":"no"}""", """{"minimumlevel":"A"}""",
        """{"maximumEndorsementAgeSeconds":1.5}""",
    ];

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Wrong_policy_is_refused_by_reader_and_schema(string section)
    {
        var text = $"{{\"format\":\"{EvidencePolicy.Format}\",\"node\":{section}}}";
        Assert.Throws<VectorFormatException>(() => EvidencePolicy.Read(Encoding.UTF8.GetBytes(text), "policy", CheckRegistries.Contains));
        var schema =
            await JsonSchema.FromFileAsync(Path.Combine(Corpus.RepositoryRoot(), "vectors", "schema", "evidence-policy.schema.json"));
        Assert.NotEmpty(schema.Validate(text));
    }

    [Fact]
    public void Defaults_are_the_strict_ones() => Assert.Equal(
        new NodePolicy
        {
            MinimumLevel = CompositeLevel.A, MaximumSpread = TimeSpan.FromSeconds(300), MaximumAge = TimeSpan.FromSeconds(300),
            MaximumEndorsementAge = null, RequireGuestMeasurement = true,
        },
        EvidencePolicy.Read(
            Encoding.UTF8.GetBytes($"{{\"format\":\"{EvidencePolicy.Format}\",\"node\":{{}}}}"), "policy", CheckRegistries.Contains).Node);

    [Theory]
    [InlineData("""{"format":"conformance-anchors/1","snp":{"Rome":"00"}}""")]
    [InlineData("""{"format":"conformance-anchors/1","tdx":["00"]}""")]
    [InlineData("""{"format":"conformance-anchors/1","roots":[]}""")]
    [InlineData("""{"format":"conformance-anchors/2"}""")]
    public void Wrong_anchors_are_refused(string text) =>
        Assert.Throws<VectorFormatException>(() => NodeAnchors.Read(Encoding.UTF8.GetBytes(text), "anchors"));

    [Fact]
    public void A_kind_that_the_anchors_do_not_name_has_no_root()
    {
        var none = NodeAnchors.Read("""{"format":"conformance-anchors/1"}"""u8.ToArray(), "anchors");
        var verdict = CompositeVerifier.Verify(NodeVectors.Request("valid-a-evidence-snp-1") with { Anchors = none });
        Assert.Equal("ROOT_NOT_PINNED", verdict.Verdict.Reason);
        Assert.False(verdict.Devices[0].Authentic);
    }

    [Fact]
    public void A_check_that_the_policy_requires_beside_is_required()
    {
        var request = NodeVectors.Request("valid-a-evidence-snp-1");
        var verdict =
            CompositeVerifier.Verify(
                request with { Policy = request.Policy with { Required = new HashSet<string> { "snp.crl.present" } } }).Verdict;
        Assert.Equal(("node.cpu.acceptable", "CRL_MISSING"), (verdict.Decisive!.Check.Id, verdict.Reason));
    }
}
