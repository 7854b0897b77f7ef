using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Conformance.Evidence.Certificates;
using Conformance.Evidence.Checks;
using Conformance.Evidence.Nvidia.Chains;
using Conformance.Evidence.Nvidia.Checks;

namespace Conformance.Evidence.Nvidia.Tokens;

/// <summary>Judges tokens of the vendor's attestation service. A pure function.</summary>
public static class TokenVerifier
{
    private static readonly IReadOnlyList<Check<TokenRequest>> All =
    [
        new(
            NvidiaChecks.Id("token.format", "The answer is a token, or a token with one for each device", "RFC 7519; RFC 9711, 4.2.18; NVIDIA attestation service", CheckClass.Format, true),
            r => r.Token.Format(ReasonCode.TokenFormat, "no token was given")),
        new(
            NvidiaChecks.Id("token.algorithm", "Every token is signed with ES384 and brings no key of its own", "RFC 8725, 3.1 and 3.2; RFC 7518, 3.4", CheckClass.Authenticity, true),
            r => Each(r, t => CompactToken.Word(t.Header, "alg") != "ES384" ? $"alg: expected 'ES384', found '{CompactToken.Word(t.Header, "alg")}'"
                : t.ForbiddenHeader is { } header ? $"header '{header}' is not allowed"
                : null, ReasonCode.TokenAlgorithm)),
        new(
            NvidiaChecks.Id("token.key", "Every token names a key of the issuer's set", "RFC 7515, 4.1.4; RFC 7517, 4.5", CheckClass.Authenticity, true),
            r => r.Keys is { Value: null, IsMissing: false } ? Outcome.Fail(r.Keys.Reason!, r.Keys.Detail!)
                : r.Keys.Then(
                    keys => Each(r, t => Key(keys, t) is not null ? null : $"kid: '{t.KeyId}' is no P-384 key of the set", ReasonCode.TokenKey),
                    ReasonCode.TokenKey,
                    "key set")),
        new(
            NvidiaChecks.Id("token.key-chain", "The certificates beside each used key are that key's, and lead to the root where one is given", "RFC 7517, 4.7; RFC 5280, 6.1.3", CheckClass.Authenticity, true),
            r => Keys(r, (id, key) => KeyChain.Check(id, key, r.KeyRoot, r.Signatures))),
        new(
            NvidiaChecks.Id("token.signature", "That key signed header and claims", "RFC 7515, 5.2; RFC 7518, 3.4", CheckClass.Authenticity, true),
            r => r.Keys.Then(
                keys => Each(
                    r,
                    t => Key(keys, t) is { } key && r.Signatures.VerifyFixed(SignatureAlgorithm.EcdsaSha384, key.Key, t.Signed.Span, t.Signature.Span)
                        ? null
                        : $"the signature does not verify under key '{t.KeyId}'",
                    ReasonCode.TokenSignature),
                ReasonCode.TokenKey,
                "key set")),
        new(
            NvidiaChecks.Id("token.issuer", "Every token is the expected issuer's", "RFC 7519, 4.1.1", CheckClass.Authenticity, true),
            r => Each(r, t => t.Claim("iss") == r.Issuer ? null : $"iss: expected '{r.Issuer}', found '{t.Claim("iss")}'", ReasonCode.TokenIssuer)),
        new(
            NvidiaChecks.Id("token.submodules", "The first token carries the digest of each device's token, and of no other", "RFC 9711, 4.2.18.2", CheckClass.Authenticity, true),
            r => r.Token.Then(Submodules, ReasonCode.TokenFormat, "token")),
        new(
            NvidiaChecks.Id("token.nonce", "All tokens are about one nonce, which is the challenge where one is given", "RFC 9711, 4.1", CheckClass.Authenticity, true),
            r => r.Token.Then(
                token => (r.Challenge is { } c ? Convert.ToHexStringLower(c.Span) : token.Overall.Claim("eat_nonce")) is { } expected
                    ? Each(r, t => string.Equals(t.Claim("eat_nonce"), expected, StringComparison.OrdinalIgnoreCase) ? null : $"eat_nonce: expected {expected}, found {t.Claim("eat_nonce") ?? "none"}", ReasonCode.TokenNonce)
                    : Outcome.Fail(ReasonCode.TokenNonce, "eat_nonce is missing"),
                ReasonCode.TokenFormat,
                "token")),
        new(
            NvidiaChecks.Id("token.time", "Every token is valid at the given time", "RFC 7519, 4.1.4 to 4.1.6", CheckClass.Time, true),
            r => Each(r, t => Validity(t, r).Fault, null, t => Validity(t, r).Reason)),
        new(
            NvidiaChecks.Id("token.key-validity", "The certificates beside each used key are valid at the given time", "RFC 5280, 6.1.3 (a)(2)", CheckClass.Time, true),
            r => Keys(r, (id, key) => key.Chain.Count == 0 ? Outcome.NotApplicable("no certificates stand beside the keys")
                : PinnedChain.Validity(key.Chain, r.Time) is { Status: CheckStatus.Fail } bad ? bad with { Detail = $"key '{id}': {bad.Detail}" } : Outcome.Pass)),
        new(
            NvidiaChecks.Id("token.result", "The service judged every device well", "NVIDIA attestation service, claims v2 and v3", CheckClass.Policy, true),
            r => r.Token.Then(Result, ReasonCode.TokenFormat, "token")),
        new(
            NvidiaChecks.Id("token.rules", "The claims are those that the appraisal policy asks for", "NVIDIA appraisal policy, authorization-rules", CheckClass.Policy, false),
            r => r.Appraisal.IsMissing ? Outcome.NotApplicable("no appraisal policy was given")
                : r.Appraisal.Value is not { } rules ? Outcome.Fail(r.Appraisal.Reason!, r.Appraisal.Detail!)
                : r.Token.Then(rules.Check, ReasonCode.TokenFormat, "token")),
    ];

