using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Conformance.Evidence.Certificates;
using Conformance.Evidence.Checks;
using Conformance.Evidence.Nvidia.Checks;
using Conformance.Evidence.Nvidia.Tokens;

namespace Conformance.Evidence.Nvidia.Tests;

/// <summary>Genuine tokens of the service, and forged ones under keys made here.</summary>
public sealed class TokenTests
{
    private static readonly DateTimeOffset Now = new(2025, 6, 1, 12, 0, 0, TimeSpan.Zero);

    [SkippableTheory]
    [InlineData("nras-v3-h100", null)]
    [InlineData("nras-v3-h100-expired", ReasonCode.TokenExpired)]
    [InlineData("nras-v3-ls10-staging", ReasonCode.TokenIssuer)]
    public void A_token_of_the_corpus_gets_its_verdict_for_the_right_reason(string name, string? reason)
    {
        var corpusCase = new CorpusCase($"tokens/{name}");
        var request = new TokenRequest
        {
            Token = Part.Read(() => DetachedEat.Read(corpusCase.Bytes("detached_eat.json"), "token")),
            Keys = Part.Read(() => KeySet.Read(corpusCase.Bytes("jwks.json"), "keys")),
            Time = corpusCase.Time,
        };
        var verdict = TokenVerifier.Verify(request);
        Assert.Equal(reason, verdict.Reason);
        Assert.Equal(corpusCase.IsAccept, verdict.Accepted);
        Assert.True(reason is null || corpusCase.Classes.Contains(VerdictJson.NameOf(verdict.Decisive!.Check.Class)));
        Assert.Equal(CheckStatus.Pass, verdict["nvidia.token.signature"].Status);
        Assert.Equal(CheckStatus.Pass, verdict["nvidia.token.submodules"].Status);
        CorpusTests.Compare(corpusCase.Facts.AsObject(), verdict.Facts(), name);
        Assert.Equal(verdict.Findings, TokenVerifier.Verify(request with { Signatures = BouncySignatures.Instance }).Findings);
    }

    /// <summary>What is done to a good token, and the reason that must come back.</summary>
    public static TheoryData<string, string?> Forgeries => new()
    {
        { "nothing", null },
        { "alg none", ReasonCode.TokenAlgorithm },
        { "alg HS256 with the public key as secret", ReasonCode.TokenAlgorithm },
        { "alg ES256", ReasonCode.TokenAlgorithm },
        { "own key in the header", ReasonCode.TokenAlgorithm },
        { "unknown kid", ReasonCode.TokenKey },
        { "no kid", ReasonCode.TokenKey },
        { "another key under the same kid", ReasonCode.TokenSignature },
        { "no signature", ReasonCode.TokenSignature },
        { "another issuer", ReasonCode.TokenIssuer },
        { "device token changed", ReasonCode.TokenSubmodule },
        { "device missing", ReasonCode.TokenSubmodule },
        { "device added", ReasonCode.TokenSubmodule },
        { "device with another nonce", ReasonCode.TokenNonce },
        { "no exp", ReasonCode.TokenExpired },
        { "exp passed", ReasonCode.TokenExpired },
        { "issued in the future", ReasonCode.TokenNotYetValid },
        { "result false", ReasonCode.TokenResult },
        { "measurements fail", ReasonCode.TokenResult },
    };

