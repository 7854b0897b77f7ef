using System.Text.Json;
using Conformance.Suites;

namespace Conformance.Cli.Tests;

/// <summary>The commands that judge evidence: exit codes, and JSON alone on standard output.</summary>
public sealed class EvidenceCommandTests
{
    private static string Case(string name) => Path.GetDirectoryName(Corpus.File($"snp/{name}/case.json"))!;

    [SkippableTheory]
    [InlineData("trustee-milan-v3-vlek", 0, null)]
    [InlineData("google-milan-v2", 5, "SNP_DEBUG")]
    [InlineData("neg-signature-flipped", 5, "SNP_REPORT_SIGNATURE")]
    [InlineData("neg-lit-truncated", 5, "SNP_REPORT_SIZE")]
    public void A_case_gets_its_exit_code_and_one_JSON_object(string name, int code, string? reason)
    {
        var answer = InProcess.Run(null, "verify", "snp", "--case", Case(name), "--json");
        Assert.Equal(code, answer.Code);
        using var json = JsonDocument.Parse(answer.Output);
        Assert.Equal(code == 0 ? "accept" : "reject", json.RootElement.GetProperty("verdict").GetString());
        Assert.Equal(reason, json.RootElement.GetProperty("reason").GetString());
        Assert.Equal(
            ["verdict", "authentic", "acceptable", "reason", "checks", "facts"], json.RootElement.EnumerateObject().Select(p => p.Name));
        answer.ShowsNoTrace();
    }

    [SkippableFact]
    public void Files_one_by_one_and_a_time_do_the_same_as_a_folder()
    {
        var folder = Case("trustee-milan-v3-vlek");
        string[] args =
            [
                "verify", "snp", "--report", Path.Combine(
                    folder, "report.bin"), "--vek", Path.Combine(folder, "vek.pem"), "--chain", Path.Combine(folder, "chain.pem")];
        Assert.Equal(0, InProcess.Run(null, [.. args, "--time", "2025-06-01T00:00:00Z"]).Code);
        var expired = InProcess.Run(null, [.. args, "--time", "2026-06-01T00:00:00Z"]);
        Assert.Equal(5, expired.Code);
        Assert.Contains("verdict: reject, CERTIFICATE_EXPIRED", expired.Output, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void An_ID_block_that_is_not_the_guests_refuses_genuine_evidence()
    {
        var folder = Case("trustee-milan-v3-vlek");
        var block = Path.Combine(Path.GetTempPath(), $"conformance-{Guid.NewGuid():n}.bin");
        File.WriteAllBytes(block, new byte[96]);
        try
        {
            var answer = InProcess.Run(null, "verify", "snp", "--case", folder, "--id-block", block, "--json");
            Assert.Equal(5, answer.Code);
            using var json = JsonDocument.Parse(answer.Output);
            Assert.Equal(
                (true, "SNP_ID_BLOCK_MALFORMED"), (
                    json.RootElement.GetProperty("authentic").GetBoolean(), json.RootElement.GetProperty("reason").GetString()));
            Assert.Equal(2, InProcess.Run(null, "verify", "snp", "--case", folder, "--id-auth", block).Code);
        }
        finally
        {
            File.Delete(block);
        }
    }

    [Theory]
    [InlineData("verify")]
    [InlineData("verify", "snp")]
    [InlineData("verify", "snp", "--report", "/no/such/file")]
    [InlineData("verify", "snp", "--case", "/no/such/folder")]
    [InlineData("verify", "snp", "--report", "a", "--case", "b")]
    [InlineData("verify", "snp", "--report", "a", "--time", "yesterday")]
    [InlineData("launch-digest", "snp")]
    [InlineData("launch-digest", "snp", "--ovmf", "/no/such/file")]
    [InlineData("launch-digest", "snp", "--ovmf", "a", "--append", "x")]
    [InlineData("launch-digest", "snp", "--ovmf", "a", "--vcpus", "0")]
    [InlineData("launch-digest", "snp", "--ovmf", "a", "--vmm", "xen")]
    public void What_cannot_be_done_is_a_usage_error_in_one_line(params string[] args)
    {
        var answer = InProcess.Run(null, args);
        Assert.Equal(2, answer.Code);
        Assert.Empty(answer.Output);
        Assert.StartsWith("conformance: ", answer.Error, StringComparison.Ordinal);
        answer.ShowsNoTrace();
    }

    [Fact]
    public void The_checks_are_listed_with_their_sources()
    {
        var text = InProcess.Run(null, "verify", "--list-checks");
        Assert.Equal(0, text.Code);
        Assert.Contains("snp.vek.tcb  authenticity, required", text.Output, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(InProcess.Run(null, "verify", "--list-checks", "--json").Output);
        Assert.All(json.RootElement.GetProperty("checks").EnumerateArray(), c => Assert.NotEmpty(c.GetProperty("clause").GetString()!));
    }

    [SkippableFact]
    public void A_launch_digest_that_differs_is_explained()
    {
        var ovmf = Corpus.File("launch-digest/ovmf_OvmfX64_suffix.bin");
        const string Published = "28797ae0afaba4005a81e629acebfb59e6687949d6be44007cd5506823b0dd66f146aaae26ff291eed7b493d8a64c385";
        var right = InProcess.Run(null, "launch-digest", "snp", "--ovmf", ovmf, "--guest-features", "0x21", "--expect", Published);
        Assert.Equal((0, Published + "\n"), (right.Code, right.Output.ReplaceLineEndings("\n")));
        var wrong = InProcess.Run(null, "launch-digest", "snp", "--ovmf", ovmf, "--expect", Published);
        Assert.Equal(5, wrong.Code);
        Assert.Contains("--guest-features is 0x21", wrong.Error, StringComparison.Ordinal);
    }
}
