using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Conformance.Evidence.Certificates;
using Conformance.Evidence.Checks;
using Conformance.Evidence.Nvidia.Checks;
using Conformance.Evidence.Nvidia.Results;
using Conformance.Evidence.Nvidia.Tokens;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Conformance.Evidence.Nvidia.Tests;

/// <summary>Our verdicts as tokens: what they claim, and that others can verify them.</summary>
public sealed class ResultTests : IDisposable
{
    private const string VendorIssuer = TokenRequest.VendorIssuer;

    /// <summary>When the vendor judged the same evidence.</summary>
    private static readonly DateTimeOffset VendorTime = DateTimeOffset.FromUnixTimeSeconds(1749601858);

    private readonly string _pem384 = Pem(ECCurve.NamedCurves.nistP384);
    private readonly string _pem256 = Pem(ECCurve.NamedCurves.nistP256);
    private readonly JwsSigner _eat;
    private readonly JwsSigner _ear;

    public ResultTests() => (_eat, _ear) = (JwsSigner.Read(_pem384), JwsSigner.Read(_pem256));

    public void Dispose()
    {
        _eat.Dispose();
        _ear.Dispose();
    }

    [SkippableFact]
    public void The_claims_are_those_of_the_vendor_about_the_same_evidence()
    {
        var corpusCase = new CorpusCase("h100-550.90.07");
        var vendor = JsonNode.Parse(corpusCase.Bytes("expected-claims-v3.json"))!["GPU-0"]!.AsObject();
        var token =
            DetachedEat.Read(Encoding.ASCII.GetBytes(ResultEat.Issue(Complete(), new ResultIssue(VendorIssuer, VendorTime), _eat)), "ours");
        var ours = JsonNode.Parse(token.Devices["GPU-0"].Claims.GetRawText())!.AsObject();
        foreach (var (name, value) in vendor.Where(c => c.Key != "jti"))
        {
            Assert.True(ours.ContainsKey(name), name);
            Assert.True(
                JsonNode.DeepEquals(value, ours[name]), $"{name}: expected {value?.ToJsonString()}, found {ours[name]?.ToJsonString()}");
        }

        // And nothing more, but for the device's kind, which the vendor's local verifier has, and what is named as ours.
        Assert.Equal(
            ["x-conformance-reason", "x-conformance-recorded", "x-conformance-verdict", "x-nvidia-device-type"], ours.Select(c => c.Key)
                .Except(vendor.Select(c => c.Key)).Order(StringComparer.Ordinal));
        var theirs = DetachedEat.Read(corpusCase.Bytes("expected-detached-eat.json"), "vendor's").Overall.Claims;
        var overall = JsonNode.Parse(token.Overall.Claims.GetRawText())!;
        foreach (var claim in theirs.EnumerateObject().Where(c => c.Name is not ("jti" or "submods")))
        {
            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(claim.Value.GetRawText()), overall[claim.Name]), claim.Name);
        }
    }

    [SkippableFact]
    public void Our_own_verifier_accepts_our_token()
    {
        var text = ResultEat.Issue(Complete(), new ResultIssue("us", VendorTime), _eat);
        var verdict = TokenVerifier.Verify(Request(text));
        Assert.True(verdict.Accepted, verdict.Decisive?.ToString());
        Assert.Equal(
            ReasonCode.TokenSignature, TokenVerifier.Verify(
                Request(text, keys: Keys(JwsSigner.Read(Pem(ECCurve.NamedCurves.nistP384)), _eat.KeyId))).Reason);
        Assert.Equal(ReasonCode.TokenExpired, TokenVerifier.Verify(Request(text) with { Time = VendorTime.AddHours(2) }).Reason);
    }

    [Theory]
    [InlineData("nvidia.chain.root/same-name-another-key/invalid")]
    [InlineData("nvidia.report.format/cut/invalid")]
    [InlineData("nvidia.driver-rim.measurements/debug-firmware/invalid")]
    [InlineData("nvidia.chain.revocation/revoked/invalid")]
    [InlineData("nvidia.report.nonce/replayed/invalid")]
    public void A_refusal_is_a_token_too_and_nobody_takes_it_for_an_accept(string id)
    {
        var golden = GoldenCase.All().Single(c => c.Id == id);
        var node = NodeVerifier.Verify([.. golden.Requests(SystemSignatures.Instance, golden.Anchors)]);
        var issue = new ResultIssue("us", VendorTime);
        Assert.Equal(ReasonCode.TokenResult, TokenVerifier.Verify(Request(ResultEat.Issue(node, issue, _eat))).Reason);
        var ear = EarVerifier.Verify(Request(ResultEar.Issue(node, issue, "test", _ear)));
        Assert.Equal(ReasonCode.TokenResult, ear.Reason);
        Assert.Equal("nvidia.ear.result", ear.Decisive!.Check.Id);
        Assert.Equal(golden.Reason, (string?)ear.Facts()["submods"]!["GPU-0"]!["ear_verifier_claims"]!["reason"]);
    }

    [Theory]
    [InlineData("nvidia.chain.root/same-name-another-key/invalid", "hardware", 97)]
    [InlineData("nvidia.report.signature/r/invalid", "executables", 99)]
    [InlineData("nvidia.report.format/cut/invalid", "hardware", 1)]
    [InlineData("nvidia.chain.revocation/revoked/invalid", "instance-identity", 96)]
    [InlineData("nvidia.driver-rim.measurements/debug-firmware/invalid", "executables", 33)]
    [InlineData("nvidia.driver-rim.measurements/debug-firmware/invalid", "hardware", 2)]
    [InlineData("nvidia.policy.mode/another/invalid", "configuration", 96)]
    [InlineData("nvidia.policy.mode/another/valid", "configuration", 2)]
    [InlineData("nvidia.policy.mode/another/valid", "executables", 3)]
    [InlineData("nvidia.rims.conflict/valid", "configuration", null)]
    public void The_vector_says_what_was_found(string id, string claim, int? value)
    {
        var golden = GoldenCase.All().Single(c => c.Id == id);
        var node = NodeVerifier.Verify([.. golden.Requests(SystemSignatures.Instance, golden.Anchors)]);
        var facts = EarVerifier.Verify(Request(ResultEar.Issue(node, new ResultIssue("us", VendorTime), "test", _ear))).Facts();
        Assert.Equal(value, (int?)facts["submods"]!["GPU-0"]!["ear_trustworthiness_vector"]![claim]);
    }

    [SkippableFact]
    public void An_attestation_result_has_the_form_of_its_profile()
    {
        var text = ResultEar.Issue(Complete(), new ResultIssue("us", VendorTime), "1.2.3", _ear);
        var verdict = EarVerifier.Verify(Request(text));
        Assert.True(verdict.Accepted, verdict.Decisive?.ToString());
        Assert.True(EarVerifier.IsResult(DetachedEat.Read(Encoding.ASCII.GetBytes(text), "ear")));
        var claims = verdict.Facts();
        Assert.Equal("tag:ietf.org,2026:rats/ear#04", (string?)claims["eat_profile"]);
        Assert.Equal("affirming", (string?)claims["ear_status"]);
        Assert.Equal("1.2.3", (string?)claims["ear_verifier_id"]!["build"]);
        Assert.Equal(
            """{"instance-identity":2,"hardware":2,"executables":3}""",
            claims["submods"]!["GPU-0"]!["ear_trustworthiness_vector"]!.ToJsonString());
    }

    [SkippableFact]
    public async Task Another_library_verifies_both()
    {
        var issue = new ResultIssue("us", VendorTime);
        var eat = DetachedEat.Read(Encoding.ASCII.GetBytes(ResultEat.Issue(Complete(), issue, _eat)), "eat");
        foreach (var (token, key) in eat.All.Select(t => (t.Text, _eat)).Append((ResultEar.Issue(Complete(), issue, "test", _ear), _ear)))
        {
            Assert.True((await Validate(token, key)).IsValid, (await Validate(token, key)).Exception?.ToString());
            Assert.False((await Validate(token[..^2] + (token[^2] == 'A' ? "BA" : "AA"), key)).IsValid);
        }
    }

    [SkippableFact]
    public void Openssl_verifies_both()
    {
        OpenSsl.SkipIfAbsent();
        var folder = Directory.CreateTempSubdirectory("conformance-results");
        try
        {
            var issue = new ResultIssue("us", VendorTime);
            var eat = DetachedEat.Read(Encoding.ASCII.GetBytes(ResultEat.Issue(Complete(), issue, _eat)), "eat");
            foreach (var (token, pem, hash) in eat.All.Select(t => (t.Text, _pem384, "-sha384"))
                .Append((ResultEar.Issue(Complete(), issue, "test", _ear), _pem256, "-sha256")))
            {
                var (key, text, mark) =
                    (Path.Combine(folder.FullName, "key"), Path.Combine(folder.FullName, "text"), Path.Combine(folder.FullName, "mark"));
                using var ecdsa = ECDsa.Create();
                ecdsa.ImportFromPem(pem);
                File.WriteAllText(key, ecdsa.ExportSubjectPublicKeyInfoPem());
                File.WriteAllText(text, token[..token.LastIndexOf('.')]);
                File.WriteAllBytes(mark, Der(Base64Url.DecodeFromChars(token.AsSpan(token.LastIndexOf('.') + 1))));
                Assert.Equal((0, "Verified OK\n"), OpenSsl.Run("dgst", hash, "-verify", key, "-signature", mark, text));
                File.AppendAllText(text, "x");
                Assert.NotEqual(0, OpenSsl.Run("dgst", hash, "-verify", key, "-signature", mark, text).Code);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_key_on_the_wrong_curve_signs_nothing()
    {
        var golden = GoldenCase.Of("policy.json").First();
        var node = NodeVerifier.Verify([.. golden.Requests(SystemSignatures.Instance, golden.Anchors)]);
        Assert.Throws<ArgumentException>(() => ResultEat.Issue(node, new ResultIssue("us", VendorTime), _ear));
        Assert.Throws<ArgumentException>(() => ResultEar.Issue(node, new ResultIssue("us", VendorTime), "test", _eat));
        Assert.Throws<ArgumentException>(() => JwsSigner.Read(Pem(ECCurve.NamedCurves.nistP521)));
        Assert.Throws<ArgumentException>(() => JwsSigner.Read("garbage"));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        Assert.Throws<ArgumentException>(() => JwsSigner.Read(key.ExportSubjectPublicKeyInfoPem()));
        Assert.Throws<ArgumentException>(() =>
            JwsSigner.Read(
                key.ExportEncryptedPkcs8PrivateKeyPem(
                    "x", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000))));
    }

    [SkippableFact]
    public void The_same_verdict_has_the_same_claims() => Assert.Equal(
        ResultEar.Issue(Complete(), new ResultIssue("us", VendorTime), "test", _ear).Split('.')[1],
        ResultEar.Issue(Complete(), new ResultIssue("us", VendorTime), "test", _ear).Split('.')[1]);

    /// <summary>
    /// The complete case of the corpus at the vendor's time. No clock satisfies its revocation answers, so that their clock may be far off.
    /// </summary>
    private static NodeVerdict Complete()
    {
        var request = new CorpusCase("h100-550.90.07").Request() with { Time = VendorTime, IsRecorded = true };
        var node = NodeVerifier.Verify(
        [
            request with
            {
                Device = request.Device with { DeclaredNonce = Convert.FromHexString("931d8dd0add203ac3d8b4fbde75e115278eefcdceac5b87671a748f32364dfcb") },
                Policy = new NvidiaPolicy { OcspSkew = TimeSpan.FromDays(200), RequireRevocation = true },
            },
        ]);
        Assert.True(node.Accepted, node.Verdict.Decisive?.ToString());
        return node;
    }

    private TokenRequest Request(string token, Part<KeySet>? keys = null) => new()
    {
        Token = Part.Read(() => DetachedEat.Read(Encoding.ASCII.GetBytes(token), "token")),
        Keys = keys
            ?? Part.Read(() =>
                KeySet.Read(
                    Encoding.UTF8.GetBytes(new JsonObject { ["keys"] = new JsonArray(_eat.Jwk(), _ear.Jwk()) }.ToJsonString()), "keys")),
        Time = VendorTime,
        Issuer = "us",
    };

    private static Part<KeySet> Keys(JwsSigner signer, string id)
    {
        using (signer)
        {
            var jwk = signer.Jwk();
            jwk["kid"] = id;
            return Part.Read(() =>
                KeySet.Read(Encoding.UTF8.GetBytes(new JsonObject { ["keys"] = new JsonArray((JsonNode)jwk) }.ToJsonString()), "keys"));
        }
    }

    private static Task<TokenValidationResult> Validate(string token, JwsSigner signer) => new JsonWebTokenHandler().ValidateTokenAsync(token, new TokenValidationParameters
    {
        ValidIssuer = "us", ValidateAudience = false, IssuerSigningKey = new JsonWebKey(signer.Jwk().ToJsonString()),
        ValidAlgorithms = [signer.Algorithm],
        LifetimeValidator = (start, end, _, _) => start <= VendorTime.UtcDateTime && VendorTime.UtcDateTime < end,
    });

    private static byte[] Der(byte[] mark)
    {
        var writer = new System.Formats.Asn1.AsnWriter(System.Formats.Asn1.AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(new System.Numerics.BigInteger(mark.AsSpan(0, mark.Length / 2), isUnsigned: true, isBigEndian: true));
            writer.WriteInteger(new System.Numerics.BigInteger(mark.AsSpan(mark.Length / 2), isUnsigned: true, isBigEndian: true));
        }

        return writer.Encode();
    }

    private static string Pem(ECCurve curve)
    {
        using var key = ECDsa.Create(curve);
        return key.ExportPkcs8PrivateKeyPem();
    }
}
