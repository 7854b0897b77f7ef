using System.Globalization;
using System.Text.Json.Nodes;
using Conformance.Evidence.Composite;
using Conformance.Evidence.Nvidia.Checks;
using Conformance.Evidence.Policy;
using Conformance.Suites;

namespace Conformance.Evidence.Tests.Composite;

/// <summary>vectors/evidence/node, read like anybody would.</summary>
internal static class NodeVectors
{
    public static string Folder { get; } = Path.Combine(Corpus.RepositoryRoot(), "vectors", "evidence", "node");

    public static IReadOnlyDictionary<string, JsonObject> Cases { get; } =
        JsonNode.Parse(Bytes("cases.json"))!["cases"]!.AsArray().ToDictionary(c => (string)c!["id"]!, c => c!.AsObject());

    public static NodeAnchors Anchors { get; } = NodeAnchors.Read(Bytes("anchors.json"), "anchors.json");

    public static byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(Folder, name));

    public static JsonObject Json(string id) => JsonNode.Parse(Bytes($"{id}.json"))!.AsObject();

    public static NodeRequest Request(string id, byte[]? file = null)
    {
        var one = Cases[id];
        return new NodeRequest
        {
            Evidence = Part.Read<NodeEvidence>(() => NodeEvidenceReader.Read(file ?? Bytes($"{id}.json"), id)),
            Challenge = one["challenge"] is { } challenge ? Convert.FromHexString((string)challenge!) : default(ReadOnlyMemory<byte>?),
            Time = DateTimeOffset.Parse((string)one["time"]!, CultureInfo.InvariantCulture),
            Policy = EvidencePolicy.Read(Bytes($"policy-{(string)one["policy"]!}.json"), "policy", CheckRegistries.Contains),
            Anchors = Anchors,
            Signatures = AgreeingSignatures.Instance,
        };
    }
}
