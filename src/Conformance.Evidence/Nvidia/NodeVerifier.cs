using System.Text.Json;
using System.Text.Json.Nodes;
using Conformance.Evidence.Checks;
using Conformance.Evidence.Nvidia.Checks;

namespace Conformance.Evidence.Nvidia;

/// <summary>Judges the devices of one machine, each by itself and all together.</summary>
public static class NodeVerifier
{
    /// <param name="requests">One per device; at least one.</param>
    public static NodeVerdict Verify(IReadOnlyList<NvidiaRequest> requests)
    {
        ArgumentOutOfRangeException.ThrowIfZero(requests.Count);
        var devices = requests.Select(NvidiaVerifier.Verify).ToList();
        var context = new NodeContext(devices, requests.All(r => r.IsRecorded), requests[0].Policy);
        var verdict = EvidenceVerdict.Of(NodeChecks.Registry, NodeChecks.All.RunAll(context), requests[0].Policy.Required, () => Facts(devices));
        return new NodeVerdict(verdict, [.. devices.Select(d => d.Verdict)]);
    }

    private static JsonObject Facts(List<DeviceVerdict> devices) => new()
    {
        ["devices"] = new JsonArray([.. devices.Select(d => Json(d.Verdict))]),
    };

    private static JsonNode Json(EvidenceVerdict verdict)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            VerdictJson.Write(json, verdict);
        }

        return JsonNode.Parse(stream.ToArray())!;
    }
}

/// <param name="Verdict">Of the node. Its facts hold the devices' verdicts in full.</param>
/// <param name="Devices">In the order of the evidence.</param>
public sealed record NodeVerdict(EvidenceVerdict Verdict, IReadOnlyList<EvidenceVerdict> Devices);
