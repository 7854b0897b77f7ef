using System.Text.Json.Nodes;

namespace Conformance.Evidence.Nvidia.Tokens;

/// <summary>What the tokens say.</summary>
internal static class TokenFacts
{
    public static JsonObject Of(TokenRequest request)
    {
        if (request.Token.Value is not { } token)
        {
            return [];
        }

        var claims = token.Overall.Claims;
        JsonNode? Claim(string name) => claims.TryGetProperty(name, out var value) ? JsonNode.Parse(value.GetRawText()) : null;
        return new JsonObject
        {
            ["overallResult"] = Claim("x-nvidia-overall-att-result"),
            ["version"] = Claim("x-nvidia-ver"),
            ["issuer"] = Claim("iss"),
            ["iat"] = Claim("iat"),
            ["exp"] = Claim("exp"),
            ["eatNonce"] = Claim("eat_nonce"),
            ["submodules"] = new JsonArray([.. token.Devices.Keys.Select(k => (JsonNode)k)]),
            ["kids"] = new JsonArray([.. token.All.Select(t => t.KeyId).Distinct().Select(k => (JsonNode?)k)]),
            ["submoduleClaims"] =
                new JsonObject(token.Devices.Select(d => KeyValuePair.Create(d.Key, JsonNode.Parse(d.Value.Claims.GetRawText())))),
        };
    }
}
