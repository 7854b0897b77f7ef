using System.Text.Json;
using Conformance.Suites;

namespace Conformance.Cli.Tests;

/// <summary>'verify tdx' as users and programs call it.</summary>
public sealed class VerifyTdxTests
{
    [SkippableFact]
    public void Accepted_case_exits_0_with_one_object()
    {
        var answer = InProcess.Run(null, "verify", "tdx", "--case", Folder("uptodate_v4_phala"), "--json");

        Assert.Equal(0, answer.Code);
        using var json = JsonDocument.Parse(answer.Output);
        Assert.Equal("accept", json.RootElement.GetProperty("verdict").GetString());
        Assert.Equal("UpToDate", json.RootElement.GetProperty("facts").GetProperty("tcbStatus").GetString());
        Assert.Equal("", answer.Error);
    }

    [SkippableFact]
    public void Refused_case_exits_5_and_one_line_says_which_component_decided()
    {
        var answer = InProcess.Run(null, "verify", "tdx", "--case", Folder("outofdate_plat_moduleuptodate_v4_gcp"));

        Assert.Equal(5, answer.Code);
        Assert.Equal(
            "conformance: evidence refused by tdx.tcb.status: expected UpToDate, found OutOfDate, decided by platform (sgxtcbcomponents[0] is 6, needed 7)\n", answer.Error);
    }

    [SkippableFact]
    public void Sgx_quote_is_refused_by_name()
    {
        var answer = InProcess.Run(null, "verify", "tdx", "--case", Folder("neg-sgx-v3-phala"));

        Assert.Equal(5, answer.Code);
        Assert.Contains(
            "offset 0: expected a TDX quote of version 4 or 5, found an SGX enclave quote of version 3", answer.Error,
            StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Time_is_the_given_one()
    {
        var answer = InProcess.Run(null, "verify", "tdx", "--case", Folder("uptodate_v4_phala"), "--time", "2025-09-25T00:00:00Z");

        Assert.Equal(5, answer.Code);
        Assert.Contains("tdx.tcb-info.date", answer.Error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Collateral_that_is_none_gets_a_verdict_in_JSON()
    {
        var quote = Path.Combine(Folder("uptodate_v4_phala"), "quote.bin");
        var answer = InProcess.Run(null, "verify", "tdx", "--quote", quote, "--collateral", quote, "--json");

        Assert.Equal(5, answer.Code);
        using var json = JsonDocument.Parse(answer.Output);
        Assert.Equal("TDX_COLLATERAL_MALFORMED", json.RootElement.GetProperty("reason").GetString());
        Assert.Equal("conformance: evidence refused by tdx.format.collateral: collateral: not JSON: the file is not UTF-8\n", answer.Error);
    }

    [Fact]
    public void Missing_file_exits_2()
    {
        var answer = InProcess.Run(null, "verify", "tdx", "--quote", Path.Combine(Path.GetTempPath(), "no-such-quote.bin"));

        Assert.Equal(2, answer.Code);
        Assert.EndsWith("no such file\n", answer.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("verify", "tdx")]
    [InlineData("verify", "tdx", "--case", "a", "--quote", "b")]
    public void Either_a_case_or_a_quote(params string[] args)
    {
        var answer = InProcess.Run(null, args);

        Assert.Equal(2, answer.Code);
        Assert.Equal("conformance: expected either --case or --quote\n", answer.Error);
    }

    private static string Folder(string id) => Path.GetDirectoryName(Corpus.File($"tdx/{id}/quote.bin"))!;
}
