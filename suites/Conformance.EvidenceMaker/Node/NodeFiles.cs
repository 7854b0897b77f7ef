using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Conformance.Evidence.Checks;
using Conformance.Evidence.Composite.Checks;
using Conformance.Evidence.Snp;
using Conformance.EvidenceMaker.Keys;
using Conformance.EvidenceMaker.Nvidia;
using Org.BouncyCastle.X509;

namespace Conformance.EvidenceMaker.Node;

//  vectors/evidence/node: files as any verifier can take them.
//
//  cases.json             what must be said to each case, with time, challenge and policy
//  anchors.json           the synthetic roots, the only ones under which the cases hold
//  policy-NAME.json       the policies that the cases name
//  ID.json                the evidence of a case

/// <summary>Writes the golden cases of CPU and GPUs as one node.</summary>
internal static class NodeFiles
{
    public const string Format = "conformance-node-vectors/1";

    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static IReadOnlyList<NodeCase> Cases { get; } = [.. AcceptedCases.All, .. BindingCases.All, .. PartCases.All, .. ApusCases.All];

    /// <summary>The same bytes on every machine and at every time.</summary>
    public static IEnumerable<(string Name, byte[] Content)> Make()
    {
        yield return ("cases.json", Text(new JsonObject
        {
            ["format"] = Format,
            ["source"] = "synthetic: made by suites/Conformance.EvidenceMaker; its keys are public and vouch for nothing",
            ["cases"] = new JsonArray([.. Cases.Select(c => (JsonNode)Describe(c))]),
        }));
        yield return ("anchors.json", Text(Anchors()));
        foreach (var (name, policy) in NodePolicies.All)
        {
            yield return ($"policy-{name}.json", Text(policy));
        }

        foreach (var one in Cases)
        {
            yield return ($"{one.Id}.json", one.Build());
        }
    }

    public static byte[] Text(JsonNode json) => Encoding.UTF8.GetBytes(json.ToJsonString(Options) + "\n");

    private static JsonObject Anchors()
    {
        var pin =
            Convert.ToHexStringLower(
                SHA256.HashData(SubjectPublicKeyInfoFactory.CreateSubjectPublicKeyInfo(SyntheticKeys.Rsa("ark").Public).GetEncoded()));
        return new JsonObject
        {
            ["format"] = "conformance-anchors/1",
            ["snp"] = new JsonObject(Enum.GetNames<ProductLine>().Select(line => KeyValuePair.Create<string, JsonNode?>(line, pin))),
            ["tdx"] = new JsonArray(Evidence.TdxVectors.Scenario.RootKey.Fingerprint),
            ["nvidiaDevice"] = NvidiaVectorFile.DeviceRoot,
            ["nvidiaRim"] = NvidiaVectorFile.RimRoot,
        };
    }

    private static JsonObject Describe(NodeCase one)
    {
        var json = new JsonObject { ["id"] = one.Id, ["what"] = one.What, ["time"] = one.Time, ["policy"] = one.Policy };
        var challenge = one.Challenge ?? Convert.ToHexStringLower(new NodeModel { Form = 0 }.Challenge);
        if (challenge.Length > 0)
        {
            json["challenge"] = challenge;
        }

        json["expected"] = new JsonObject
        {
            ["verdict"] = one.Check is null ? "accept" : "reject",
            ["level"] = one.Level,
            ["class"] = one.Check is null
                ? null
                : VerdictJson.NameOf(CompositeChecks.Registry.Find(one.Check)?.Class
                    ?? throw new InvalidOperationException($"{one.Id}: no check '{one.Check}'")),
            ["check"] = one.Check,
            ["reason"] = one.Reason,
        };
        return json;
    }
}
