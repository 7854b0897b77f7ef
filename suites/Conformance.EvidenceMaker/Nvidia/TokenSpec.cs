using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Org.BouncyCastle.Crypto.Parameters;

namespace Conformance.EvidenceMaker.Nvidia;

/// <summary>An answer of the attestation service to be made, with the keys that it is judged by.</summary>
internal sealed class TokenSpec
{
    public const string Issuer = "https://nras.attestation.nvidia.com";
    public const string Root = "Synthetic Attestation Service Root";

    public const long Now = 1748736000; // 2025-06-01T00:00:00Z

    public TokenSpec()
    {
        Claims = Common();
        Claims["sub"] = "NVIDIA-PLATFORM-ATTESTATION";
        Claims["x-nvidia-ver"] = "3.0";
        Claims["x-nvidia-overall-att-result"] = true;
        foreach (var name in (string[])["GPU-0", "GPU-1"])
        {
            var device = Common();
            device["measres"] = "success";
            device["hwmodel"] = "GH100 A01 GSP BROM";
            device["x-nvidia-gpu-driver-version"] = "550.90.07";
            device["x-nvidia-gpu-attestation-report-cert-chain"] = new JsonObject
            {
                ["x-nvidia-cert-status"] = "valid", ["x-nvidia-cert-ocsp-status"] = "good",
            };
            Devices[name] = device;
        }
    }

    public JsonObject Header { get; } = new() { ["kid"] = "nv-eat-kid-synthetic", ["alg"] = "ES384" };

    public JsonObject Claims { get; }

    public SortedDictionary<string, JsonObject> Devices { get; } = new(StringComparer.Ordinal);

    /// <summary>Changes the devices' tokens after the first token took their digests.</summary>
    public Action<JsonObject> Swap { get; set; } = _ => { };

    public string KeyLabel { get; set; } = "nvidia token key";

    /// <summary>Changes the first token's compact form.</summary>
    public Func<string, string> Wrap { get; set; } = text => text;

    /// <summary>Instead of everything.</summary>
    public string? Text { get; set; }

    /// <summary>Changes the key set.</summary>
    public Action<JsonObject> Keys { get; set; } = _ => { };

    /// <summary>One token that is an attestation result (EAR), with a key on P-256.</summary>
    public bool IsResult { get; set; }

    /// <summary>Certificates beside the key; null: none.</summary>
    public List<GpuCertificate>? Chain { get; set; }

    /// <summary>Whether the verifier demands that the certificates lead to <see cref="RootCertificate"/>.</summary>
    public bool HasRoot { get; set; }

    public string? Challenge { get; set; } = new('a', 64);

    /// <summary>The vendor's appraisal policy.</summary>
    public string? Policy { get; set; }

    public static GpuCertificate RootCertificate { get; } = new()
    {
        Name = Root, IssuerName = Root, KeyLabel = "nvidia token root", IssuerKeyLabel = "nvidia token root", Serial = 0x501,
    };

    /// <param name="key">Of the first certificate.</param>
    /// <param name="root">Who issued the last one.</param>
    public static List<GpuCertificate> ServiceChain(string key = "nvidia token key", string root = "nvidia token root") =>
    [
        new()
        {
            Name = "NVIDIA Attestation Service GPU GH100", IssuerName = "Synthetic Attestation Service ICA", KeyLabel = key,
            IssuerKeyLabel = "nvidia token ica", Serial = 0x503,
            IsAuthority = false, NotBefore = new(2025, 5, 31, 0, 0, 0, DateTimeKind.Utc),
            NotAfter = new(2025, 6, 2, 0, 0, 0, DateTimeKind.Utc),
        },
        new()
        {
            Name = "Synthetic Attestation Service ICA", IssuerName = Root, KeyLabel = "nvidia token ica", IssuerKeyLabel = root,
            Serial = 0x502,
        },
    ];

    public TokenSpec With(Action<TokenSpec> change)
    {
        change(this);
        return this;
    }

    public byte[] Token()
    {
        if (Text is not null)
        {
            return Encoding.UTF8.GetBytes(Text);
        }

        if (IsResult)
        {
            return Encoding.UTF8.GetBytes(Wrap(Sign(Header, Claims, KeyLabel)));
        }

        var devices = new JsonObject();
        var digests = new JsonObject();
        foreach (var (name, claims) in Devices)
        {
            var token = Sign(new JsonObject { ["kid"] = "nv-eat-kid-synthetic", ["alg"] = "ES384" }, claims, "nvidia token key");
            devices[name] = token;
            digests[name] =
                new JsonArray(
                    "DIGEST", new JsonArray("SHA-256", Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(token)))));
        }

        var overall = Claims.DeepClone().AsObject();
        overall.TryAdd("submods", digests);
        Swap(devices);
        return Encoding.UTF8.GetBytes(new JsonArray(new JsonArray("JWT", Wrap(Sign(Header, overall, KeyLabel))), devices).ToJsonString());
    }

    public byte[] KeySet()
    {
        var key = Jwk("nv-eat-kid-synthetic", "nvidia token key");
        var used = IsResult ? Jwk("ear-synthetic", "p256 nvidia ear key") : key;
        if (Chain is not null)
        {
            used["x5c"] = new JsonArray([.. Chain.Select(c => (JsonNode)Convert.ToBase64String(c.Make()))]);
        }

        var set = new JsonObject
        {
            ["keys"] = new JsonArray(new JsonObject { ["kty"] = "oct", ["kid"] = "another-kind", ["k"] = "AAAA" }, key),
        };
        if (IsResult)
        {
            set["keys"]!.AsArray().Add((JsonNode)used);
        }

        Keys(set);
        return Encoding.UTF8.GetBytes(set.ToJsonString());
    }

    public static JsonObject Jwk(string id, string label)
    {
        var point = ((ECPublicKeyParameters)GpuCertificate.Pair(label).Public).Q.Normalize();
        return new JsonObject
        {
            ["kty"] = "EC", ["crv"] = label.StartsWith("p256 ", StringComparison.Ordinal) ? "P-256" : "P-384", ["kid"] = id,
            ["x"] = Base64Url.EncodeToString(point.AffineXCoord.GetEncoded()),
            ["y"] = Base64Url.EncodeToString(point.AffineYCoord.GetEncoded()),
        };
    }

    public static string Sign(JsonObject header, JsonObject claims, string label)
    {
        var signed = $"{Part(header)}.{Part(claims)}";
        return $"{signed}.{Base64Url.EncodeToString(Ecdsa.Fixed(GpuCertificate.Pair(label).Private, Encoding.ASCII.GetBytes(signed)))}";
    }

    private static string Part(JsonObject json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString()));

    private static JsonObject Common() => new()
    {
        ["iss"] = Issuer, ["eat_nonce"] = new string('a', 64), ["nbf"] = Now - 60, ["iat"] = Now - 60, ["exp"] = Now + 3540,
    };
}
