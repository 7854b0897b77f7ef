using System.Text.Json.Nodes;
using Conformance.Evidence.Certificates;
using Conformance.Evidence.Checks;
using Conformance.Evidence.Policy;
using Conformance.Evidence.Snp;

namespace Conformance.Evidence.Tests.Snp;

/// <summary>Every case of the corpus, at its own time: verdict, class, authenticity and facts as its case.json says.</summary>
public sealed class CorpusTests
{
    public static TheoryData<string> Cases() => [.. SnpCase.Names];

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public void A_case_gets_its_verdict_its_class_and_its_facts(string name)
    {
        var vector = SnpCase.Load(name);
        var expected = vector.Expected;
        var isRefusedByDefault = (string?)expected["default_policy"] == "reject";
        var verdict = vector.Verify(isRefusedByDefault ? SnpCase.WithDebug : EvidencePolicy.Default);
        Assert.True((string?)expected["verdict"] == (verdict.Accepted ? "accept" : "reject"), verdict.Decisive?.ToString());
        Assert.Equal((string?)expected["class"], verdict.Decisive is { } finding ? VerdictJson.NameOf(finding.Check.Class) : "ok");

        // Null: nothing was stored that could authenticate it.
        Assert.Equal((bool?)expected["authentic"] ?? false, verdict.Authentic);
        if (isRefusedByDefault)
        {
            var byDefault = vector.Verify(EvidencePolicy.Default);
            Assert.True(byDefault.Authentic);
            Assert.Equal(CheckClass.Policy, byDefault.Decisive!.Check.Class);
            Assert.Equal(ReasonCode.SnpDebug, byDefault.Reason);
        }

        var facts = verdict.Facts();
        foreach (var (key, value) in expected["facts"]?.AsObject() ?? [])
        {
            if (key == "hclBinding")
            {
                continue;
            }

            Assert.True(facts.ContainsKey(key), key);
            Assert.True(
                JsonNode.DeepEquals(value, facts[key]), $"{key}: expected {value?.ToJsonString()}, found {facts[key]?.ToJsonString()}");
        }
    }

    [SkippableTheory]
    [InlineData("hbos-benign-milan-v2", "report.json", "json")]
    [InlineData("parse-lit-msg-resp", "msg-resp.bin", "msg-resp")]
    [InlineData("trustee-azure-hcl-milan-v2", "hcl-report.bin", "azure-hcl")]
    [InlineData("veraison-genoa-v3-table", "tsm-report.json", "tsm")]
    public void The_wrapping_holds_the_same_report_and_gets_the_same_verdict(string name, string file, string form)
    {
        var vector = SnpCase.Load(name);
        var bare = vector.Verify(EvidencePolicy.Default);
        var wrapped = vector.Verify(EvidencePolicy.Default, vector.Evidence(file));
        Assert.Equal(form, (string?)wrapped.Facts()["container"]);
        Assert.Equal(bare.Accepted, wrapped.Accepted);
        Assert.Equal(bare.Reason, wrapped.Reason);
        Assert.Equal((string?)bare.Facts()["measurement"], (string?)wrapped.Facts()["measurement"]);
        if (form == "azure-hcl")
        {
            Assert.Equal(CheckStatus.Pass, wrapped["snp.hcl.binding"].Status);
        }
    }

    [SkippableFact]
    public void The_certificates_of_the_table_are_endorsements_and_suffice()
    {
        var vector = SnpCase.Load("veraison-genoa-v3-table");
        var tsm = vector.Verify(EvidencePolicy.Default, new SnpEvidence { Report = vector.Bytes("tsm-report.json")! });
        Assert.True(tsm.Accepted, tsm.Decisive?.ToString());
        var extended = vector.Verify(
            EvidencePolicy.Default, new SnpEvidence { Report = (byte[])[.. vector.Bytes("report.bin")!, .. vector.Bytes("auxblob.bin")!] });
        Assert.True(extended.Accepted, extended.Decisive?.ToString());
        Assert.Equal("extended", (string?)extended.Facts()["container"]);

        // The root in the table came from the host. Where it is not an anchor it counts for nothing.
        var without = SnpVerifier.Verify(
            new SnpEvidence { Report = vector.Bytes("tsm-report.json")! },
            new SnpAnchors(new Dictionary<ProductLine, string>()),
            EvidencePolicy.Default,
            vector.AsOf);
        Assert.False(without.Authentic);
        Assert.Equal(ReasonCode.RootNotPinned, without.Reason);
    }

    [SkippableFact]
    public void Every_registered_check_is_in_every_verdict()
    {
        foreach (var name in SnpCase.Names)
        {
            var verdict = SnpCase.Load(name).Verify(EvidencePolicy.Default, signatures: SystemSignatures.Instance);
            Assert.Equal(Evidence.Snp.Checks.SnpChecks.Registry.Checks, verdict.Findings.Select(f => f.Check));
            Assert.All(verdict.Findings, f => Assert.Equal(f.Status is CheckStatus.Fail or CheckStatus.NotChecked, f.Reason is not null));
        }
    }
}
