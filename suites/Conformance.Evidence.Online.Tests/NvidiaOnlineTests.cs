using System.Text.Json.Nodes;
using Conformance.Evidence.Checks;
using Conformance.Evidence.Nvidia;
using Conformance.EvidenceMaker.Nvidia;

namespace Conformance.Evidence.Online.Tests;

/// <summary>Evidence of GPUs completed by services on this machine.</summary>
public sealed class NvidiaOnlineTests
{
    private static readonly DateTimeOffset Now = new(2025, 6, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Manifests_and_answers_are_fetched_and_the_device_is_accepted()
    {
        var scenario = new NvidiaScenario();
        using var server = new LoopbackServer(new NvidiaWorld(scenario).Reply);
        using var session = Session(server);
        var verdict = await Judge(session, scenario);
        Assert.True(verdict.Accepted, verdict.Verdict.Decisive?.ToString());
        Assert.Equal(["driver_rim", "vbios_rim", .. Enumerable.Repeat("ocsp", 7)], session.Inputs.Select(i => i.Input.Split(' ')[0]));
        Assert.All(session.Inputs, i => Assert.Equal("fetched", i.State));
        Assert.Contains("/v1/rim/NV_GPU_DRIVER_GH100_550.90.07", server.Requests);
        Assert.Contains("/v1/rim/NV_GPU_VBIOS_1010_0200_882_96009F0001", server.Requests);
    }

    [Theory]
    [InlineData(Architecture.Blackwell, "/v1/rim/NV_GPU_CC_DRIVER_GB100_550.90.07")]
    [InlineData(Architecture.Ls10, "/v1/rim/NV_SWITCH_BIOS_5612_0002_890_9610550001")]
    public async Task Other_devices_have_other_manifests(Architecture architecture, string path)
    {
        var scenario = new NvidiaScenario(new DeviceSpec(architecture));
        using var server = new LoopbackServer(new NvidiaWorld(scenario).Reply);
        using var session = Session(server);
        var verdict = await Judge(session, scenario);
        Assert.True(verdict.Accepted, verdict.Verdict.Decisive?.ToString());
        Assert.Contains(path, server.Requests);
    }

    [Fact]
    public async Task Eight_devices_ask_once_for_what_they_share()
    {
        var scenario = new NvidiaScenario([.. Enumerable.Range(0, 8).Select(i => new DeviceSpec(number: i))]);
        using var server = new LoopbackServer(new NvidiaWorld(scenario).Reply);
        using var session = Session(server);
        Assert.True((await Judge(session, scenario)).Accepted);
        Assert.Equal(9, server.Requests.Count);
    }

    /// <summary>What the services do, and the check and reason that must come of it.</summary>
    public static TheoryData<string, string, string> Faults => new()
    {
        { "revoked", "nvidia.chain.revocation", ReasonCode.CertificateRevoked },
        { "unknown", "nvidia.chain.revocation", ReasonCode.OcspUnknown },
        { "stale", "nvidia.chain.revocation", ReasonCode.OcspStale },
        { "wrong responder", "nvidia.ocsp.authentic", ReasonCode.OcspResponder },
        { "bad signature", "nvidia.ocsp.authentic", ReasonCode.OcspSignature },
        { "no nonce", "nvidia.ocsp.authentic", ReasonCode.OcspNonce },
        { "old nonce", "nvidia.ocsp.authentic", ReasonCode.OcspNonce },
        { "another serial", "nvidia.chain.revocation", ReasonCode.OcspMissing },
        { "garbage", "nvidia.chain.revocation", ReasonCode.OcspMissing },
        { "manifest of another id", "nvidia.driver-rim.measurements", ReasonCode.RimMissing },
        { "manifest with another digest", "nvidia.driver-rim.measurements", ReasonCode.RimMissing },
        { "manifest in CoRIM", "nvidia.driver-rim.measurements", ReasonCode.RimMissing },
        { "no manifest", "nvidia.driver-rim.measurements", ReasonCode.RimMissing },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_fault_of_a_service_refuses_by_its_own_check(string fault, string check, string reason)
    {
        var scenario = new NvidiaScenario();
        using var server = new LoopbackServer(World(scenario, fault).Reply);
        using var session = Session(server);
        if (fault == "no manifest")
        {
            scenario.Rims.RemoveAt(0);
        }

        var verdict = (await Judge(session, scenario)).Judged[0].Verdict;
        Assert.Equal((check, reason), (verdict.Decisive!.Check.Id, verdict.Reason));
    }

    [Fact]
    public async Task An_answer_is_kept_while_it_is_valid_and_a_manifest_until_it_is_old()
    {
        var folder = Directory.CreateTempSubdirectory("conformance-nvidia-cache");
        try
        {
            var clock = new ManualClock { Now = Now };
            var scenario = new NvidiaScenario();
            using var server = new LoopbackServer(new NvidiaWorld(scenario).Reply);
            var options = Options(server) with { CacheFolder = folder.FullName, CacheAge = TimeSpan.FromDays(7) };
            async Task<IReadOnlyList<InputSource>> Once()
            {
                using var session = new OnlineSession(options, OnlineSession.DefaultHandler(), clock, (_, _) => Task.CompletedTask);
                var verdict = await Judge(session, scenario, clock.Now);
                session.Keep();
                Assert.True(verdict.Accepted || clock.Now > Now, verdict.Verdict.Decisive?.ToString());
                return session.Inputs;
            }

            await Once();
            Assert.All(await Once(), i => Assert.Equal("cached", i.State));

            // nextUpdate is at noon.
            clock.Now = Now.AddHours(13);
            var later = await Once();
            Assert.All(later.Where(i => i.Input.EndsWith("rim", StringComparison.Ordinal)), i => Assert.Equal("cached", i.State));
            Assert.All(later.Where(i => i.Input.StartsWith("ocsp", StringComparison.Ordinal)), i => Assert.Equal("fetched", i.State));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_busy_service_is_waited_for_as_long_as_it_asks()
    {
        var scenario = new NvidiaScenario();
        var world = new NvidiaWorld(scenario);
        var isFirst = true;
        using var server = new LoopbackServer((target, posted) =>
        {
            if (posted.Length > 0 && isFirst)
            {
                isFirst = false;
                return new Reply(429, [], null, ("Retry-After", "7"));
            }

            return world.Reply(target, posted);
        });
        var pauses = new List<TimeSpan>();
        using var session = new OnlineSession(Options(server), OnlineSession.DefaultHandler(), new ManualClock { Now = Now }, (wait, _) =>
        {
            pauses.Add(wait);
            return Task.CompletedTask;
        });
        Assert.True((await Judge(session, scenario)).Accepted);
        Assert.Equal([TimeSpan.FromSeconds(7)], pauses);
    }

    private static NvidiaWorld World(NvidiaScenario scenario, string fault) => new(scenario)
    {
        Answer = (name, answer) => name != scenario.Device.Chain[2].Name ? answer : fault switch
        {
            "revoked" or "unknown" => answer with { Word = fault },
            "stale" => answer with { NextUpdate = Now.UtcDateTime.AddHours(-2) },
            "wrong responder" => answer with { ResponderIssuer = scenario.Rims[^1].Chain[1] },
            "bad signature" => answer with { HasStrangeSignature = true },
            "no nonce" => answer with { Nonce = null },
            "old nonce" => answer with { Nonce = new byte[32] },
            "another serial" => answer with { SerialOffset = 1 },
            "garbage" => answer with { Bytes = [1, 2, 3] },
            _ => answer,
        },
        Manifest = json =>
        {
            if (!((string)json["id"]!).Contains("DRIVER", StringComparison.Ordinal))
            {
                return;
            }

            switch (fault)
            {
                case "manifest of another id": json["id"] = "NV_GPU_DRIVER_GH100_550.90.08"; break;
                case "manifest with another digest": json["sha256"] = new string('0', 64); break;
                case "manifest in CoRIM": json["rim_format"] = "CORIM"; break;
                default: break;
            }
        },
    };

    private static async Task<NodeVerdict> Judge(OnlineSession session, NvidiaScenario scenario, DateTimeOffset? time = null) =>
        NodeVerifier.Verify(await session.CompleteAsync([.. scenario.Devices.Select(d => NvidiaWorld.Request(d, time ?? Now))]));

    private static OnlineSession Session(LoopbackServer server) =>
        new(Options(server), OnlineSession.DefaultHandler(), new ManualClock { Now = Now }, (_, _) => Task.CompletedTask);

    private static OnlineOptions Options(LoopbackServer server) => new()
    {
        RevocationService = server.Address, ManifestService = server.Address,
    };
}
