using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Conformance.Evidence.Checks;
using Conformance.Evidence.Snp;
using Conformance.EvidenceMaker.Certificates;
using Conformance.EvidenceMaker.Keys;
using Org.BouncyCastle.X509;

namespace Conformance.EvidenceMaker.Snp;

/// <summary>vectors/evidence/snp/*.json: every twin, with the certificates that they share written once.</summary>
internal static class SnpVectorFile
{
    public const string Format = "conformance-evidence-vectors/1";

    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static IEnumerable<(string Name, byte[] Content)> Make()
    {
        yield return ("form.json", File("form", FormTwins.All));
        yield return ("chain.json", File("chain", ChainTwins.All));
        yield return ("policy.json", File("policy", PolicyTwins.All));
        yield return ("id-block.json", File("id-block", IdBlockTwins.All));
    }

    private static byte[] File(string group, IReadOnlyList<SnpTwin> twins)
    {
        var blobs = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var cases = new JsonArray();
        foreach (var twin in twins)
        {
            var id = twin.Check + (twin.Variant.Length == 0 ? "" : "/" + twin.Variant);
            cases.Add(Case(id + "/valid", twin, twin.Sound(), null, blobs));
            var broken = twin.Sound();
            twin.Break(broken);
            cases.Add(Case(id + "/invalid", twin, broken, twin.Reason, blobs));
        }

        var root = SubjectPublicKeyInfoFactory.CreateSubjectPublicKeyInfo(SyntheticKeys.Rsa("ark").Public).GetEncoded();
        var pin = Convert.ToHexStringLower(SHA256.HashData(root));
        var anchors = new JsonObject();
        foreach (var line in Enum.GetNames<ProductLine>())
        {
            anchors[line] = pin;
        }

        var file = new JsonObject
        {
            ["format"] = Format,
            ["kind"] = "snp",
            ["group"] = group,
            ["source"] = "synthetic: made by suites/Conformance.EvidenceMaker; its keys are public and vouch for nothing",
            ["anchors"] = anchors,
            ["certificates"] = new JsonObject(blobs.Select(b => KeyValuePair.Create<string, JsonNode?>(b.Key, b.Value))),
            ["cases"] = cases,
        };
        return Encoding.UTF8.GetBytes(file.ToJsonString(Options) + "\n");
    }

    private static JsonObject Case(string id, SnpTwin twin, SnpScenario scenario, string? reason, SortedDictionary<string, string> blobs)
    {
        var json = new JsonObject
        {
            ["id"] = id, ["check"] = twin.Check, ["time"] = scenario.Time, ["report"] = Convert.ToBase64String(scenario.Report()),
        };
        if (scenario.HasVek)
        {
            json["vek"] = Blob("vek", scenario.VekSpec with { Amd = [.. scenario.Vek.Extensions.Select(e => (e.Key, e.Value))] });
        }

        var chain = new JsonArray(JsonValue.Create(Blob("intermediate", scenario.IntermediateSpec)));
        if (scenario.HasRoot)
        {
            chain.Add(JsonValue.Create(Blob("root", scenario.RootSpec)));
        }

        json["chain"] = chain;
        if (scenario.CrlSpec is { } crl)
        {
            json["crl"] = Add("crl", salt => crl.Make(salt));
        }

        if (scenario.IdBlock is { } spec)
        {
            var (block, auth) = spec.Make(scenario.Report());
            json["idBlock"] = Add("idblock", _ => block);
            if (spec.HasAuth)
            {
                json["idAuth"] = Add("idauth", _ => auth);
            }
        }

        if (scenario.Policy.Length > 0)
        {
            json["policy"] = JsonNode.Parse($"{{\"format\":\"conformance-evidence-policy/1\",{scenario.Policy}}}");
        }

        json["expected"] = Expected(twin.Check, reason);
        return json;

        string Blob(string kind, CertificateSpec spec) => Add(kind, spec.Make);

        // The salt depends on what kind of certificate it is only, so that equal certificates are equal bytes and are written once.
        string Add(string kind, Func<string, byte[]> make)
        {
            var der = make(kind);
            var name = $"{kind}-{Convert.ToHexStringLower(SHA256.HashData(der))[..12]}";
            blobs[name] = Convert.ToBase64String(der);
            return name;
        }
    }

    private static JsonObject Expected(string check, string? reason)
    {
        if (reason is null)
        {
            return new JsonObject
            {
                ["verdict"] = "accept", ["authentic"] = true, ["acceptable"] = true, ["check"] = null, ["reason"] = null,
            };
        }

        var kind = Conformance.Evidence.Snp.Checks.SnpChecks.Registry.Find(check)!.Class;
        return new JsonObject
        {
            ["verdict"] = "reject", ["authentic"] = kind is CheckClass.Time or CheckClass.Policy, ["class"] = VerdictJson.NameOf(kind),
            ["check"] = check, ["reason"] = reason,
        };
    }
}
