using System.Text.Json;
using Conformance.Evidence.Checks;

namespace Conformance.Evidence.Nvidia.Tokens;

/// <summary>
/// The vendor's appraisal policy as deployments have it: under 'authorization-rules' the 'overall-claims' for the first token and the
/// 'detached-claims' for every device. Each named claim must exist and be equal, objects member by member; other claims do not matter.
/// The older form of version 1.x has the claims directly under 'authorization-rules', from a time when a token was about one device: they
/// are asked of every device, and of the token itself where it comes alone.
/// </summary>
public sealed class AppraisalPolicy
{
    private readonly JsonElement _rules;

    private readonly bool _isFlat;

    private AppraisalPolicy(JsonElement rules, bool isFlat)
    {
        _rules = rules;
        _isFlat = isFlat;
    }

    /// <exception cref="EvidenceFormatException">Not such a policy, or one that asks for nothing.</exception>
    public static AppraisalPolicy Read(ReadOnlyMemory<byte> json, string place)
    {
        if (IsRego(json.Span))
        {
            throw CompactToken.Bad(place, "a Rego policy, which is not read here; expected JSON with 'authorization-rules'");
        }

        var root = CompactToken.Parse(json, place);
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("authorization-rules", out var rules)
            || rules.ValueKind != JsonValueKind.Object)
        {
            throw CompactToken.Bad(place, "expected an object with an object 'authorization-rules'");
        }

        // Without a version the newer form is meant: a misspelt 'overall-claims' must not turn into a claim that nobody has.
        var isFlat = CompactToken.Word(root, "version") is { } version && version.StartsWith("1.", StringComparison.Ordinal)
            && !rules.TryGetProperty("type", out _);
        if (isFlat)
        {
            return rules.EnumerateObject().Any(m => m.Name is "overall-claims" or "detached-claims")
                ? throw CompactToken.Bad(
                    place, "authorization-rules of version 1: expected claims, found overall-claims or detached-claims")
                : rules.EnumerateObject().Any() ? new AppraisalPolicy(rules, true)
                : throw CompactToken.Bad(place, "no rule, so everything would be accepted");
        }

        foreach (var member in rules.EnumerateObject())
        {
            var isRight = member.Name switch
            {
                "type" => member.Value.ValueKind == JsonValueKind.String && member.Value.ValueEquals("JWT"),
                "overall-claims" or "detached-claims" =>
                    member.Value.ValueKind == JsonValueKind.Object && member.Value.EnumerateObject().Any(),
                _ => false,
            };
            if (!isRight)
            {
                throw CompactToken.Bad(place, $"authorization-rules: expected type \"JWT\", overall-claims and detached-claims with claims in them, found '{member.Name}'");
            }
        }

        return rules.EnumerateObject().Any(m => m.Name != "type")
            ? new AppraisalPolicy(rules, false)
            : throw CompactToken.Bad(place, "no rule, so everything would be accepted");
    }

    internal Outcome Check(DetachedEat token)
    {
        if (_isFlat)
        {
            var about = token.Devices.Count == 0 ? [token.Overall] : token.Devices.Values;
            return about.Select(t => Fault(_rules, t.Claims, t.Place)).FirstOrDefault(f => f is not null) is { } fault
                ? Outcome.Fail(ReasonCode.TokenRule, fault)
                : Outcome.Pass;
        }

        if (_rules.TryGetProperty("overall-claims", out var overall)
            && Fault(overall, token.Overall.Claims, token.Overall.Place) is { } first)
        {
            return Outcome.Fail(ReasonCode.TokenRule, first);
        }

        if (!_rules.TryGetProperty("detached-claims", out var detached))
        {
            return Outcome.Pass;
        }

        // Rules for devices that nobody shows would hold of none.
        return token.Devices.Count == 0 ? Outcome.Fail(ReasonCode.TokenRule, "the policy has rules for devices, but there is no device")
            : token.Devices.Values.Select(d => Fault(detached, d.Claims, d.Place)).FirstOrDefault(f => f is not null) is { } bad
                ? Outcome.Fail(ReasonCode.TokenRule, bad)
            : Outcome.Pass;
    }

    // Comments, then 'package': no JSON text starts so.
    private static bool IsRego(ReadOnlySpan<byte> text)
    {
        foreach (var line in text.Split((byte)'\n'))
        {
            var trimmed = text[line].Trim(" \t\r"u8);
            if (!trimmed.IsEmpty && trimmed[0] != (byte)'#')
            {
                return trimmed.StartsWith("package "u8);
            }
        }

        return false;
    }

    private static string? Fault(JsonElement rules, JsonElement claims, string place)
    {
        foreach (var rule in rules.EnumerateObject())
        {
            var where = $"{place}.{rule.Name}";
            if (claims.ValueKind != JsonValueKind.Object || !claims.TryGetProperty(rule.Name, out var found))
            {
                return $"{where}: expected {rule.Value.GetRawText()}, found no such claim";
            }

            var fault = rule.Value.ValueKind == JsonValueKind.Object ? Fault(rule.Value, found, where)
                : JsonElement.DeepEquals(rule.Value, found) ? null
                : $"{where}: expected {rule.Value.GetRawText()}, found {found.GetRawText()}";
            if (fault is not null)
            {
                return fault;
            }
        }

        return null;
    }
}
