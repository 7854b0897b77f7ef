using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Conformance.Evidence.Checks;
using Conformance.EvidenceMaker.Keys;
using Org.BouncyCastle.X509;

namespace Conformance.EvidenceMaker.Nvidia;

/// <summary>A valid token and its invalid twin for one check.</summary>
internal sealed record TokenTwin(string Check, string Variant, Func<TokenSpec> Sound, Action<TokenSpec> Break, string Reason);

/// <summary>Tokens that are forged, mixed, old, about something else, or bad news.</summary>
internal static class TokenTwins
{
    public static IReadOnlyList<TokenTwin> All { get; } =
    [
        Of("format", "empty", ReasonCode.TokenFormat, t => t.Text = ""),
        Of("format", "two-parts", ReasonCode.TokenFormat, t => t.Wrap = text => text[..text.LastIndexOf('.')]),
        Of("format", "padding", ReasonCode.TokenFormat, t => t.Wrap = text => text + "="),
        Of(
            "format", "claim-twice", ReasonCode.TokenFormat, t =>
                t.Text = "e30." + Base64Url.EncodeToString("{\"iss\":\"a\",\"iss\":\"b\"}"u8) + ".AA"),
        Of(
            "format", "name-twice", ReasonCode.TokenFormat, t =>
                t.Text = "[[\"JWT\",\"e30.e30.AA\"],{\"a\":\"e30.e30.AA\",\"a\":\"e30.e30.AA\"}]"),
        Of("algorithm", "none", ReasonCode.TokenAlgorithm, t =>
        {
            t.Header["alg"] = "none";
            t.Wrap = text => text[..(text.LastIndexOf('.') + 1)];
        }),
        Of("algorithm", "hs256-with-the-public-key", ReasonCode.TokenAlgorithm, t =>
        {
            t.Header["alg"] = "HS256";
            t.Wrap = Mac;
        }),
        Of("algorithm", "es256", ReasonCode.TokenAlgorithm, t => t.Header["alg"] = "ES256"),
        Of("algorithm", "lower-case", ReasonCode.TokenAlgorithm, t => t.Header["alg"] = "es384"),
        Of("algorithm", "absent", ReasonCode.TokenAlgorithm, t => t.Header.Remove("alg")),
        .. ((string[])["jwk", "jku", "x5c", "x5u", "crit", "b64", "zip", "enc"])
            .Select(name => Of("algorithm", "header-" + name, ReasonCode.TokenAlgorithm, t => t.Header[name] = new JsonArray())),
        Of("key", "unknown", ReasonCode.TokenKey, t => t.Header["kid"] = "stranger"),
        Of("key", "absent", ReasonCode.TokenKey, t => t.Header.Remove("kid")),
        Of("key", "of-another-kind", ReasonCode.TokenKey, t => t.Header["kid"] = "another-kind"),
        Of("key", "for-encryption", ReasonCode.TokenKey, t => t.Keys = set => set["keys"]![1]!["use"] = "enc"),
        Of("key", "for-another-algorithm", ReasonCode.TokenKey, t => t.Keys = set => set["keys"]![1]!["alg"] = "ES256"),
        Of(
            "key", "twice", ReasonCode.TokenFormat, t =>
                t.Keys = set => set["keys"]!.AsArray().Add((JsonNode)TokenSpec.Jwk("nv-eat-kid-synthetic", "nvidia stranger"))),
        Of(
            "key", "short-coordinate", ReasonCode.TokenFormat, t =>
                t.Keys = set => set["keys"]![1]!["x"] = Base64Url.EncodeToString(new byte[47])),
        Of(
            "key-chain", "another-key", ReasonCode.TokenKeyChain, t =>
                t.Chain![0] = t.Chain[0] with { KeyLabel = "nvidia stranger" }, WithChain),
        Of("key-chain", "another-issuer", ReasonCode.TokenKeyChain, t => t.Chain![0] = t.Chain[0] with { IssuerName = "x" }, WithChain),
        Of("key-chain", "signature", ReasonCode.TokenKeyChain, t => t.Chain![0] = t.Chain[0] with { HasBrokenSignature = true }, WithChain),
        Of(
            "key-chain", "issuer-no-authority", ReasonCode.TokenKeyChain, t =>
                t.Chain![1] = t.Chain[1] with { IsAuthority = false }, WithChain),
        Of("key-chain", "swapped", ReasonCode.TokenKeyChain, t => t.Chain!.Reverse(), WithChain),
        Of("key-chain", "none-where-a-root-is-given", ReasonCode.TokenKeyChain, t => t.Chain = null, WithRoot),
        Of(
            "key-chain", "another-root", ReasonCode.TokenKeyChain, t =>
                t.Chain![1] = t.Chain[1] with { IssuerKeyLabel = "nvidia rogue" }, WithRoot),
        Of(
            "key-chain", "self-made", ReasonCode.TokenKeyChain, t =>
                t.Chain = [t.Chain![0] with { IssuerName = t.Chain[0].Name, IssuerKeyLabel = t.Chain[0].KeyLabel }], WithRoot),
        Of(
            "key-chain", "root-itself", ReasonCode.TokenKeyChain, t =>
                t.Chain![2] = t.Chain[2] with { KeyLabel = "nvidia rogue", IssuerKeyLabel = "nvidia rogue" }, () =>
                    WithRoot().With(t => t.Chain!.Add(TokenSpec.RootCertificate))),
        Of("signature", "by-another-key", ReasonCode.TokenSignature, t => t.KeyLabel = "nvidia stranger"),
        Of("signature", "left-out", ReasonCode.TokenSignature, t => t.Wrap = text => text[..(text.LastIndexOf('.') + 1)]),
        Of(
            "signature", "zero", ReasonCode.TokenSignature, t =>
                t.Wrap = text => text[..(text.LastIndexOf('.') + 1)] + Base64Url.EncodeToString(new byte[96])),
        Of("signature", "of-a-device", ReasonCode.TokenSignature, t => t.Swap = devices => devices["GPU-1"] = Resigned(devices["GPU-1"]!)),
        Of("issuer", "staging", ReasonCode.TokenIssuer, t => t.Claims["iss"] = "https://nras.attestation-stg.nvidia.com"),
        Of("issuer", "slash", ReasonCode.TokenIssuer, t => t.Devices["GPU-1"]["iss"] = TokenSpec.Issuer + "/"),
        Of("issuer", "absent", ReasonCode.TokenIssuer, t => t.Claims.Remove("iss")),
        Of("submodules", "changed", ReasonCode.TokenSubmodule, t => t.Swap = devices => devices["GPU-0"] = Other(t, "GPU-0")),
        Of("submodules", "swapped", ReasonCode.TokenSubmodule, t =>
        {
            t.Devices["GPU-1"]["ueid"] = "1";
            t.Swap = devices => (devices["GPU-0"], devices["GPU-1"]) = (devices["GPU-1"]!.DeepClone(), devices["GPU-0"]!.DeepClone());
        }),
        Of("submodules", "missing", ReasonCode.TokenSubmodule, t => t.Swap = devices => devices.Remove("GPU-1")),
        Of("submodules", "all-missing", ReasonCode.TokenSubmodule, t => t.Swap = devices => devices.Clear()),
        Of("submodules", "added", ReasonCode.TokenSubmodule, t => t.Swap = devices => devices["GPU-2"] = devices["GPU-0"]!.DeepClone()),
        Of("submodules", "digest-over-claims", ReasonCode.TokenSubmodule, t => t.Claims["submods"] = Digests(t, "SHA-256", claims: true)),
        Of("submodules", "another-hash", ReasonCode.TokenSubmodule, t => t.Claims["submods"] = Digests(t, "SHA256", claims: false)),
        Of("submodules", "none-said", ReasonCode.TokenSubmodule, t => t.Claims["submods"] = 1),
        Of("nonce", "replayed", ReasonCode.TokenNonce, t => t.Challenge = new string('b', 64)),
        Of("nonce", "of-a-device", ReasonCode.TokenNonce, t => t.Devices["GPU-1"]["eat_nonce"] = new string('b', 64)),
        Of("nonce", "absent", ReasonCode.TokenNonce, t => t.Claims.Remove("eat_nonce"), () => new TokenSpec { Challenge = null }),
        Of(
            "time", "expired", ReasonCode.TokenExpired, t =>
                t.Claims["exp"] = TokenSpec.Now - 60, () => new TokenSpec().With(t => t.Claims["exp"] = TokenSpec.Now - 59)),
        Of("time", "device-expired", ReasonCode.TokenExpired, t => t.Devices["GPU-0"]["exp"] = TokenSpec.Now - 61),
        Of("time", "no-end", ReasonCode.TokenExpired, t => t.Claims.Remove("exp")),
        Of("time", "no-start", ReasonCode.TokenExpired, t => t.Claims.Remove("iat")),
        Of("time", "end-no-number", ReasonCode.TokenExpired, t => t.Claims["exp"] = "4102444800"),
        Of(
            "time", "issued-later", ReasonCode.TokenNotYetValid, t =>
                t.Claims["iat"] = TokenSpec.Now + 61, () => new TokenSpec().With(t => t.Claims["iat"] = TokenSpec.Now + 60)),
        Of("time", "not-before", ReasonCode.TokenNotYetValid, t => t.Claims["nbf"] = TokenSpec.Now + 61),
        Of(
            "key-validity", "expired", ReasonCode.CertificateExpired, t =>
                t.Chain![0] = t.Chain[0] with { NotAfter = ChainTwins.Early }, WithChain),
        Of(
            "key-validity", "not-yet", ReasonCode.CertificateNotYetValid, t =>
                t.Chain![1] = t.Chain[1] with { NotBefore = ChainTwins.Late }, WithChain),
        Of("result", "false", ReasonCode.TokenResult, t => t.Claims["x-nvidia-overall-att-result"] = false),
        Of("result", "text", ReasonCode.TokenResult, t => t.Claims["x-nvidia-overall-att-result"] = "true"),
        Of("result", "absent", ReasonCode.TokenResult, t => t.Claims.Remove("x-nvidia-overall-att-result")),
        Of(
            "result", "measurements-of-one", ReasonCode.TokenResult, t =>
                t.Devices["GPU-1"]["measres"] = "fail", () =>
                    new TokenSpec().With(t => t.Devices["GPU-1"]["measres"] = "comparison-successful")),
        Of("result", "no-measurements", ReasonCode.TokenResult, t => t.Devices["GPU-1"].Remove("measres")),
        Rule(
            "overall", """{"version":"3.0","authorization-rules":{"type":"JWT","overall-claims":{"x-nvidia-ver":"3.0"}}}""",
            ReasonCode.TokenRule, t =>
                t.Claims["x-nvidia-ver"] = "2.0"),
        Rule(
            "detached-of-the-second",
            """{"version":"4.0","authorization-rules":{"type":"JWT","detached-claims":{"hwmodel":"GH100 A01 GSP BROM"}}}""",
            ReasonCode.TokenRule, t =>
                t.Devices["GPU-1"]["hwmodel"] = "GB100"),
        Rule("nested", """{"authorization-rules":{"detached-claims":{"x-nvidia-gpu-attestation-report-cert-chain":{"x-nvidia-cert-ocsp-status":"good"}}}}""", ReasonCode.TokenRule,
            t => t.Devices["GPU-1"]["x-nvidia-gpu-attestation-report-cert-chain"]!["x-nvidia-cert-ocsp-status"] = "unknown"),
        Rule(
            "absent-claim", """{"authorization-rules":{"detached-claims":{"hwmodel":"GH100 A01 GSP BROM"}}}""", ReasonCode.TokenRule, t =>
                t.Devices["GPU-0"].Remove("hwmodel")),
        Rule(
            "version-1", """{"version":"1.0","authorization-rules":{"measres":"success","x-nvidia-gpu-driver-version":"550.90.07"}}""",
            ReasonCode.TokenRule, t =>
                t.Devices["GPU-1"]["x-nvidia-gpu-driver-version"] = "535.104.05"),
        Rule("version-1-nested", """{"version":"1.0","authorization-rules":{"x-nvidia-gpu-attestation-report-cert-chain":{"x-nvidia-cert-status":"valid"}}}""", ReasonCode.TokenRule,
            t => t.Devices["GPU-0"]["x-nvidia-gpu-attestation-report-cert-chain"] = true),
        Rule("nothing-asked", null, ReasonCode.TokenFormat, t => t.Policy = """{"authorization-rules":{"type":"JWT"}}"""),
        Rule("nothing-asked-version-1", null, ReasonCode.TokenFormat, t => t.Policy = """{"version":"1.0","authorization-rules":{}}"""),
        Rule("misspelt", null, ReasonCode.TokenFormat, t => t.Policy = """{"authorization-rules":{"overal-claims":{"a":1}}}"""),
        Rule(
            "both-forms", null, ReasonCode.TokenFormat, t =>
                t.Policy = """{"version":"1.0","authorization-rules":{"measres":"success","overall-claims":{"a":1}}}"""),
        Rule(
            "rego", null, ReasonCode.TokenFormat, t =>
                t.Policy = "# rules\npackage policy\nimport future.keywords.every\ndefault nv_match := true\n"),
    ];

