using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Conformance.Evidence.Nvidia;
using Conformance.Evidence.Nvidia.Carriers;
using Conformance.EvidenceMaker.Nvidia;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Ocsp;
using Org.BouncyCastle.Ocsp;

namespace Conformance.Evidence.Online.Tests;

/// <summary>NVIDIA's two services for one synthetic scenario.</summary>
internal sealed class NvidiaWorld(NvidiaScenario scenario)
{
    public const string OcspType = "application/ocsp-response";

    /// <summary>Changes the answer about a certificate of this name.</summary>
    public Func<string, OcspSpec, OcspSpec> Answer { get; init; } = (_, answer) => answer;

    /// <summary>Changes the manifest service's answer.</summary>
    public Action<JsonObject> Manifest { get; init; } = _ => { };

    public Reply Reply(string target, byte[] posted) => posted.Length > 0 ? Revocation(posted) : Manifests(target);

    public static NvidiaRequest Request(DeviceSpec device, DateTimeOffset time) => new()
    {
        Device = new DeviceEvidence("device", device.Report(), device.Certificates(), null, null),
        Time = time,
        Challenge = device.Nonce,
        Anchors = new Anchors(NvidiaVectorFile.DeviceRoot, NvidiaVectorFile.RimRoot),
        Policy = new NvidiaPolicy { RequireRevocation = true },
    };

    /// <summary>Found by serial and the issuer's key, as a responder does.</summary>
    private Reply Revocation(byte[] posted)
    {
        var request = new OcspReq(posted);
        var id = request.GetRequestList()[0].GetCertID();
        var pairs = scenario.Devices.Select(d => d.Chain.Skip(1).ToList()).Concat(scenario.Rims.Select(r => r.Chain))
            .SelectMany(c => c.Zip(c.Skip(1)));
        var (subject, issuer) =
            pairs.First(p =>
                p.First.Serial == id.SerialNumber.LongValue
                    && id.MatchesIssuer(new Org.BouncyCastle.X509.X509Certificate(p.Second.Make())));
        var nonce = Asn1OctetString.GetInstance(request.GetExtensionValue(OcspObjectIdentifiers.PkixOcspNonce).GetOctets()).GetOctets();
        return new Reply(200, Answer(subject.Name, new OcspSpec { Subject = subject, Issuer = issuer, Nonce = nonce }).Make(), OcspType);
    }

    private Reply Manifests(string target)
    {
        var id = Uri.UnescapeDataString(target[(target.LastIndexOf('/') + 1)..]);
        var rim =
            scenario.Rims.Find(r =>
                target.StartsWith("/v1/rim/", StringComparison.Ordinal)
                    && id.EndsWith(
                        r.Edition == "GPU" && r.Version.Length < 12
                            ? r.Version
                            : r.Version.Replace(".", "", StringComparison.Ordinal), StringComparison.Ordinal));
        if (rim is null)
        {
            return new Reply(404, "{}"u8.ToArray(), "application/json");
        }

        var xml = rim.Make();
        var json = new JsonObject
        {
            ["id"] = id, ["rim"] = Convert.ToBase64String(xml), ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(xml)),
            ["last_updated"] = "2025-05-01T00:00:00Z",
            ["rim_format"] = "TCG", ["request_id"] = "synthetic",
        };
        Manifest(json);
        return new Reply(200, Encoding.UTF8.GetBytes(json.ToJsonString()), "application/json");
    }
}
