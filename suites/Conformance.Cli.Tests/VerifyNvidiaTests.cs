using System.Text.Json;
using Conformance.Suites;

namespace Conformance.Cli.Tests;

/// <summary>'verify nvidia' and 'verify token': exit codes, one JSON object, one line for bad input.</summary>
public sealed class VerifyNvidiaTests
{
    [SkippableTheory]
    [InlineData("nvidia", "nvidia/h100-545.00", "accept", null, ExitCodes.Success)]
    [InlineData("nvidia", "nvidia/h100-550.90.07", "accept", null, ExitCodes.Success)]
    [InlineData("nvidia", "nvidia/ppcie-570.124.06", "accept", null, ExitCodes.Success)]
    [InlineData("nvidia", "nvidia/h100-580.159.03-index9", "reject", "MEASUREMENT_MISMATCH", ExitCodes.Verification)]
    [InlineData("nvidia", "nvidia/rims/neg-debug-root", "reject", "ROOT_NOT_PINNED", ExitCodes.Verification)]
    [InlineData("token", "nvidia/tokens/nras-v3-h100", "accept", null, ExitCodes.Success)]
    [InlineData("token", "nvidia/tokens/nras-v3-ls10-staging", "reject", "TOKEN_ISSUER", ExitCodes.Verification)]
    public void A_case_gives_its_verdict_as_one_object_and_as_exit_code(
        string kind, string folder, string verdict, string? reason, int code)
    {
        var answer = InProcess.Run(null, "verify", kind, "--case", Corpus.Folder(folder), "--json");
        Assert.Equal(code, answer.Code);
        using var json = JsonDocument.Parse(answer.Output);
        Assert.Equal(verdict, json.RootElement.GetProperty("verdict").GetString());
        Assert.Equal(reason, json.RootElement.GetProperty("reason").GetString());
        Assert.All(
            json.RootElement.GetProperty("checks").EnumerateArray(), c =>
                Assert.False(string.IsNullOrEmpty(c.GetProperty("id").GetString())));
        answer.ShowsNoTrace();
    }

    [SkippableFact]
    public void Evidence_by_itself_needs_a_challenge_and_manifests()
    {
        var folder = Corpus.Folder("nvidia/h100-545.00");
        string[] device =
            [
                "verify", "nvidia", "--evidence", Path.Combine(
                    folder, "evidence.bin"), "--chain", Path.Combine(folder, "chain.pem"), "--time", "2024-06-01T00:00:00Z"];
        string[] rims = ["--rim", Path.Combine(folder, "vbios-rim.xml"), "--rim", Path.Combine(folder, "driver-rim.xml")];
        string[] nonce = ["--nonce", "4cff7f5380ead8fad8ec2c531c110aca4302a88f603792801a8ca29ee151af2e"];
        Assert.Equal(ExitCodes.Success, InProcess.Run(null, [.. device, .. nonce, .. rims]).Code);
        Assert.Contains("GPU_NONCE_MISSING", InProcess.Run(null, [.. device, .. rims]).Output, StringComparison.Ordinal);
        Assert.Contains("reject, RIM_MISSING", InProcess.Run(null, [.. device, .. nonce]).Output, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Success, InProcess.Run(null, [.. device, .. nonce, "--scope", "device"]).Code);
    }

    [SkippableTheory]
    [InlineData("verify", "nvidia")]
    [InlineData("verify", "token")]
    [InlineData("verify", "nvidia", "--evidence", "/nowhere/at-all")]
    [InlineData("verify", "nvidia", "--evidence", "/nowhere/at-all", "--nonce", "12")]
    [InlineData("verify", "nvidia", "--evidence", "/nowhere/at-all", "--scope", "none")]
    public void A_bad_call_is_told_in_a_line(params string[] args)
    {
        var answer = InProcess.Run(null, args);
        Assert.Equal(ExitCodes.Usage, answer.Code);
        Assert.NotEmpty(answer.Error);
        answer.ShowsNoTrace();
    }
}
