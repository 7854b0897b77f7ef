using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Conformance.Evidence.Certificates;
using Conformance.Evidence.Checks;
using Conformance.Evidence.Nvidia.Checks;

namespace Conformance.Evidence.Nvidia.Tokens;

/// <summary>Judges tokens of the vendor's attestation service. A pure function.</summary>
public static class TokenVerifier
{
    private static readonly TokenSteps Steps = new("token", "ES384", SignatureAlgorithm.EcdsaSha384, KeyKind.P384);

    private static readonly IReadOnlyList<Check<TokenRequest>> All =
    [
        new(
            NvidiaChecks.Id(
                "token.format", "The answer is a token, or a token with one for each device",
                "RFC 7519; RFC 9711, 4.2.18; NVIDIA attestation service", CheckClass.Format, true),
            r => r.Token.Format(ReasonCode.TokenFormat, "no token was given")),
        .. Steps.Authenticity,
        new(
            NvidiaChecks.Id(
                "token.submodules", "The first token carries the digest of each device's token, and of no other", "RFC 9711, 4.2.18.2",
                CheckClass.Authenticity, true),
            r => r.Token.Then(Submodules, ReasonCode.TokenFormat, "token")),
        Steps.Nonce,
        .. Steps.Times,
        new(
            NvidiaChecks.Id(
                "token.result", "The service judged every device well", "NVIDIA attestation service, claims v2 and v3", CheckClass.Policy,
                true),
            r => r.Token.Then(Result, ReasonCode.TokenFormat, "token")),
        new(
            NvidiaChecks.Id(
                "token.rules", "The claims are those that the appraisal policy asks for", "NVIDIA appraisal policy, authorization-rules",
                CheckClass.Policy, false),
            r => r.Appraisal.IsMissing ? Outcome.NotApplicable("no appraisal policy was given")
                : r.Appraisal.Value is not { } rules ? Outcome.Fail(r.Appraisal.Reason!, r.Appraisal.Detail!)
                : r.Token.Then(rules.Check, ReasonCode.TokenFormat, "token")),
    ];

    public static CheckRegistry Registry { get; } = new("nvidia-token", [.. All.Select(c => c.Id)]);

    public static EvidenceVerdict Verify(TokenRequest request) =>
        EvidenceVerdict.Of(Registry, All.RunAll(request), new HashSet<string>(), () => TokenFacts.Of(request));

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
