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

        // Devices have nothing to do with one another until the node's checks, so each processor takes its share.
        var devices = requests.Count == 1
            ? [NvidiaVerifier.Verify(requests[0])]
            : requests.AsParallel().AsOrdered().Select(NvidiaVerifier.Verify).ToList();
        var context = new NodeContext(devices, requests.All(r => r.IsRecorded), requests[0].Policy);
        var verdict =
            EvidenceVerdict.Of(NodeChecks.Registry, NodeChecks.All.RunAll(context), requests[0].Policy.Required, () => Facts(devices));
        return new NodeVerdict(verdict, devices);
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

/// <summary>The verdicts of a node and of its devices.</summary>
public sealed class NodeVerdict
{
    internal NodeVerdict(EvidenceVerdict verdict, IReadOnlyList<DeviceVerdict> devices)
    {
        Verdict = verdict;
        Judged = devices;
    }

    /// <summary>Of the node. Its facts hold the devices' verdicts in full.</summary>
    public EvidenceVerdict Verdict { get; }

    /// <summary>In the order of the evidence.</summary>
    public IReadOnlyList<EvidenceVerdict> Devices => [.. Judged.Select(d => d.Verdict)];

    /// <summary>In the order of the evidence, with what was read.</summary>
    public IReadOnlyList<DeviceVerdict> Judged { get; }

    /// <summary>
    /// What to tell whoever asked: of a device by itself its own verdict, unless the policy asks for something that only a node has. Then a
    /// device alone must answer for it.
    /// </summary>
    public EvidenceVerdict Answer =>
        Judged is [{ Context.Request.Policy: { Gpus: null, Switches: null } policy } only]
            && !policy.Required.Any(id => NodeChecks.Registry.Find(id) is not null)
        ? only.Verdict
        : Verdict;

    public bool Accepted => Verdict.Accepted;

    public string? Reason => Verdict.Reason;
}