    private const string Simple = """{"authorization-rules":{"overall-claims":{"x-nvidia-overall-att-result":true}}}""";

    private static TokenTwin Of(string check, string variant, string reason, Action<TokenSpec> change, Func<TokenSpec>? sound = null) =>
        new("nvidia.token." + check, variant, sound ?? (() => new TokenSpec()), change, reason);

    private static TokenTwin Rule(string variant, string? policy, string reason, Action<TokenSpec> change) =>
        Of("rules", variant, reason, change, () => new TokenSpec { Policy = policy ?? Simple });

    private static TokenSpec WithChain() => new() { Chain = TokenSpec.ServiceChain() };

    private static TokenSpec WithRoot() => WithChain().With(t => t.HasRoot = true);

    /// <summary>What a verifier accepts that lets the header choose and takes the public key for a secret (RFC 8725 section 2.1).</summary>
    private static string Mac(string text)
    {
        var signed = text[..text.LastIndexOf('.')];
        var secret = SubjectPublicKeyInfoFactory.CreateSubjectPublicKeyInfo(SyntheticKeys.P384("nvidia token key").Public).GetDerEncoded();
        return $"{signed}.{Base64Url.EncodeToString(HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(signed)))}";
    }

    private static JsonNode Resigned(JsonNode token)
    {
        var text = (string)token!;
        return text[..(text.LastIndexOf('.') + 1)]
            + Base64Url.EncodeToString(
                Ecdsa.Fixed(SyntheticKeys.P384("nvidia stranger").Private, Encoding.ASCII.GetBytes(text[..text.LastIndexOf('.')])));
    }

    // Genuine, and about the same nonce, but not the one whose digest was taken.
    private static JsonNode Other(TokenSpec t, string name)
    {
        var claims = t.Devices[name].DeepClone().AsObject();
        claims["ueid"] = "2";
        return TokenSpec.Sign(new JsonObject { ["kid"] = "nv-eat-kid-synthetic", ["alg"] = "ES384" }, claims, "nvidia token key");
    }

    private static JsonObject Digests(TokenSpec t, string hash, bool claims) => new(t.Devices.Select(d =>
    {
        var text = claims
            ? d.Value.ToJsonString()
            : TokenSpec.Sign(new JsonObject { ["kid"] = "nv-eat-kid-synthetic", ["alg"] = "ES384" }, d.Value, "nvidia token key");
        return KeyValuePair.Create<string,
        JsonNode?>(
            d.Key, new JsonArray("DIGEST", new JsonArray(hash, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))))));
    }));
}