    public static CheckRegistry Registry { get; } = new("nvidia-token", [.. All.Select(c => c.Id)]);

    public static EvidenceVerdict Verify(TokenRequest request) =>
        EvidenceVerdict.Of(Registry, All.RunAll(request), new HashSet<string>(), () => TokenFacts.Of(request));

    private static Outcome Each(TokenRequest request, Func<CompactToken, string?> fault, string? reason, Func<CompactToken, string>? reasonOf = null) => request.Token.Then(
        token => token.All.FirstOrDefault(t => fault(t) is not null) is { } bad
            ? Outcome.Fail(reason ?? reasonOf!(bad), $"{bad.Place}: {fault(bad)}")
            : Outcome.Pass,
        ReasonCode.TokenFormat,
        "token");

    private static Jwk? Key(KeySet keys, CompactToken token) => token.KeyId is { } id ? keys.Find(id, KeyKind.P384) : null;

    /// <summary>The first bad outcome among the keys that the tokens name; the first other one where there is none.</summary>
    private static Outcome Keys(TokenRequest request, Func<string, Jwk, Outcome> check) => request.Token.Then(
        token => request.Keys.Then(
            keys =>
            {
                var outcomes = token.All.DistinctBy(t => t.KeyId).Where(t => Key(keys, t) is not null).Select(t => check(t.KeyId!, Key(keys, t)!)).ToList();
                return outcomes.Exists(o => o.Status == CheckStatus.Fail) ? outcomes.Find(o => o.Status == CheckStatus.Fail)
                    : outcomes.Count > 0 ? outcomes[0]
                    : Outcome.NotChecked(ReasonCode.NotReached, "no token names a key of the set");
            },
            ReasonCode.TokenKey,
            "key set"),
        ReasonCode.TokenFormat,
        "token");

    private static (string Reason, string? Fault) Validity(CompactToken token, TokenRequest request)
    {
        var (issued, start, end) = (token.Time("iat"), token.Time("nbf"), token.Time("exp"));
        return end is null || issued is null ? (ReasonCode.TokenExpired, "exp or iat is missing")
            : request.Time - end.Value >= request.Skew ? (ReasonCode.TokenExpired, $"exp: expected > {Chain.Utc(request.Time)}, found {Chain.Utc(end.Value)}")
            : issued.Value - request.Time > request.Skew || (start is { } s && s - request.Time > request.Skew)
                ? (ReasonCode.TokenNotYetValid, $"iat or nbf: expected <= {Chain.Utc(request.Time)}, found {Chain.Utc(issued.Value)}")
            : ("", null);
    }

    private static Outcome Submodules(DetachedEat token)
    {
        var claims = token.Overall.Claims;
        var isPresent = claims.TryGetProperty("submods", out var submods) && submods.ValueKind == JsonValueKind.Object;
        if (!isPresent)
        {
            return token.Devices.Count == 0 ? Outcome.NotApplicable("the token has no submodules") : Bad("submods is missing");
        }

        var names = submods.EnumerateObject().Select(m => m.Name).ToHashSet(StringComparer.Ordinal);
        if (!names.SetEquals(token.Devices.Keys))
        {
            return Bad($"expected the devices {string.Join(", ", names.Order(StringComparer.Ordinal))}, found {string.Join(", ", token.Devices.Keys)}");
        }

        foreach (var (name, device) in token.Devices)
        {
            // ["DIGEST", ["SHA-256", hex]] over the text of the compact token.
            var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(device.Text)));
            var expected = JsonSerializer.SerializeToElement(new object[] { "DIGEST", new[] { "SHA-256", digest } });
            if (!JsonElement.DeepEquals(submods.GetProperty(name), expected))
            {
                return Bad($"{name}: expected {submods.GetProperty(name).GetRawText()}, found the SHA-256 {digest}");
            }
        }

        return Outcome.Pass;

        static Outcome Bad(string message) => Outcome.Fail(ReasonCode.TokenSubmodule, message);
    }

    private static Outcome Result(DetachedEat token) =>
        !token.Overall.Claims.TryGetProperty("x-nvidia-overall-att-result", out var result) || result.ValueKind != JsonValueKind.True
            ? Outcome.Fail(ReasonCode.TokenResult, $"x-nvidia-overall-att-result: expected true, found {(result.ValueKind == JsonValueKind.Undefined ? "none" : result.GetRawText())}")
            : token.Devices.Values.FirstOrDefault(d => d.Claim("measres") is not ("success" or "comparison-successful")) is { } bad
                ? Outcome.Fail(ReasonCode.TokenResult, $"{bad.Place}: measres: expected 'success', found '{bad.Claim("measres")}'")
                : Outcome.Pass;
}
