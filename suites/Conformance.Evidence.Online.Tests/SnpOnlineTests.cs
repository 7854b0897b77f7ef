using System.Globalization;
using Conformance.Evidence.Checks;
using Conformance.Evidence.Policy;
using Conformance.Evidence.Snp;
using Conformance.EvidenceMaker.Snp;

namespace Conformance.Evidence.Online.Tests;

/// <summary>A report alone, completed from AMD's server: the same checks as ever, and each input's origin.</summary>
public sealed class SnpOnlineTests
{
    private static readonly EvidencePolicy WithRevocation = new() { Required = new HashSet<string>(SnpOnline.RequiredChecks) };

    [Theory]
    [InlineData("Milan", 3U)]
    [InlineData("Milan", 2U)]
    [InlineData("Genoa", 2U)]
    [InlineData("Turin", 5U)]
    public void What_the_report_lacks_is_fetched_and_it_is_accepted(string line, uint version)
    {
        var scenario = new SnpScenario(Enum.Parse<ProductLine>(line), version);
        using var server = new LoopbackServer(FakeWorld.KeyServer(scenario));
        var (verdict, inputs) = Judge(scenario, server);

        Assert.True(verdict.Accepted, verdict.Decisive?.ToString());
        Assert.Equal(["vek", "chain", "crl"], inputs.Select(i => i.Input));
        Assert.All(inputs, i => Assert.Equal(("fetched", 64), (i.State, i.Sha256!.Length)));
        Assert.All(inputs, i => Assert.StartsWith($"/vcek/v1/{line}/", i.Address!.PathAndQuery, StringComparison.Ordinal));
    }

    [Fact]
    public void The_address_has_the_reported_levels_and_the_chip()
    {
        // Publication 57230, table of parameters; a Turin has an FMC and 8 bytes of id.
        Assert.Equal(
            "http://x/vcek/v1/Milan/a0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9babbbcbdbebfc0c1c2c3c4c5c6c7c8c9cacbcccdcecfd0d1d2d3d4d5d6d7d8d9dadbdcdddedf"
            + "?blSPL=04&teeSPL=00&snpSPL=24&ucodeSPL=219",
            Address(new SnpScenario(), ProductLine.Milan));
        Assert.Equal(
            "http://x/vcek/v1/Turin/a0a1a2a3a4a5a6a7?fmcSPL=01&blSPL=02&teeSPL=03&snpSPL=04&ucodeSPL=200", Address(
                new SnpScenario(ProductLine.Turin, 5), ProductLine.Turin));

        // Current firmware is newer than reported: the certificate is the reported one's.
        var behind = new SnpScenario().With(s => s.Set(0x038, 9, 9, 0, 0, 0, 0, 99, 230));
        Assert.EndsWith("?blSPL=04&teeSPL=00&snpSPL=24&ucodeSPL=219", Address(behind, ProductLine.Milan), StringComparison.Ordinal);

        static string Address(SnpScenario scenario, ProductLine line) =>
            SnpOnline.VcekAddress(new Uri("http://x/"), line, SnpReport.Parse(scenario.Report())).AbsoluteUri;
    }

    [Fact]
    public void What_is_given_is_not_fetched()
    {
        var scenario = new SnpScenario();
        using var server = new LoopbackServer(FakeWorld.KeyServer(scenario));
        var (verdict, inputs) = Judge(scenario, server, e => e with
        {
            Vek = FakeWorld.Vek(scenario),
            Chain = FakeWorld.Pem(scenario.IntermediateSpec.Make("intermediate"), scenario.RootSpec.Make("root")),
            Crl = FakeWorld.Crl(scenario),
        });
        Assert.True(verdict.Accepted, verdict.Decisive?.ToString());
        Assert.All(inputs, i => Assert.Equal("given", i.State));
        Assert.Empty(server.Requests);
    }

    [Fact]
    public void A_certificate_of_another_chip_is_refused_by_the_same_check_as_a_file()
    {
        var other = new SnpScenario().With(s => s.Vek.Extensions["4"] = new byte[64]);
        using var server = new LoopbackServer(FakeWorld.KeyServer(other));
        var (verdict, _) = Judge(new SnpScenario(), server);
        Assert.Equal((false, "snp.vek.chip-id"), (verdict.Authentic, verdict.Decisive!.Check.Id));
    }

    [Fact]
    public void A_forged_world_is_refused_by_its_root()
    {
        var scenario = new SnpScenario();
        using var server = new LoopbackServer(FakeWorld.KeyServer(scenario));
        var (verdict, _) = Judge(scenario, server, anchors: SnpAnchors.Amd);
        Assert.Equal(ReasonCode.RootNotPinned, verdict.Reason);
    }

    [Fact]
    public void Without_a_revocation_list_it_is_not_accepted()
    {
        var scenario = new SnpScenario();
        var world = FakeWorld.KeyServer(scenario);
        using var server =
            new LoopbackServer(target => target.EndsWith("/crl", StringComparison.Ordinal) ? new Reply(404, []) : world(target));
        var (verdict, inputs) = Judge(scenario, server);
        Assert.Equal((true, false, ReasonCode.CrlMissing), (verdict.Authentic, verdict.Accepted, verdict.Reason));
        Assert.Equal($"GET {server.Address}vcek/v1/Milan/crl: expected status 200, found 404", inputs[^1].Detail);
    }

    [Fact]
    public void What_cannot_be_asked_for_is_said()
    {
        using var server = new LoopbackServer(_ => new Reply(404, []));
        var vlek = Judge(new SnpScenario(isVlek: true), server).Inputs[0];
        Assert.Equal(("vek", true), (vlek.Input, vlek.IsFailed));
        Assert.Contains("a VLEK is not published", vlek.Detail, StringComparison.Ordinal);
        Assert.Contains(
            "CHIP_ID is masked", Judge(
                new SnpScenario().With(s => s.Set(0x1A0, new byte[64])), server).Inputs[0].Detail, StringComparison.Ordinal);
        Assert.Contains(
            "no known product line", Judge(
                new SnpScenario().With(s => s.Set(0x188, 0x1A, 0x50)), server).Inputs[0].Detail, StringComparison.Ordinal);
        Assert.Contains(
            "no report", Judge(new SnpScenario().With(s => s.Wrap = _ => [1, 2, 3]), server).Inputs[0].Detail, StringComparison.Ordinal);
    }

    private static (EvidenceVerdict Verdict, IReadOnlyList<InputSource> Inputs) Judge(
        SnpScenario scenario, LoopbackServer server, Func<SnpEvidence, SnpEvidence>? give = null, SnpAnchors? anchors = null)
    {
        using var handler = OnlineSession.DefaultHandler();
        using var session =
            new OnlineSession(new OnlineOptions { KeyServer = server.Address }, handler, new ManualClock(), (_, _) => Task.CompletedTask);
        var evidence = new SnpEvidence { Report = scenario.Report() };
        var complete = session.CompleteAsync(give?.Invoke(evidence) ?? evidence).GetAwaiter().GetResult();
        var time = DateTimeOffset.Parse(scenario.Time, CultureInfo.InvariantCulture);
        return (SnpVerifier.Verify(complete, anchors ?? FakeWorld.Anchors(scenario), WithRevocation, time), session.Inputs);
    }
}
