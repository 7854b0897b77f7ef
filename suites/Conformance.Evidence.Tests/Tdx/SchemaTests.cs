using System.Text.Json.Nodes;
using Conformance.Evidence.Policy;
using Conformance.Evidence.Tdx;
using Conformance.Evidence.TdxVectors;
using Conformance.Suites;
using Conformance.Vectors;
using NJsonSchema;

namespace Conformance.Evidence.Tests.Tdx;

/// <summary>Schemas, readers and files agree; and what a policy says wrongly is refused, not ignored.</summary>
public sealed class SchemaTests
{
    private static readonly string Root = Path.Combine(Corpus.RepositoryRoot(), "vectors");

    public static TheoryData<string> Refused =>
    [
        """{"permittedStatuses":["Revoked"]}""", """{"permittedStatuses":["TCB_NOT_SUPPORTED"]}""", """{"permittedStatuses":[]}""",
        """{"permittedStatus":["UpToDate"]}""",
        """{"mrTd":["00"]}""", """{"mrTd":[]}""", """{"minimumTcbDate":"soon"}""", """{"minimumTeeTcbSvn":"00"}""",
        """{"td":{"allowdebug":true}}""",
        """{"requireCollateral":"no"}""", """{"minimumEvaluationNumber":-1}""", """{"rtmr4":["00"]}""",
    ];

    [Fact]
    public async Task Golden_cases_follow_their_schema()
    {
        var schema = await JsonSchema.FromFileAsync(Path.Combine(Root, "schema", "tdx-vectors.schema.json"));
        Assert.Empty(schema.Validate(await File.ReadAllTextAsync(Path.Combine(Root, "evidence", "tdx", VectorFile.Name))));
    }

    [Fact]
    public async Task Policies_of_the_golden_cases_follow_the_schema()
    {
        var schema = await JsonSchema.FromFileAsync(Path.Combine(Root, "schema", "evidence-policy.schema.json"));
        var cases =
            JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Root, "evidence", "tdx", VectorFile.Name)))!["cases"]!.AsArray();
        var policies = cases.Select(c => c!["policy"]).OfType<JsonObject>().ToList();
        Assert.NotEmpty(policies);
        Assert.All(policies, p => Assert.Empty(schema.Validate(p.ToJsonString())));
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Wrong_policy_is_refused_by_reader_and_schema(string section)
    {
        var text = $"{{\"format\":\"{EvidencePolicy.Format}\",\"tdx\":{section}}}";
        Assert.Throws<VectorFormatException>(() =>
            EvidencePolicy.Read(System.Text.Encoding.UTF8.GetBytes(text), "policy", id => TdxChecks.Registry.Find(id) is not null));
        var schema = await JsonSchema.FromFileAsync(Path.Combine(Root, "schema", "evidence-policy.schema.json"));
        Assert.NotEmpty(schema.Validate(text));
    }
}
