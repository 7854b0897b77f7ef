using System.Text;
using System.Text.Json;
using Conformance.Cli;
using Conformance.Evidence.Tdx;
using Conformance.Suites;

namespace Conformance.Evidence.Online.Tests;

/// <summary>A real quote, completed from a server that plays the stored collateral, through the command.</summary>
public sealed class TdxOnlineTests : IDisposable
{
    private readonly string _cache = Path.Combine(Path.GetTempPath(), $"conformance-{Guid.NewGuid():n}");

    public static TheoryData<string, string, string> Faults => new()
    {
        { "tcb?", "tcb_info", "404" }, { "qe/identity", "qe_identity", "500" }, { "pckcrl", "pck_crl", "empty" },
        { "rootcacrl", "root_ca_crl", "html" },
        { "tcb?", "tcb_info", "chain-missing" }, { "tcb?", "tcb_info", "chain-garbled" }, { "tcb?", "tcb_info", "member-twice" },
        { "tcb?", "tcb_info", "trailing" },
        { "qe/identity", "qe_identity", "prose" }, { "pckcrl", "pck_crl", "prose" },
    };

    public void Dispose()
    {
        if (Directory.Exists(_cache))
        {
            Directory.Delete(_cache, recursive: true);
        }
    }

    [SkippableFact]
    public void Quote_is_accepted_with_what_was_fetched_and_again_from_the_cache()
    {
        var (folder, world) = Case();
        using var server = new LoopbackServer(world);
        foreach (var state in (string[])["fetched", "cached"])
        {
            var (code, output, error) = Run(folder, server.Address);
            Assert.True(code == 0, output + error);
            using var json = JsonDocument.Parse(output);
            var inputs = json.RootElement.GetProperty("inputs").EnumerateArray().ToList();
            Assert.Equal(["tcb_info", "qe_identity", "pck_crl", "root_ca_crl"], inputs.Select(i => i.GetProperty("input").GetString()!));
            Assert.All(inputs, i => Assert.Equal(state, i.GetProperty("state").GetString()));
            Assert.All(inputs, i => Assert.InRange(i.GetProperty("ageSeconds").GetInt64(), 0, 3600));
            Assert.Equal("UpToDate", json.RootElement.GetProperty("facts").GetProperty("tcbStatus").GetString());
        }

        Assert.Equal(
            [
                "/tdx/certification/v4/tcb?fmspc=b0c06f000000&update=standard", "/tdx/certification/v4/qe/identity?update=standard",
                "/sgx/certification/v4/pckcrl?ca=platform&encoding=der", "/sgx/certification/v4/rootcacrl"],
            server.Requests);
    }

