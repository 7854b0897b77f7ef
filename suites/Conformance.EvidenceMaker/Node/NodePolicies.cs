using System.Text.Json.Nodes;

namespace Conformance.EvidenceMaker.Node;

/// <summary>
/// The policies of the cases, by name. Each but two knows the synthetic guests; only one asks for manifests, which would stand in every
/// file.
/// </summary>
internal static class NodePolicies
{
    public static IReadOnlyDictionary<string, JsonObject> All { get; } = new SortedDictionary<string, JsonObject>(StringComparer.Ordinal)
    {
        ["a"] = Policy(null),
        ["b"] = Policy(new() { ["minimumLevel"] = "B" }),
        ["c"] = Policy(new() { ["minimumLevel"] = "C" }),
        ["endorsement-age"] = Policy(new() { ["maximumEndorsementAgeSeconds"] = 40 * 86400 }),
        ["endorsement-age-day"] = Policy(new() { ["maximumEndorsementAgeSeconds"] = 86400 }),
        ["manifests"] = Policy(null, manifests: true),
        ["unmeasured"] = Policy(null, snp: false, kernel: false),
        ["unmeasured-permitted"] = Policy(new() { ["requireGuestMeasurement"] = false }, snp: false),
        ["firmware-only"] = Policy(null, kernel: false),
    };

    private static JsonObject Policy(JsonObject? node, bool snp = true, bool kernel = true, bool manifests = false)
    {
        var policy = new JsonObject { ["format"] = "conformance-evidence-policy/1" };
        if (snp)
        {
            policy["snp"] = new JsonObject { ["measurements"] = Values(0x22) };
        }

        policy["tdx"] = kernel
            ? new JsonObject { ["mrTd"] = Values(0x20), ["rtmr1"] = Values(0x25), ["rtmr2"] = Values(0x26) }
            : new JsonObject { ["mrTd"] = Values(0x20) };
        policy["nvidia"] = new JsonObject { ["requireMeasurements"] = manifests };
        if (node is not null)
        {
            policy["node"] = node;
        }

        return policy;
    }

    private static JsonArray Values(byte value) => new(Convert.ToHexStringLower([.. Enumerable.Repeat(value, 48)]));
}
