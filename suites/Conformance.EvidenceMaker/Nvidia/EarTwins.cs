using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using Conformance.Evidence.Checks;

namespace Conformance.EvidenceMaker.Nvidia;

/// <summary>Attestation results (draft-ietf-rats-ear-04) that are forged, of another version, or say more than they show.</summary>
internal static class EarTwins
{
    public static IReadOnlyList<TokenTwin> All { get; } =
    [
        Of("format", "profile", ReasonCode.TokenFormat, t => t.Claims["eat_profile"] = "tag:github.com,2023:veraison/ear"),
        Of("format", "older-profile", ReasonCode.TokenFormat, t => t.Claims["eat_profile"] = "tag:ietf.org,2026:rats/ear#03"),
        Of("format", "status", ReasonCode.TokenFormat, t => t.Claims["ear_status"] = "affirmed"),
        Of("format", "no-verifier", ReasonCode.TokenFormat, t => t.Claims.Remove("ear_verifier_id")),
        Of("format", "no-devices", ReasonCode.TokenFormat, t => t.Claims["submods"] = new JsonObject()),
        Of("format", "status-of-a-device", ReasonCode.TokenFormat, t => t.Claims["submods"]!["GPU-1"]!["ear_status"] = 2),
        Of("format", "vector", ReasonCode.TokenFormat, t => Vector(t)["hardware"] = 128),
        Of("algorithm", "none", ReasonCode.TokenAlgorithm, t =>
        {
            t.Header["alg"] = "none";
            t.Wrap = text => text[..(text.LastIndexOf('.') + 1)];
        }),
        Of("algorithm", "es384-and-its-key", ReasonCode.TokenAlgorithm, t =>
        {
            t.Header["alg"] = "ES384";
            t.Header["kid"] = "nv-eat-kid-synthetic";
            t.KeyLabel = "nvidia token key";
        }),
        Of("key", "unknown", ReasonCode.TokenKey, t => t.Header["kid"] = "stranger"),
        Of("key", "of-another-curve", ReasonCode.TokenKey, t => t.Header["kid"] = "nv-eat-kid-synthetic"),
        Of("key-chain", "another-root", ReasonCode.TokenKeyChain, t => t.HasRoot = true),
        Of("signature", "by-another-key", ReasonCode.TokenSignature, t => t.KeyLabel = "p256 nvidia stranger"),
        Of(
            "signature", "claims-changed", ReasonCode.TokenSignature, t =>
                t.Wrap = text => string.Join('.', text.Split('.')[0], Changed(t.Claims), text.Split('.')[2])),
        Of("issuer", "", ReasonCode.TokenIssuer, t => t.Claims["iss"] = "somebody"),
        Of("nonce", "replayed", ReasonCode.TokenNonce, t => t.Challenge = new string('b', 64)),
        Of("time", "expired", ReasonCode.TokenExpired, t => t.Claims["exp"] = TokenSpec.Now - 60),
        Of("time", "issued-later", ReasonCode.TokenNotYetValid, t => t.Claims["iat"] = TokenSpec.Now + 61),
        Of(
            "key-validity", "", ReasonCode.CertificateExpired, t =>
                t.Chain![0] = t.Chain[0] with { NotAfter = ChainTwins.Early }, () =>
                    Result().With(t => t.Chain = TokenSpec.ServiceChain("p256 nvidia ear key"))),
        Of("consistent", "device-better-than-its-vector", ReasonCode.TokenResult, t => Vector(t)["executables"] = 33),
        Of(
            "consistent", "all-better-than-a-device", ReasonCode.TokenResult, t =>
                t.Claims["submods"]!["GPU-1"]!["ear_status"] = "contraindicated"),
        Of("consistent", "negative-value", ReasonCode.TokenResult, t => Vector(t)["hardware"] = -97),
        Of("result", "contraindicated", ReasonCode.TokenResult, t => t.Claims["ear_status"] = "contraindicated"),
        Of("result", "warning", ReasonCode.TokenResult, t => t.Claims["ear_status"] = "warning"),
        Of(
            "result", "none-of-a-device", ReasonCode.TokenResult, t =>
                t.Claims["submods"]!["GPU-0"] = new JsonObject { ["ear_status"] = "none" }),
    ];

    private static TokenTwin Of(string check, string variant, string reason, Action<TokenSpec> change, Func<TokenSpec>? sound = null) =>
        new(
            "nvidia.ear." + check, variant, sound
                ?? (() =>
                    check == "key-chain"
                        ? Result().With(t => t.Chain = TokenSpec.ServiceChain("p256 nvidia ear key", "nvidia rogue"))
                        : Result()), change, reason);

    private static string Changed(JsonObject claims)
    {
        var other = claims.DeepClone().AsObject();
        other["jti"] = "another";
        return Base64Url.EncodeToString(Encoding.UTF8.GetBytes(other.ToJsonString()));
    }

    private static JsonNode Vector(TokenSpec t) => t.Claims["submods"]!["GPU-1"]!["ear_trustworthiness_vector"]!;

    private static TokenSpec Result()
    {
        var spec = new TokenSpec { IsResult = true, KeyLabel = "p256 nvidia ear key" };
        spec.Header["alg"] = "ES256";
        spec.Header["kid"] = "ear-synthetic";
        foreach (var name in (string[])["sub", "x-nvidia-ver", "x-nvidia-overall-att-result"])
        {
            spec.Claims.Remove(name);
        }

        spec.Claims["eat_profile"] = "tag:ietf.org,2026:rats/ear#04";
        spec.Claims["ear_verifier_id"] = new JsonObject { ["developer"] = "Conformance", ["build"] = "synthetic" };
        spec.Claims["ear_status"] = "affirming";
        spec.Claims["submods"] = new JsonObject(((string[])["GPU-0", "GPU-1"]).Select(n => KeyValuePair.Create<string, JsonNode?>(n, new JsonObject
        {
            ["ear_status"] = "affirming",
            ["ear_trustworthiness_vector"] = new JsonObject { ["instance-identity"] = 2, ["hardware"] = 2, ["executables"] = 3 },
        })));
        return spec;
    }
}
