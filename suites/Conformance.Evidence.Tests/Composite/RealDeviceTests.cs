using System.Text.Json.Nodes;
using Conformance.Evidence.Composite;
using Conformance.Evidence.Nvidia;
using Conformance.Evidence.Policy;
using Conformance.EvidenceMaker.Node;
using Conformance.Suites;

namespace Conformance.Evidence.Tests.Composite;

/// <summary>
/// Recorded evidence of a real machine with eight GPUs and four switches, beside a synthetic CPU: rules that synthetic devices cannot test.
/// </summary>
public sealed class RealDeviceTests
{
    private static readonly DateTimeOffset Time = new(2025, 6, 1, 0, 0, 10, TimeSpan.Zero);

    [SkippableFact]
    public void Twelve_devices_of_one_machine_are_twelve_and_eight_of_them_are_GPUs()
    {
        var result = CompositeVerifier.Verify(Request(Machine()));
        Assert.True(result.Verdict.Accepted, result.Verdict.Decisive?.ToString());
        Assert.Equal(CompositeLevel.C, result.Level);
        Assert.Equal(12, result.Devices.Count);
    }

    [SkippableFact]
    public void A_GPU_of_another_machine_in_place_of_one_of_them_is_seen_by_the_node()
    {
        var devices = Machine();
        devices[0] = Read("nvidia/h100-x4-590.12/evidence.json")[0];
        var result = CompositeVerifier.Verify(Request(devices));
        Assert.Equal("node.gpus.authentic", result.Verdict.Decisive!.Check.Id);
    }

    [SkippableFact]
    public void A_switch_does_not_stand_in_for_a_GPU()
    {
        var devices = Machine();
        devices.RemoveAt(0);
        Assert.Equal("NODE_INVENTORY_COUNT", CompositeVerifier.Verify(Request(devices)).Verdict.Reason);
    }

    private static List<JsonNode> Machine() =>
        [.. Read("nvidia/ppcie-570.124.06/evidence.json"), .. Read("nvidia/ppcie-570.124.06/switch-evidence.json")];

    private static List<JsonNode> Read(string file) =>
        [.. JsonNode.Parse(File.ReadAllBytes(Corpus.File(file)))!.AsArray().Select(d => d!.DeepClone())];

    private static NodeRequest Request(IEnumerable<JsonNode> devices)
    {
        var model = new NodeModel { Form = 5, GpuTime = Time.ToUnixTimeSeconds() - 8, CpuTime = Time.ToUnixTimeSeconds() - 5 };
        model.Inventory.AddRange(Enumerable.Range(0, 8).Select(i => $"0000:{0x41 + i:x2}:00.0"));
        model.Finish = f => f["gpus"] = new JsonArray([.. devices]);
        var file = model.Json(NodeScenario.SnpOf(model.ReportData(), _ => { }));
        return new NodeRequest
        {
            Evidence = new(NodeEvidenceReader.Read(file, "real"), null, null),
            Challenge = model.Challenge,
            Time = Time,
            Policy = EvidencePolicy.Read(NodeVectors.Bytes("policy-c.json"), "policy", CheckRegistries.Contains),
            Anchors = NodeVectors.Anchors with { Nvidia = Anchors.Vendor },
            Signatures = AgreeingSignatures.Instance,
        };
    }
}
