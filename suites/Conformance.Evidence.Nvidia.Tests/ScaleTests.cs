using Conformance.Evidence.Caching;
using Conformance.Evidence.Certificates;
using Conformance.Evidence.Checks;
using Conformance.Evidence.Nvidia.Rims;
using Conformance.EvidenceMaker.Nvidia;

namespace Conformance.Evidence.Nvidia.Tests;

/// <summary>Many devices, many manifests, and what is remembered between them: never another answer.</summary>
public sealed class ScaleTests
{
    [Fact]
    public void Sixty_four_devices_at_once_get_the_findings_of_one_after_another()
    {
        var golden = GoldenCase.All().Where(c => c.Kind is "device" or "node").ToList();
        var requests = golden.SelectMany(c => c.Requests(SystemSignatures.Instance, c.Anchors)).Take(600).Where((_, i) => i % 9 == 0)
            .Take(64).ToList();
        Assert.Equal(64, requests.Count);
        var serial = requests.Select(r => NvidiaVerifier.Verify(r).Verdict.Findings).ToList();
        var node = NodeVerifier.Verify(requests);
        Assert.Equal(serial, node.Devices.Select(d => d.Findings));
        Assert.Contains(node.Devices, d => d.Accepted);
        Assert.Contains(node.Devices, d => !d.Accepted);
    }

    [Fact]
    public void What_is_remembered_changes_no_verdict()
    {
        var cache = new EvidenceCache();
        // Cold ones are slow, so not all of them.
        foreach (var golden in GoldenCase.All().Where(c => c.Kind == "device").Where((_, i) => i % 5 == 1))
        {
            var request = golden.Requests(SystemSignatures.Instance, golden.Anchors).Single();
            var cold = NvidiaVerifier.Verify(request with { Cache = new EvidenceCache() }).Verdict.Findings;
            Assert.Equal(cold, NvidiaVerifier.Verify(request with { Cache = cache }).Verdict.Findings);
            Assert.Equal(cold, NvidiaVerifier.Verify(request with { Cache = cache }).Verdict.Findings);
        }
    }

    [Fact]
    public void A_remembered_manifest_is_still_judged_at_the_time_that_is_given()
    {
        var golden = GoldenCase.Of("policy.json").First(c => c.IsAccept);
        var request = golden.Requests(SystemSignatures.Instance, golden.Anchors).Single();
        Assert.True(NvidiaVerifier.Verify(request).Verdict.Accepted);
        Assert.Equal(
            ReasonCode.CertificateExpired, NvidiaVerifier.Verify(
                request with { Time = new DateTimeOffset(2040, 1, 1, 0, 0, 0, TimeSpan.Zero) }).Verdict.Reason);
        Assert.Equal(
            ReasonCode.RootNotPinned, NvidiaVerifier.Verify(
                request with { Anchors = golden.Anchors with { RimRoot = golden.Anchors.DeviceRoot } }).Verdict.Reason);
    }

    [Fact]
    public void A_store_of_a_thousand_manifests_gives_the_ones_that_a_report_asks_for()
    {
        var folder = Directory.CreateTempSubdirectory("conformance-rims");
        try
        {
            var scenario = new NvidiaScenario();
            var other = System.Text.Encoding.UTF8.GetString(new RimSpec("999.99", "GPU", "driver", NvidiaScenario.Golden(7)).Make());
            for (var i = 0; i < 1000; i++)
            {
                File.WriteAllText(
                    Path.Combine(
                        folder.CreateSubdirectory($"{i % 10}").FullName, $"{i}.xml"), other.Replace(
                            "999.99", $"{i}.1", StringComparison.Ordinal));
            }

            File.WriteAllBytes(Path.Combine(folder.FullName, "d.xml"), scenario.Driver.Make());
            File.WriteAllBytes(Path.Combine(folder.FullName, "v.xml"), scenario.Vbios.Make());
            File.WriteAllText(Path.Combine(folder.FullName, "garbage.xml"), "colloquialVersion=");
            File.WriteAllText(Path.Combine(folder.FullName, "550.90.07.txt"), "no manifest");
            var golden = GoldenCase.Of("policy.json").First(c => c.IsAccept);
            var request = golden.Requests(SystemSignatures.Instance, golden.Anchors).Single();
            var store = new RimStore(folder.FullName);
            var rims = store.For(request);
            Assert.Equal(["d.xml", "v.xml"], rims.Select(r => r.Value!.Place));
            Assert.True(NvidiaVerifier.Verify(request with { Rims = rims }).Verdict.Accepted);

            // Read once, and broken ones are told, not passed over.
            Assert.Same(rims[0], store.For(request)[0]);
            Assert.Equal(ReasonCode.RimDigest, RimVerifier.Verify(store.Find("7.1").Single(), request.Time, golden.Anchors).Reason);
            Assert.Empty(store.Find("5000.1"));
            Assert.Empty(store.For(request with { Device = request.Device with { Report = new byte[] { 1 } } }));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
