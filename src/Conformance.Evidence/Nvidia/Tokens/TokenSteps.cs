using Conformance.Evidence.Certificates;
using Conformance.Evidence.Checks;
using Conformance.Evidence.Nvidia.Chains;
using Conformance.Evidence.Nvidia.Checks;

namespace Conformance.Evidence.Nvidia.Tokens;

/// <summary>
/// The checks that every kind of signed token needs, for the one algorithm that this kind may have (RFC 8725 section 3.1).
/// </summary>
/// <param name="prefix">'token' or 'ear'.</param>
/// <param name="name">As the header has it.</param>
/// <param name="algorithm">What it stands for.</param>
/// <param name="kind">The only kind of key that it goes with.</param>
internal sealed class TokenSteps(string prefix, string name, SignatureAlgorithm algorithm, KeyKind kind)
{
    private readonly string _curve = kind == KeyKind.P384 ? "P-384" : "P-256";

    public IEnumerable<Check<TokenRequest>> Authenticity =>
    [
        new(
            NvidiaChecks.Id(
                $"{prefix}.algorithm", $"Every token is signed with {name} and brings no key of its own",
                "RFC 8725, 3.1 and 3.2; RFC 7518, 3.4", CheckClass.Authenticity, true),
            r => Each(r, t => CompactToken.Word(t.Header, "alg") != name ? $"alg: expected '{name}', found '{CompactToken.Word(t.Header, "alg")}'"
                : t.ForbiddenHeader is { } header ? $"header '{header}' is not allowed"
                : null, ReasonCode.TokenAlgorithm)),
        new(
            NvidiaChecks.Id(
                $"{prefix}.key", "Every token names a key of the issuer's set", "RFC 7515, 4.1.4; RFC 7517, 4.5", CheckClass.Authenticity,
                true),
            r => r.Keys is { Value: null, IsMissing: false } ? Outcome.Fail(r.Keys.Reason!, r.Keys.Detail!)
                : r.Keys.Then(
                    keys =>
                        Each(
                            r, t =>
                                Key(keys, t) is not null ? null : $"kid: '{t.KeyId}' is no {_curve} key of the set", ReasonCode.TokenKey),
                    ReasonCode.TokenKey,
                    "key set")),
        new(
            NvidiaChecks.Id(
                $"{prefix}.key-chain", "The certificates beside each used key are that key's, and lead to the root where one is given",
                "RFC 7517, 4.7; RFC 5280, 6.1.3", CheckClass.Authenticity, true),
            r => Keys(r, (id, key) => KeyChain.Check(id, key, r.KeyRoot, r.Signatures))),
        new(
            NvidiaChecks.Id(
                $"{prefix}.signature", "That key signed header and claims", "RFC 7515, 5.2; RFC 7518, 3.4", CheckClass.Authenticity, true),
            r => r.Keys.Then(
                keys => Each(
                    r,
                    t => Key(keys, t) is { } key && r.Signatures.VerifyFixed(algorithm, key.Key, t.Signed.Span, t.Signature.Span)
                        ? null
                        : $"the signature does not verify under key '{t.KeyId}'",
                    ReasonCode.TokenSignature),
                ReasonCode.TokenKey,
                "key set")),
        new(
            NvidiaChecks.Id($"{prefix}.issuer", "Every token is the expected issuer's", "RFC 7519, 4.1.1", CheckClass.Authenticity, true),
            r =>
                Each(
                    r, t =>
                        t.Claim("iss") == r.Issuer
                            ? null
                            : $"iss: expected '{r.Issuer}', found '{t.Claim("iss")}'", ReasonCode.TokenIssuer)),
    ];

    public IEnumerable<Check<TokenRequest>> Times =>
    [
        new(
            NvidiaChecks.Id($"{prefix}.time", "Every token is valid at the given time", "RFC 7519, 4.1.4 to 4.1.6", CheckClass.Time, true),
            r => Each(r, t => Validity(t, r).Fault, null, t => Validity(t, r).Reason)),
        new(
            NvidiaChecks.Id(
                $"{prefix}.key-validity", "The certificates beside each used key are valid at the given time", "RFC 5280, 6.1.3 (a)(2)",
                CheckClass.Time, true),
            r => Keys(r, (id, key) => key.Chain.Count == 0 ? Outcome.NotApplicable("no certificates stand beside the keys")
                : PinnedChain.Validity(key.Chain, r.Time) is { Status: CheckStatus.Fail } bad
                    ? bad with { Detail = $"key '{id}': {bad.Detail}" }
                    : Outcome.Pass)),
    ];

    public Check<TokenRequest> Nonce => new(
        NvidiaChecks.Id(
            $"{prefix}.nonce", "All tokens are about one nonce, which is the challenge where one is given", "RFC 9711, 4.1",
            CheckClass.Authenticity, true),
        r => r.Token.Then(
            token => (r.Challenge is { } c ? Convert.ToHexStringLower(c.Span) : token.Overall.Claim("eat_nonce")) is { } expected
                ? Each(
                    r, t =>
                        string.Equals(t.Claim("eat_nonce"), expected, StringComparison.OrdinalIgnoreCase)
                            ? null
                            : $"eat_nonce: expected {expected}, found {t.Claim("eat_nonce") ?? "none"}", ReasonCode.TokenNonce)
                : Outcome.Fail(ReasonCode.TokenNonce, "eat_nonce is missing"),
            ReasonCode.TokenFormat,
            "token"));

    private static Outcome Each(TokenRequest request, Func<CompactToken, string?> fault, string? reason, Func<CompactToken, string>? reasonOf = null) => request.Token.Then(
        token => token.All.FirstOrDefault(t => fault(t) is not null) is { } bad
            ? Outcome.Fail(reason ?? reasonOf!(bad), $"{bad.Place}: {fault(bad)}")
            : Outcome.Pass,
        ReasonCode.TokenFormat,
        "token");

    private Jwk? Key(KeySet keys, CompactToken token) => token.KeyId is { } id ? keys.Find(id, kind) : null;

    /// <summary>The first bad outcome among the keys that the tokens name; the first other one where there is none.</summary>
    private Outcome Keys(TokenRequest request, Func<string, Jwk, Outcome> check) => request.Token.Then(
        token => request.Keys.Then(
            keys =>
            {
                var outcomes = token.All.DistinctBy(t => t.KeyId).Where(t => Key(keys, t) is not null)
                    .Select(t => check(t.KeyId!, Key(keys, t)!)).ToList();
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
            : request.Time - end.Value >= request.Skew
                ? (ReasonCode.TokenExpired, $"exp: expected > {Chain.Utc(request.Time)}, found {Chain.Utc(end.Value)}")
            : issued.Value - request.Time > request.Skew || (start is { } s && s - request.Time > request.Skew)
                ? (ReasonCode.TokenNotYetValid, $"iat or nbf: expected <= {Chain.Utc(request.Time)}, found {Chain.Utc(issued.Value)}")
            : ("", null);
    }
}
