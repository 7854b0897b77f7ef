using Conformance.Evidence.Checks;
using Conformance.Evidence.Composite;
using Conformance.Evidence.Composite.Checks;
using Conformance.EvidenceMaker.Node;
using Conformance.Suites;
using NJsonSchema;

namespace Conformance.Evidence.Tests.Composite;

/// <summary>
/// vectors/evidence/node: honest nodes of every level and form, and every way to cheat one level up, each with its exact reason.
/// </summary>
public sealed class GoldenTests
{
    public static TheoryData<string> Ids => [.. NodeVectors.Cases.Keys];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Case_gets_its_verdict_level_check_and_reason(string id)
    {
        var expected = NodeVectors.Cases[id]["expected"]!;
        var result = CompositeVerifier.Verify(NodeVectors.Request(id));
        Assert.Equal(((string?)expected["check"], (string?)expected["reason"]), (result.Verdict.Decisive?.Check.Id, result.Verdict.Reason));
        Assert.Equal((string?)expected["verdict"], result.Verdict.Accepted ? "accept" : "reject");
        Assert.Equal((string?)expected["level"], result.Level.ToString());
        if ((string?)expected["class"] is "time" or "policy")
        {
            Assert.NotNull(result.Cpu);
            Assert.True(result.Cpu.Authentic);
        }
    }

    [Fact]
    public void Every_check_holds_in_an_accepted_case_and_decides_a_refused_one()
    {
        var holding = NodeVectors.Cases.Where(c => (string)c.Value["expected"]!["verdict"]! == "accept")
            .SelectMany(c => CompositeVerifier.Verify(NodeVectors.Request(c.Key)).Verdict.Findings)
            .Where(f => f.Status == CheckStatus.Pass).Select(f => f.Check.Id).ToHashSet();
        var deciding = NodeVectors.Cases.Values.Select(c => (string?)c["expected"]!["check"]).ToHashSet();
        foreach (var check in CompositeChecks.Registry.Checks)
        {
            Assert.Contains(check.Id, holding);
            Assert.Contains(check.Id, deciding);
        }
    }

    [Fact]
    public void Every_reason_of_this_kind_has_a_case()
    {
        var reasons = typeof(ReasonCode).GetFields().Where(f => f.Name.StartsWith("Node", StringComparison.Ordinal))
            .Select(f => (string)f.GetRawConstantValue()!)
            .Where(r => r is not (ReasonCode.NodeNonce or ReasonCode.NodeMode or ReasonCode.NodeCount or ReasonCode.NodeTopology));
        var found = NodeVectors.Cases.Values.Select(c => (string?)c["expected"]!["reason"]).ToHashSet();
        Assert.All(reasons, r => Assert.Contains(r, found));
    }

    [Fact]
    public void The_maker_reproduces_the_files_byte_by_byte_and_there_are_no_others()
    {
        var names = new HashSet<string>();
        foreach (var (name, content) in NodeFiles.Make())
        {
            names.Add(name);
            Assert.True(NodeVectors.Bytes(name).AsSpan().SequenceEqual(content), $"{name}: run the evidence maker");
        }

        Assert.Equal(
            names.Order(StringComparer.Ordinal), Directory.GetFiles(NodeVectors.Folder).Select(Path.GetFileName)
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Under_the_vendors_roots_no_case_is_authentic()
    {
        foreach (var id in NodeVectors.Cases.Keys)
        {
            var result = CompositeVerifier.Verify(NodeVectors.Request(id) with { Anchors = NodeAnchors.Vendors });
            Assert.False(result.Verdict.Authentic, id);
            Assert.Equal(CompositeLevel.D, result.Level);
        }
    }

    [Fact]
    public async Task The_files_and_their_schemas_agree()
    {
        var schemas = Path.Combine(Corpus.RepositoryRoot(), "vectors", "schema");
        Assert.Empty((await JsonSchema.FromFileAsync(Path.Combine(schemas, "node-vectors.schema.json"))).Validate(Text("cases.json")));
        Assert.Empty((await JsonSchema.FromFileAsync(Path.Combine(schemas, "anchors.schema.json"))).Validate(Text("anchors.json")));
        var policy = await JsonSchema.FromFileAsync(Path.Combine(schemas, "evidence-policy.schema.json"));
        Assert.All(NodePolicies.All.Keys, name => Assert.Empty(policy.Validate(Text($"policy-{name}.json"))));
        var evidence = await JsonSchema.FromFileAsync(Path.Combine(schemas, "node-evidence.schema.json"));
        foreach (var (id, one) in NodeVectors.Cases)
        {
            // Envelopes are not ours to describe, and the malformed files are there to be none.
            var isApus = id.Contains("apus", StringComparison.Ordinal);
            if (!isApus)
            {
                var isMalformed = (string?)one["expected"]!["check"] == "node.format";
                Assert.True(isMalformed == evidence.Validate(Text($"{id}.json")).Count > 0, id);
            }
        }
    }

    private static string Text(string name) => File.ReadAllText(Path.Combine(NodeVectors.Folder, name));
}
