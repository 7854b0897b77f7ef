using System.Text.Json;
using System.Text.Json.Nodes;
using Conformance.Suites;

namespace Conformance.Cli.Tests;

/// <summary>'verify node' and 'node-evidence' as users and programs call them.</summary>
public sealed class VerifyNodeTests : IDisposable
{
    private const string Time = "2025-06-01T00:00:10Z";

    private static readonly string Vectors = Path.Combine(Corpus.RepositoryRoot(), "vectors", "evidence", "node");
    private static readonly string Challenge = (string)JsonNode.Parse(File.ReadAllText(In("valid-a-evidence-snp-1.json")))!["challenge"]!;

    private readonly string _folder = Directory.CreateTempSubdirectory("conformance-node-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("valid-a-evidence-snp-1", "a", 0, null, "A")]
    [InlineData("valid-c-apus", "c", 0, null, "C")]
    [InlineData("relay-evidence", "a", 5, "NODE_REPORT_DATA", "D")]
    [InlineData("minimum-b", "a", 5, "NODE_LEVEL_MINIMUM", "B")]
    [InlineData("format-unknown-member", "a", 5, "NODE_FORMAT", null)]
    public void A_case_gets_its_exit_code_level_and_one_JSON_object(string id, string policy, int code, string? reason, string? level)
    {
        var answer = Verify(id, policy, "--challenge", Challenge, "--json");
        Assert.Equal(code, answer.Code);
        using var json = JsonDocument.Parse(answer.Output);
        Assert.Equal(reason, json.RootElement.GetProperty("reason").GetString());
        Assert.Equal(
            ["verdict", "authentic", "acceptable", "reason", "checks", "facts"], json.RootElement.EnumerateObject().Select(p => p.Name));
        if (level is not null)
        {
            var facts = json.RootElement.GetProperty("facts");
            Assert.Equal(level, facts.GetProperty("level").GetString());
            Assert.Equal("given", facts.GetProperty("anchors").GetString());
            Assert.Equal("accept", facts.GetProperty("cpu").GetProperty("verdict").GetString());
            Assert.Equal(level == "A", facts.GetProperty("lacks").ValueKind == JsonValueKind.Null);
        }

        answer.ShowsNoTrace();
    }

    [Fact]
    public void Every_check_of_the_parts_is_shown_under_the_name_of_its_part()
    {
        var answer = Verify("valid-a-key-snp-2", "a", "--challenge", Challenge);
        Assert.Equal(0, answer.Code);
        foreach (var line in (string[])[
            "ok    cpu/snp.report.signature\n", "ok    gpus[0]/nvidia.report.signature\n", "ok    gpus[1]/nvidia.report.signature\n",
            "ok    gpus/nvidia.node.nonce\n", "ok    node.key.endorsements\n"])
        {
            Assert.Contains(line, answer.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        }

        Assert.Contains("level: A, under roots that were given, not the vendors'", answer.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_challenge_or_under_the_vendors_roots_nothing_is_accepted()
    {
        var unasked = Verify("valid-a-evidence-snp-1", "a");
        Assert.Equal(5, unasked.Code);
        Assert.Contains("no challenge was given", unasked.Error, StringComparison.Ordinal);
        var vendors =
            InProcess.Run(
                null, "verify", "node", In("valid-a-evidence-snp-1.json"), "--challenge", Challenge, "--at", Time, "--policy",
                In("policy-a.json"));
        Assert.Equal(5, vendors.Code);
        Assert.Contains("verdict: reject, ROOT_NOT_PINNED", vendors.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gpu-evidence", "valid-a-evidence-snp-8")]
    [InlineData("gpu-identity", "valid-a-identity-snp-1")]
    [InlineData("challenge", "valid-b-challenge-snp-8")]
    [InlineData("gpu-key", "valid-a-key-snp-2")]
    public void What_bind_asks_for_is_what_the_CPU_reported_and_what_pack_makes_is_accepted(string form, string id)
    {
        var file = JsonNode.Parse(File.ReadAllText(In($"{id}.json")))!;
        List<string> args =
            [
                "--challenge", Challenge, "--form", form, "--gpus", Save("gpus.json", file["gpus"]!.ToJsonString()), "--gpu-time",
                (string)file["collected"]!["gpus"]!, "--cpu-time", (string)file["collected"]!["cpu"]!];
        foreach (var address in file["inventory"]?.AsArray() ?? [])
        {
            args.AddRange(["--inventory", (string)address!]);
        }

        List<string> signed = [];
        if (file["binding"]!["key"] is { } key)
        {
            args.AddRange(["--key", Save("key.der", Convert.FromBase64String((string)key!))]);
            signed.AddRange(file["binding"]!["endorsements"]!.AsArray()
                .SelectMany((e, i) => new[] { "--endorsement", Save($"e{i}", Convert.FromBase64String((string)e!)) }));
        }

        var bound = InProcess.Run(null, ["node-evidence", "bind", .. args, "--json"]);
        Assert.Equal(0, bound.Code);
        var report = Convert.FromBase64String((string)file["cpu"]!["evidence"]!);
        var values = JsonNode.Parse(bound.Output)!;
        Assert.Equal(Convert.ToHexStringLower(report.AsSpan(0x50, 64)), (string)values["reportData"]!);
        Assert.Equal(signed.Count / 2, values["sign"]!.AsArray().Count);
        var packed = InProcess.Run(null, [
            "node-evidence", "pack", .. args, .. signed, "--snp", Save("report", report), "--vek",
            Save("vek", Convert.FromBase64String((string)file["cpu"]!["vek"]!)),
            "--chain", Save("chain", Convert.FromBase64String((string)file["cpu"]!["chain"]!))]);
        Assert.Equal(0, packed.Code);
        var verified = InProcess.Run(
            null, "verify", "node", Save(
                "node.json", packed.Output), "--challenge", Challenge, "--at", Time, "--anchors", In("anchors.json"), "--policy",
                In(form == "challenge"
                    ? "policy-b.json"
                    : "policy-a.json"));
        Assert.True(verified.Code == 0, verified.Error);
    }

    [Fact]
    public void The_nonce_needs_nothing_but_the_challenge() => Assert.Equal(
        "gpu-nonce    018c27cdc60f55659dffecbdbd91306a5129c54e9812cd8e4654ebf3d7dec5bf\n",
        InProcess.Run(
            null, "node-evidence", "bind", "--challenge", Convert.ToHexString(
                [.. Enumerable.Range(0, 32).Select(i => (byte)i)])).Output.ReplaceLineEndings("\n"));

    [Theory]
    [InlineData("verify", "node")]
    [InlineData("verify", "node", "/no/such/file")]
    [InlineData("verify", "node", "FILE", "--challenge", "00")]
    [InlineData("verify", "node", "FILE", "--anchors", "GPUS")]
    [InlineData("node-evidence", "bind")]
    [InlineData("node-evidence", "bind", "--challenge", "CHALLENGE", "--form", "gpu-evidence")]
    [InlineData("node-evidence", "bind", "--challenge", "CHALLENGE", "--form", "apus")]
    [InlineData("node-evidence", "bind", "--challenge", "CHALLENGE", "--form", "gpu-evidence", "--gpus", "GPUS")]
    [
        InlineData(
            "node-evidence", "bind", "--challenge", "CHALLENGE", "--form", "challenge", "--gpus", "GPUS", "--inventory", "0000:41:00.0")]
    [InlineData("node-evidence", "bind", "--challenge", "CHALLENGE", "--form", "gpu-key", "--gpus", "GPUS", "--inventory", "0000:41:00.0")]
    [
        InlineData(
            "node-evidence", "bind", "--challenge", "CHALLENGE", "--form", "gpu-evidence", "--gpus", "FILE", "--inventory", "0000:41:00.0")]
    [InlineData("node-evidence", "bind", "--challenge", "CHALLENGE", "--form", "gpu-evidence", "--gpus", "GPUS", "--inventory", "GPU-0")]
    [InlineData("node-evidence", "pack", "--challenge", "CHALLENGE", "--form", "challenge", "--gpus", "GPUS")]
    [InlineData("node-evidence", "pack", "--challenge", "CHALLENGE", "--gpus", "GPUS", "--snp", "FILE")]
    public void What_cannot_be_done_is_a_usage_error_in_one_line(params string[] args)
    {
        var gpus = Save("gpus.json", JsonNode.Parse(File.ReadAllText(In("valid-a-evidence-snp-1.json")))!["gpus"]!.ToJsonString());
        var answer =
            InProcess.Run(
                null, [.. args.Select(a => a switch { "FILE" => In("anchors.json"), "GPUS" => gpus, "CHALLENGE" => Challenge, _ => a })]);
        Assert.Equal(2, answer.Code);
        Assert.Empty(answer.Output);
        Assert.StartsWith("conformance: ", answer.Error, StringComparison.Ordinal);
        answer.ShowsNoTrace();
    }

    private static string In(string name) => Path.Combine(Vectors, name);

    private static Answer Verify(string id, string policy, params string[] more) =>
        InProcess.Run(
            null, [
                "verify", "node", In($"{id}.json"), "--at", Time, "--anchors", In("anchors.json"), "--policy", In($"policy-{policy}.json"),
                .. more]);

    private string Save(string name, string text) => Save(name, System.Text.Encoding.UTF8.GetBytes(text));

    private string Save(string name, byte[] bytes)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
