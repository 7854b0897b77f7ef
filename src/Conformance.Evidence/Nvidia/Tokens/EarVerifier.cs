using System.Text.Json;
using System.Text.Json.Nodes;
using Conformance.Evidence.Certificates;
using Conformance.Evidence.Checks;
using Conformance.Evidence.Nvidia.Checks;

namespace Conformance.Evidence.Nvidia.Tokens;

/// <summary>
/// Judges attestation results in the form of draft-ietf-rats-ear-04, as <see cref="Results.ResultEar"/> writes them: one JWT, signed with
/// ES256.
/// </summary>
public static class EarVerifier
{
    public const string Profile = "tag:ietf.org,2026:rats/ear#04";

    private static readonly string[] Tiers = ["none", "affirming", "warning", "contraindicated"];

    private static readonly TokenSteps Steps = new("ear", "ES256", SignatureAlgorithm.EcdsaSha256, KeyKind.P256);

    private static readonly IReadOnlyList<Check<TokenRequest>> All =
    [
        new(
            NvidiaChecks.Id(
                "ear.format", "The result is one token of the profile, with a status for all and for each device",
                "draft-ietf-rats-ear-04, 4", CheckClass.Format, true),
            r => r.Token.Value is { } token ? Form(token) : r.Token.Format(ReasonCode.TokenFormat, "no token was given")),
        .. Steps.Authenticity,
        Steps.Nonce,
        .. Steps.Times,
        new(
            NvidiaChecks.Id(
                "ear.consistent", "No status is better than what it sums up", "draft-ietf-rats-ear-04, 4.1; draft-ietf-rats-ar4si, 2.3.2",
                CheckClass.Policy, true),
            r =>
                r.Token.Then(
                    t =>
                        Form(t).Status == CheckStatus.Pass
                            ? Consistent(t.Overall.Claims)
                            : Outcome.NotChecked(ReasonCode.NotReached, "the result has not the form"), ReasonCode.TokenFormat, "token")),
        new(
            NvidiaChecks.Id("ear.result", "The verifier affirms every device", "draft-ietf-rats-ear-04, 4.1", CheckClass.Policy, true),
            r =>
                r.Token.Then(
                    t =>
                        Form(t).Status == CheckStatus.Pass
                            ? Affirming(t.Overall.Claims)
                            : Outcome.NotChecked(ReasonCode.NotReached, "the result has not the form"), ReasonCode.TokenFormat, "token")),
    ];

    public static CheckRegistry Registry { get; } = new("nvidia-ear", [.. All.Select(c => c.Id)]);

    public static EvidenceVerdict Verify(TokenRequest request) => EvidenceVerdict.Of(
        Registry,
        All.RunAll(request),
        new HashSet<string>(),
        () => request.Token.Value is { } token ? JsonNode.Parse(token.Overall.Claims.GetRawText())!.AsObject() : new JsonObject());

    /// <summary>Whether a token says that it is such a result, of this or another version.</summary>
    public static bool IsResult(DetachedEat token) =>
        token.Devices.Count == 0 && token.Overall.Claim("eat_profile")?.Contains("rats/ear#", StringComparison.Ordinal) == true;

    private static Outcome Form(DetachedEat token)
    {
        var claims = token.Overall.Claims;
        return token.Devices.Count > 0 ? Bad("expected one token, found one with others beside it")
            : CompactToken.Word(claims, "eat_profile") != Profile
                ? Bad($"eat_profile: expected '{Profile}', found '{CompactToken.Word(claims, "eat_profile")}'")
            : !claims.TryGetProperty("ear_verifier_id", out var verifier) || verifier.ValueKind != JsonValueKind.Object
                || CompactToken.Word(verifier, "developer") is null || CompactToken.Word(verifier, "build") is null
                    ? Bad("ear_verifier_id: expected developer and build")
            : Tier(claims) < 0 ? Bad("ear_status: expected none, affirming, warning or contraindicated")
            : !claims.TryGetProperty("submods", out var devices) || devices.ValueKind != JsonValueKind.Object
                || !devices.EnumerateObject().Any()
                ? Bad("submods: expected an object with at least one device")
            : devices.EnumerateObject()
                .FirstOrDefault(d =>
                    d.Value.ValueKind != JsonValueKind.Object || Tier(d.Value) < 0
                        || Worst(d.Value) < 0) is { Value.ValueKind: not JsonValueKind.Undefined } bad
                ? Bad($"{bad.Name}: expected ear_status, and a vector of numbers from -128 to 127")
            : Outcome.Pass;

        static Outcome Bad(string message) => Outcome.Fail(ReasonCode.TokenFormat, message);
    }

    private static Outcome Consistent(JsonElement claims)
    {
        foreach (var device in claims.GetProperty("submods").EnumerateObject())
        {
            if (Tier(device.Value) < Worst(device.Value))
            {
                return Outcome.Fail(
                    ReasonCode.TokenResult,
                    $"{device.Name}: expected ear_status {Tiers[Worst(device.Value)]} or worse, found {Tiers[Tier(device.Value)]}");
            }

            if (Tier(claims) < Tier(device.Value))
            {
                return Outcome.Fail(
                    ReasonCode.TokenResult,
                    $"ear_status: expected {Tiers[Tier(device.Value)]} or worse, as {device.Name} is, found {Tiers[Tier(claims)]}");
            }
        }

        return Outcome.Pass;
    }

    private static Outcome Affirming(JsonElement claims) => Tiers[Tier(claims)] == "affirming"
        ? claims.GetProperty("submods").EnumerateObject()
            .FirstOrDefault(d => Tiers[Tier(d.Value)] != "affirming") is { Value.ValueKind: JsonValueKind.Object } bad
            ? Outcome.Fail(ReasonCode.TokenResult, $"{bad.Name}: ear_status: expected affirming, found {Tiers[Tier(bad.Value)]}")
            : Outcome.Pass
        : Outcome.Fail(ReasonCode.TokenResult, $"ear_status: expected affirming, found {Tiers[Tier(claims)]}");

    private static int Tier(JsonElement element) => Array.IndexOf(Tiers, CompactToken.Word(element, "ear_status"));

    // AR4SI 2.3.2: -1 to 1 none, 2 to 31 affirming, 32 to 95 warning, 96 to 127 contraindicated, and the same below zero. -1 here: no
    // vector.
    private static int Worst(JsonElement device)
    {
        if (!device.TryGetProperty("ear_trustworthiness_vector", out var vector))
        {
            return 0;
        }

        if (vector.ValueKind != JsonValueKind.Object)
        {
            return -1;
        }

        var worst = 0;
        foreach (var claim in vector.EnumerateObject())
        {
            if (claim.Value.ValueKind != JsonValueKind.Number || !claim.Value.TryGetInt32(out var value) || value is < -128 or > 127)
            {
                return -1;
            }

            var size = value < 0 ? -value - 1 : value;
            worst = Math.Max(worst, size >= 96 ? 3 : size >= 32 ? 2 : size >= 2 ? 1 : 0);
        }

        return worst;
    }
}
