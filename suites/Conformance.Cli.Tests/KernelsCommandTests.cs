using System.Text;
using System.Text.Json;

namespace Conformance.Cli.Tests;

/// <summary>'conformance kernels': pack, list, sign, verify and unpack as a user calls them.</summary>
public sealed class KernelsCommandTests : IDisposable
{
    private const string Ptx = "//\n.version 7.0\n.target sm_70\n.address_size 64\n.visible .entry nothing() { ret; }\n";

    /// <summary>Within the validity of the development chain.</summary>
    private const string Time = "2026-01-01T00:00:00Z";

    private readonly string _folder = Directory.CreateTempSubdirectory("conformance-kernels").FullName;

    private string Container => Path.Combine(_folder, "sample.fatbin");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_is_packed_is_listed_and_unpacked_unchanged()
    {
        Pack();
        var list = Run("list", Container, "--json");
        Assert.Equal(ExitCodes.Success, list.Code);
        using var json = JsonDocument.Parse(list.Output);
        var image = json.RootElement.GetProperty("images")[0];
        Assert.Equal(("ptx", "sm_70", "nothing"),
            (image.GetProperty("kind").GetString(), image.GetProperty("target").GetString(), image.GetProperty("kernels")[0].GetString()));

        Assert.Equal(ExitCodes.Success, Run("unpack", Container, "-o", _folder).Code);
        Assert.Equal(Ptx, File.ReadAllText(Path.Combine(_folder, "sample.sm_70.ptx")));
        Assert.Equal(ExitCodes.Usage, Run("unpack", Container, "-o", _folder).Code);
    }

    [Fact]
    public void What_is_signed_is_accepted_and_the_development_key_is_named()
    {
        Sign(2);
        var verdict = Run("verify", Container, "--at", Time, "--minimum-version", "2");
        Assert.Equal(ExitCodes.Success, verdict.Code);
        Assert.Contains("proves no identity", verdict.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_older_version_is_refused()
    {
        Sign(2);
        var verdict = Run("verify", Container, "--at", Time, "--minimum-version", "3", "--json");
        Assert.Equal(ExitCodes.Verification, verdict.Code);
        using var json = JsonDocument.Parse(verdict.Output);
        Assert.Equal("KERNEL_DOWNGRADED", json.RootElement.GetProperty("reason").GetString());
    }

    [Fact]
    public void A_changed_container_is_refused_in_one_line()
    {
        Sign(1);
        var bytes = File.ReadAllBytes(Container);
        bytes[^20] ^= 1;
        File.WriteAllBytes(Container, bytes);
        var verdict = Run("verify", Container, "--at", Time);
        Assert.Equal(ExitCodes.Verification, verdict.Code);
        Assert.Single(verdict.Error.Trim().Split('\n'));
        Assert.Contains("kernels.container.digest", verdict.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_container_without_signature_is_refused_and_not_unreadable()
    {
        Pack();
        var verdict = Run("verify", Container, "--at", Time);
        Assert.Equal(ExitCodes.Verification, verdict.Code);
        Assert.Contains("reject, KERNEL_STATEMENT_MISSING", verdict.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_of_trust_may_ask_for_a_version()
    {
        Sign(2);
        var trust = Directory.CreateDirectory(Path.Combine(_folder, "trust")).FullName;
        var file = Path.Combine(trust, "trust.json");
        const string root = "9ef954f99dbd389482f44349725114cd7bd01ab32f7ce15313ea1d32d50e3136";
        File.WriteAllText(file, $$"""{"format":"conformance-kernel-trust/1","roots":["{{root}}"],"minimumVersions":{"sample":2} }""");
        Assert.Equal(ExitCodes.Success, Run("verify", Container, "--trust", trust, "--at", Time).Code);
        File.WriteAllText(file, $$"""{"format":"conformance-kernel-trust/1","roots":["{{root}}"],"minimumVersions":{"sample":3} }""");
        Assert.Equal(ExitCodes.Verification, Run("verify", Container, "--trust", trust, "--at", Time).Code);
        File.WriteAllText(file, $$"""{"format":"conformance-kernel-trust/1","roots":["{{new string('0', 64)}}"]}""");
        Assert.Contains("ROOT_NOT_PINNED", Run("verify", Container, "--trust", trust, "--at", Time).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("list", "FILE")]
    [InlineData("verify", "FILE", "--trust", "FILE")]
    [InlineData("sign", "FILE", "--development", "--version", "1")]
    [InlineData("pack", "FILE", "-o", "out")]
    [InlineData("sign", "FILE", "--version", "1")]
    [InlineData("sign", "FILE", "--development")]
    [InlineData("sign", "FILE", "--development", "--version", "0")]
    [InlineData("sign", "FILE", "--key", "FILE", "--chain", "FILE", "--version", "1")]
    [InlineData("verify", "nowhere.fatbin")]
    [InlineData("verify", "FILE", "--at", "yesterday")]
    public void What_cannot_be_read_or_used_is_exit_2_in_a_line(params string[] args)
    {
        var file = Path.Combine(_folder, "sample");
        File.WriteAllBytes(file, Encoding.ASCII.GetBytes("no code at all"));
        var answer = Run([.. args.Select(a => a == "FILE" ? file : a)]);
        Assert.Equal(ExitCodes.Usage, answer.Code);
        Assert.NotEmpty(answer.Error);
        answer.ShowsNoTrace();
    }

    private void Pack()
    {
        var source = Path.Combine(_folder, "sample.ptx");
        File.WriteAllText(source, Ptx);
        Assert.Equal(ExitCodes.Success, Run("pack", source, "-o", Container).Code);
    }

    private void Sign(int version)
    {
        Pack();
        Assert.Equal(ExitCodes.Success, Run("sign", Container, "--development", "--version", $"{version}").Code);
    }

    private static Answer Run(params string[] args) => InProcess.Run(null, ["kernels", .. args]);
}
