using System.Text;
using Conformance.Evidence.Policy;
using Conformance.Suites;
using Conformance.Vectors;
using NJsonSchema;

namespace Conformance.Evidence.Tests.Policy;

/// <summary>The reader and the schema agree on what a policy is.</summary>
public sealed class PolicyTests
{
    private const string Head = "\"format\":\"conformance-evidence-policy/1\"";

    [Theory]
    [InlineData("")]
    [InlineData(",\"require\":[\"snp.crl.present\"]")]
    [InlineData(",\"snp\":{}")]
    [InlineData(",\"snp\":{\"vmpl\":[0,3],\"minimumVersion\":\"1.55\",\"minimumTcb\":{\"fmc\":1,\"ucode\":255},\"launchMitigations\":\"0xff\"}")]
    [InlineData(",\"snp\":{\"guestPolicy\":{\"allowDebug\":true,\"minimumAbi\":\"1.51\"},\"platform\":{\"requireEcc\":true},\"signers\":[\"VLEK\"]}")]
    [InlineData(",\"tdx\":{}")]
    public async Task A_policy_is_read(string members)
    {
        Assert.NotNull(Read("{" + Head + members + "}"));
        Assert.Empty((await Schema()).Validate("{" + Head + members + "}"));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"format\":\"conformance-evidence-policy/2\"}")]
    [InlineData("{" + Head + ",\"sev\":{}}")]
    [InlineData("{" + Head + ",\"snp\":{\"allowDebug\":true}}")]
    [InlineData("{" + Head + ",\"snp\":{\"guestPolicy\":{\"allowDebug\":1}}}")]
    [InlineData("{" + Head + ",\"snp\":{\"measurements\":[]}}")]
    [InlineData("{" + Head + ",\"snp\":{\"measurements\":[\"00\"]}}")]
    [InlineData("{" + Head + ",\"snp\":{\"vmpl\":[4]}}")]
    [InlineData("{" + Head + ",\"snp\":{\"minimumVersion\":\"1\"}}")]
    [InlineData("{" + Head + ",\"snp\":{\"minimumTcb\":{\"ucode\":256}}}")]
    [InlineData("{" + Head + ",\"snp\":{\"signers\":[\"ASK\"]}}")]
    [InlineData("{" + Head + ",\"snp\":{\"launchMitigations\":\"3\"}}")]
    public async Task What_is_no_policy_is_refused_by_both(string text)
    {
        Assert.Throws<VectorFormatException>(() => Read(text));
        Assert.NotEmpty((await Schema()).Validate(text));
    }

    // What a schema cannot see.
    [Theory]
    [InlineData("{" + Head + "," + Head + "}", "twice")]
    [InlineData("{" + Head + ",\"snp\":{\"vmpl\":[0],\"vmpl\":[1]}}", "twice")]
    [InlineData("{" + Head + ",\"require\":[\"snp.measurment\"]}", "no check")]
    [InlineData("{" + Head, "not JSON")]
    public void A_repeated_member_an_unknown_check_and_broken_text_are_refused(string text, string message) =>
        Assert.Contains(message, Assert.Throws<VectorFormatException>(() => Read(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void The_documentation_lists_every_check_with_class_default_and_source()
    {
        // One page for each kind: evidence.md began with SNP, and the others have their own.
        var pages =
            string.Concat(Directory.GetFiles(Path.Combine(Corpus.RepositoryRoot(), "docs"), "evidence*.md").Select(File.ReadAllText));
        foreach (var check in CheckRegistries.All.SelectMany(r => r.Checks))
        {
            Assert.Contains($"| `{check.Id}` |", pages, StringComparison.Ordinal);
            if (!$"{check.Id}".StartsWith("snp.", StringComparison.Ordinal) && !$"{check.Id}".StartsWith("tdx.", StringComparison.Ordinal))
            {
                // The page of GPUs has columns of its own, which its suite compares.
                continue;
            }

            var row = $"| `{check.Id}` | {Evidence.Checks.VerdictJson.NameOf(check.Class)} | {(check.IsRequired ? "required" : "optional")} | {check.Title} | {check.Clause} |";
            Assert.True(pages.Contains(row, StringComparison.Ordinal), row);
        }
    }

    private static EvidencePolicy Read(string text) =>
        EvidencePolicy.Read(Encoding.UTF8.GetBytes(text), "policy", CheckRegistries.Contains);

    private static Task<JsonSchema> Schema() =>
        JsonSchema.FromFileAsync(Path.Combine(Corpus.RepositoryRoot(), "vectors", "schema", "evidence-policy.schema.json"));
}