    [Theory]
    [MemberData(nameof(Forgeries))]
    public void A_forged_token_is_refused_for_its_own_reason(string forgery, string? reason)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var header = new JsonObject { ["alg"] = "ES384", ["kid"] = "k" };
        var device = Claims();
        device["measres"] = forgery == "measurements fail" ? "fail" : "success";
        device["eat_nonce"] = forgery == "device with another nonce" ? new string('b', 64) : new string('a', 64);
        var deviceToken = Sign(new JsonObject { ["alg"] = "ES384", ["kid"] = "k" }, device, key);
        var overall = Claims();
        overall["x-nvidia-overall-att-result"] = forgery != "result false";
        overall["submods"] = new JsonObject
        {
            ["GPU-0"] =
                new JsonArray(
                    "DIGEST", new JsonArray("SHA-256", Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(deviceToken))))),
        };
        switch (forgery)
        {
            case "alg none": header["alg"] = "none"; break;
            case "alg HS256 with the public key as secret": header["alg"] = "HS256"; break;
            case "alg ES256": header["alg"] = "ES256"; break;
            case "own key in the header": header["jwk"] = new JsonObject(); break;
            case "unknown kid": header["kid"] = "stranger"; break;
            case "no kid": header.Remove("kid"); break;
            case "another issuer": overall["iss"] = TokenRequest.VendorIssuer + "/"; break;
            case "no exp": overall.Remove("exp"); break;
            case "exp passed": overall["exp"] = Now.AddMinutes(-2).ToUnixTimeSeconds(); break;
            case "issued in the future": overall["iat"] = Now.AddMinutes(2).ToUnixTimeSeconds(); break;
            case "device token changed": device["x"] =
                1; deviceToken = Sign(new JsonObject { ["alg"] = "ES384", ["kid"] = "k" }, device, key); break;
            default: break;
        }

        var overallToken = Sign(header, overall, forgery == "another key under the same kid" ? other : key);
        overallToken = forgery switch
        {
            "alg none" or "no signature" => overallToken[..(overallToken.LastIndexOf('.') + 1)],
            "alg HS256 with the public key as secret" => Mac(overallToken, key),
            _ => overallToken,
        };
        var devices = new JsonObject();
        if (forgery != "device missing")
        {
            devices["GPU-0"] = deviceToken;
        }

        if (forgery == "device added")
        {
            devices["GPU-1"] = deviceToken;
        }

        Assert.Equal(reason, TokenVerifier.Verify(Request(new JsonArray(new JsonArray("JWT", overallToken), devices), key)).Reason);
    }

    [Theory]
    [InlineData("""{"authorization-rules":{"type":"JWT","detached-claims":{"measres":"success"}}}""", null)]
    [InlineData("""{"authorization-rules":{"type":"JWT","overall-claims":{"iss":"https://nras.attestation.nvidia.com","chain":{"status":"valid"}}}}""", null)]
    [InlineData("""{"authorization-rules":{"type":"JWT","overall-claims":{"chain":{"status":"revoked"}}}}""", ReasonCode.TokenRule)]
    [InlineData("""{"authorization-rules":{"type":"JWT","overall-claims":{"absent":null}}}""", ReasonCode.TokenRule)]
    [InlineData("""{"authorization-rules":{"type":"JWT","detached-claims":{"measres":true}}}""", ReasonCode.TokenRule)]
    [InlineData("""{"authorization-rules":{"type":"JWT"}}""", ReasonCode.TokenFormat)]
    [InlineData("""{"authorization-rules":{"type":"JWT","overal-claims":{"a":1}}}""", ReasonCode.TokenFormat)]
    [InlineData("""{}""", ReasonCode.TokenFormat)]
    public void An_appraisal_policy_is_kept(string policy, string? reason)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var device = Claims();
        device["measres"] = "success";
        var deviceToken = Sign(new JsonObject { ["alg"] = "ES384", ["kid"] = "k" }, device, key);
        var overall = Claims();
        overall["x-nvidia-overall-att-result"] = true;
        overall["chain"] = new JsonObject { ["status"] = "valid", ["more"] = 1 };
        overall["submods"] = new JsonObject
        {
            ["GPU-0"] =
                new JsonArray(
                    "DIGEST", new JsonArray("SHA-256", Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(deviceToken))))),
        };
        var json =
            new JsonArray(
                new JsonArray(
                    "JWT", Sign(
                        new JsonObject { ["alg"] = "ES384", ["kid"] = "k" }, overall, key)), new JsonObject { ["GPU-0"] = deviceToken });
        var request =
            Request(json, key) with { Appraisal = Part.Read(() => AppraisalPolicy.Read(Encoding.UTF8.GetBytes(policy), "policy")) };
        Assert.Equal(reason, TokenVerifier.Verify(request).Reason);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a.b")]
    [InlineData("e30.e30.AA==")]
    [InlineData("e30=.e30.AA")]
    [InlineData("e31.e30.AA")]
    [InlineData("W10.e30.AA")]
    [InlineData("[]")]
    [InlineData("[[\"JWT\",\"\\ud800\"],{}]")]
    [InlineData("eyJrIjoi_yJ9.e30.AA")]
    [InlineData("[[\"JWT\",1],{}]")]
    [InlineData("[[\"JWT\",\"e30.e30.AA\"],{\"GPU-0\":1}]")]
    [InlineData("[[\"JWT\",\"e30.e30.AA\"],{\"a\":\"e30.e30.AA\",\"a\":\"e30.e30.AA\"}]")]
    public void What_is_no_token_is_refused_with_its_reason(string text) =>
        Assert.Equal(
            ReasonCode.TokenFormat, Assert.Throws<EvidenceFormatException>(() =>
                DetachedEat.Read(Encoding.UTF8.GetBytes(text), "token")).Reason);

    private static TokenRequest Request(JsonArray token, ECDsa key)
    {
        var point = key.ExportParameters(false).Q;
        var keys = $$"""{"keys":[{"kty":"oct","kid":"k","k":"AAAA"},{"kty":"EC","crv":"P-384","kid":"k","x":"{{Base64Url.EncodeToString(point.X)}}","y":"{{Base64Url.EncodeToString(point.Y)}}"}]}""";
        return new TokenRequest
        {
            Token = Part.Read(() => DetachedEat.Read(Encoding.UTF8.GetBytes(token.ToJsonString()), "token")),
            Keys = Part.Read(() => KeySet.Read(Encoding.UTF8.GetBytes(keys), "keys")),
            Time = Now,
        };
    }

    private static JsonObject Claims() => new()
    {
        ["iss"] = TokenRequest.VendorIssuer,
        ["iat"] = Now.ToUnixTimeSeconds(),
        ["nbf"] = Now.ToUnixTimeSeconds(),
        ["exp"] = Now.AddHours(1).ToUnixTimeSeconds(),
        ["eat_nonce"] = new string('a', 64),
    };

    private static string Sign(JsonObject header, JsonObject claims, ECDsa key)
    {
        var text = $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header.ToJsonString()))}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims.ToJsonString()))}";
        return $"{text}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA384))}";
    }

    private static string Mac(string token, ECDsa key)
    {
        var text = token[..token.LastIndexOf('.')];
        return $"{text}.{Base64Url.EncodeToString(HMACSHA256.HashData(key.ExportSubjectPublicKeyInfo(), Encoding.ASCII.GetBytes(text)))}";
    }
}
