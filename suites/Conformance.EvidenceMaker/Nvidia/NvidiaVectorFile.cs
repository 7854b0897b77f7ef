using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Conformance.Evidence;
using Conformance.Evidence.Checks;
using Conformance.EvidenceMaker.Keys;
using Org.BouncyCastle.X509;

namespace Conformance.EvidenceMaker.Nvidia;

/// <summary>vectors/evidence/nvidia/*.json: every twin, with the byte strings that they share written once.</summary>
internal sealed class NvidiaVectorFile
{
    public const string Format = "conformance-nvidia-vectors/1";

    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly SortedDictionary<string, string> _parts = new(StringComparer.Ordinal);
    private readonly JsonArray _cases = [];

    private NvidiaVectorFile()
    {
    }

    public static string DeviceRoot => Pin("nvidia device root");

    public static string RimRoot => Pin("nvidia rim root");

    public static IEnumerable<(string Name, byte[] Content)> Make()
    {
        yield return ("report.json", Of(ReportTwins.All));
        yield return ("chain.json", Of(ChainTwins.All));
        yield return ("rim.json", Of(RimTwins.All));
        yield return ("ocsp.json", Of(OcspTwins.All));
        yield return ("policy.json", Of(PolicyTwins.All));
        yield return ("node.json", Of(NodeTwins.All));
        yield return ("token.json", OfTokens(TokenTwins.All));
        yield return ("ear.json", OfTokens(EarTwins.All));
    }

    private static byte[] Of(IReadOnlyList<NvidiaTwin> twins)
    {
        var file = new NvidiaVectorFile();
        foreach (var twin in twins)
        {
            var id = twin.Check + (twin.Variant.Length == 0 ? "" : "/" + twin.Variant);
            file.Add(id + "/valid", twin, twin.Sound(), null);
            var broken = twin.Sound();
            twin.Break(broken);
            file.Add(id + "/invalid", twin, broken, twin.Reason);
        }

        return file.Bytes();
    }

    private static byte[] OfTokens(IReadOnlyList<TokenTwin> twins)
    {
        var file = new NvidiaVectorFile();
        foreach (var twin in twins)
        {
            var id = twin.Check + (twin.Variant.Length == 0 ? "" : "/" + twin.Variant);
            file.Add(id + "/valid", twin, twin.Sound(), null);
            var broken = twin.Sound();
            twin.Break(broken);
            file.Add(id + "/invalid", twin, broken, twin.Reason);
        }

        return file.Bytes();
    }

    private void Add(string id, NvidiaTwin twin, NvidiaScenario scenario, string? reason)
    {
        var json = new JsonObject { ["id"] = id, ["check"] = twin.Check, ["kind"] = twin.Kind, ["time"] = scenario.Time };
        if (twin.Kind == "rim")
        {
            json["rim"] = Part(scenario.Driver.Make());
        }
        else
        {
            json["devices"] = new JsonArray([.. scenario.Devices.Select(Device)]);
            if (scenario.Challenge is { } challenge)
            {
                json["nonce"] = Convert.ToHexStringLower(challenge);
            }

            if (scenario.IsRecorded)
            {
                json["recorded"] = true;
            }

            json["rims"] = Parts(scenario.Rims.Select(r => r.Make()));
            json["ocsp"] = Parts(scenario.Answers());
            if (scenario.OcspNonce is { } nonce)
            {
                json["ocspNonce"] = Convert.ToHexStringLower(nonce);
            }

            json["policy"] = new JsonObject { ["format"] = "conformance-evidence-policy/1", ["nvidia"] = scenario.Policy.DeepClone() };
        }

        json["expected"] = Expected(twin.Check, reason);
        _cases.Add((JsonNode)json);
    }

    private void Add(string id, TokenTwin twin, TokenSpec token, string? reason)
    {
        var json = new JsonObject
        {
            ["id"] = id, ["check"] = twin.Check, ["kind"] = token.IsResult ? "ear" : "token", ["time"] = "2025-06-01T00:00:00Z",
            ["token"] = Part(token.Token()), ["keys"] = Part(token.KeySet()),
        };
        if (token.HasRoot)
        {
            json["keyRoot"] = Part(TokenSpec.RootCertificate.Make());
        }

        if (token.Challenge is { } challenge)
        {
            json["nonce"] = challenge;
        }

        if (token.Policy is { } policy)
        {
            json["appraisal"] = Part(Encoding.UTF8.GetBytes(policy));
        }

        json["expected"] = Expected(twin.Check, reason);
        _cases.Add((JsonNode)json);
    }

    private JsonObject Device(DeviceSpec device)
    {
        var json = new JsonObject { ["report"] = Part(device.Report()) };
        if (device.Certificates() is { } chain)
        {
            json["chain"] = Part(chain);
        }

        if (device.DeclaredArchitecture is { } architecture)
        {
            json["architecture"] = architecture;
        }

        if (device.DeclaredNonce is { } nonce)
        {
            json["nonce"] = Convert.ToHexStringLower(nonce);
        }

        return json;
    }

    private JsonArray Parts(IEnumerable<byte[]> all) => new([.. all.Select(b => (JsonNode)Part(b))]);

    private string Part(byte[] bytes)
    {
        var name = Convert.ToHexStringLower(SHA256.HashData(bytes))[..16];
        _parts[name] = Convert.ToBase64String(bytes);
        return name;
    }

    private byte[] Bytes() => Encoding.UTF8.GetBytes(new JsonObject
    {
        ["format"] = Format,
        ["source"] = "synthetic: made by suites/Conformance.EvidenceMaker; its keys are public and vouch for nothing",
        ["deviceRoot"] = DeviceRoot,
        ["rimRoot"] = RimRoot,
        ["parts"] = new JsonObject(_parts.Select(p => KeyValuePair.Create<string, JsonNode?>(p.Key, p.Value))),
        ["cases"] = _cases,
    }.ToJsonString(Options) + "\n");

    private static string Pin(string label) =>
        Convert.ToHexStringLower(
            SHA256.HashData(SubjectPublicKeyInfoFactory.CreateSubjectPublicKeyInfo(SyntheticKeys.P384(label).Public).GetEncoded()));

    private static JsonObject Expected(string check, string? reason)
    {
        if (reason is null)
        {
            return new JsonObject { ["verdict"] = "accept" };
        }

        var kind = CheckRegistries.All.Select(r => r.Find(check)).OfType<CheckId>().Single().Class;
        return new JsonObject { ["verdict"] = "reject", ["class"] = VerdictJson.NameOf(kind), ["check"] = check, ["reason"] = reason };
    }
}