    [SkippableFact]
    public void What_the_cache_holds_is_fetched_again_before_it_is_refused_for_its_time()
    {
        var (folder, world) = Case();
        using var server = new LoopbackServer(world);
        Assert.Equal(0, Run(folder, server.Address).Code);
        var late = Run(folder, server.Address, "--time", "2049-01-01T00:00:00Z");
        Assert.Equal((5, 8), (late.Code, server.Requests.Count));
        Assert.Contains("\"state\": \"fetched\"", late.Output, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [MemberData(nameof(Faults))]
    public async Task A_part_that_cannot_be_had_is_named_and_never_an_accept(string path, string input, string fault)
    {
        var (folder, world) = Case();
        using var server =
            new LoopbackServer(target => target.Contains(path, StringComparison.Ordinal) ? Spoil(world(target), fault) : world(target));
        using var handler = OnlineSession.DefaultHandler();
        using var session =
            new OnlineSession(new OnlineOptions { ProvisioningService = server.Address }, handler, null, (_, _) => Task.CompletedTask);
        var quote = File.ReadAllBytes(Path.Combine(folder, "quote.bin"));
        var collateral = await session.CompleteAsync(quote, TdxCollateral.None);
        var verdict = TdxVerifier.Verify(quote, new TdxRequest { Time = AsOf(folder), Collateral = collateral });

        Assert.False(verdict.Accepted);
        var failed = Assert.Single(session.Inputs, i => i.IsFailed);
        Assert.Equal(input, failed.Input);
        Assert.StartsWith($"GET {server.Address}", failed.Detail, StringComparison.Ordinal);
        Assert.Contains(path, failed.Detail, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Early_updates_are_asked_for_where_wanted()
    {
        var (folder, world) = Case();
        using var server = new LoopbackServer(world);
        Assert.Equal(0, Run(folder, server.Address, "--early").Code);
        Assert.Contains("/tdx/certification/v4/tcb?fmspc=b0c06f000000&update=early", server.Requests);
    }

    [SkippableFact]
    public void Without_online_nothing_touches_the_network()
    {
        var (tdx, _) = Case();
        var snp = Path.GetDirectoryName(Corpus.File("snp/trustee-milan-v2/report.bin"))!;
        var nvidia = Corpus.Folder("nvidia/h100-545.00");
        string[][] commands =
        [
            ["verify", "tdx", "--quote", $"{tdx}/quote.bin"], ["verify", "tdx", "--case", tdx],
            ["verify", "snp", "--report", $"{snp}/report.bin"], ["verify", "snp", "--case", snp],
            ["verify", "nvidia", "--case", nvidia], ["verify", "--batch", snp], ["verify", "--batch", Path.GetDirectoryName(tdx)!],
        ];
        foreach (var command in commands)
        {
            var (code, _, error) = Command(() => throw new InvalidOperationException("the network"), command);
            Assert.Contains(code, (int[])[0, 5]);
            Assert.DoesNotContain("the network", error, StringComparison.Ordinal);
        }

        // And the proof can fail.
        Assert.Contains(
            "the network", Command(
                () =>
                    throw new InvalidOperationException("the network"), [
                        "verify", "snp", "--report", $"{snp}/report.bin", "--online"]).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_verifiers_assembly_knows_no_network() =>
        Assert.DoesNotContain(
            typeof(TdxVerifier).Assembly.GetReferencedAssemblies(), a => a.Name!.StartsWith("System.Net", StringComparison.Ordinal));

    [Theory]
    [InlineData("--pcs", "https://example.org")]
    [InlineData("--cache", "x")]
    [InlineData("--cache-age", "24h")]
    [InlineData("--timeout", "5s")]
    [InlineData("--early")]
    [InlineData("--online", "--pcs", "ftp://example.org")]
    [InlineData("--online", "--pcs", "https://user:word@example.org")]
    [InlineData("--online", "--cache-age", "soon")]
    [InlineData("--online", "--timeout", "0s")]
    public void Options_that_mean_nothing_are_usage_errors(params string[] options)
    {
        var quote = Path.Combine(Path.GetTempPath(), $"conformance-{Guid.NewGuid():n}.bin");
        File.WriteAllBytes(quote, [1]);
        try
        {
            Assert.Equal(
                2, Command(() => throw new InvalidOperationException("the network"), ["verify", "tdx", "--quote", quote, .. options]).Code);
        }
        finally
        {
            File.Delete(quote);
        }
    }

    private static Reply Spoil(Reply good, string fault) => fault switch
    {
        "404" => new Reply(404, []),
        "500" => new Reply(500, []),
        "empty" => new Reply(200, [], good.ContentType, good.Headers),
        "html" => new Reply(200, good.Body, "text/html"),
        "prose" => new Reply(200, "sorry"u8.ToArray(), good.ContentType, good.Headers),
        "chain-missing" => new Reply(200, good.Body, good.ContentType),
        "chain-garbled" => new Reply(200, good.Body, good.ContentType, (good.Headers[0].Name, "%zz" + good.Headers[0].Value)),
        "member-twice" =>
            new Reply(200, [.. Encoding.ASCII.GetBytes("{\"tcbInfo\":{},"), .. good.Body[1..]], good.ContentType, good.Headers),
        "trailing" => new Reply(200, [.. good.Body, .. "{}"u8], good.ContentType, good.Headers),
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, null),
    };

    private static (string Folder, Func<string, Reply> World) Case()
    {
        var folder = Path.GetDirectoryName(Corpus.File("tdx/uptodate_v4_phala/quote.bin"))!;
        return (folder, FakeWorld.ProvisioningService(TdxCollateral.Read(File.ReadAllBytes(Path.Combine(folder, "collateral.json")))));
    }

    private static DateTimeOffset AsOf(string folder)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "case.json")));
        return json.RootElement.GetProperty("asOf").GetDateTimeOffset();
    }

    private (int Code, string Output, string Error) Run(string folder, Uri server, params string[] more)
    {
        string[] time = more.Contains("--time")
            ? []
            : ["--time", AsOf(folder).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture)];
        return Command(
            OnlineSession.DefaultHandler,
            [
                "verify", "tdx", "--quote", Path.Combine(
                    folder, "quote.bin"), "--online", "--pcs", server.AbsoluteUri, "--cache", _cache, "--json", .. time, .. more]);
    }

    private static (int Code, string Output, string Error) Command(Func<HttpMessageHandler> network, string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = CommandLine.Invoke(args, new Surroundings
        {
            Output = output, Error = error, Input = TextReader.Null, Variable = _ => null, OutputIsTerminal = false,
            ErrorIsTerminal = false,
            Layout = new SourceLayout(Path.Combine(Path.GetTempPath(), "nowhere")), Network = network,
        });
        return (code, output.ToString(), error.ToString());
    }
}
