using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Conformance.Evidence.Nvidia.Results;

/// <summary>Who says it, and when.</summary>
/// <param name="Issuer">'iss'.</param>
/// <param name="Time">The instant at which the evidence was judged; 'iat' and 'nbf'.</param>
public sealed record ResultIssue(string Issuer, DateTimeOffset Time)
{
    /// <summary>Ours, unless the caller has a name of his own.</summary>
    public const string DefaultIssuer = "CONFORMANCE-LOCAL-VERIFIER";

    /// <summary>As long as the vendor's service lets its results live.</summary>
    private const int LifetimeSeconds = 3600;

    /// <summary>
    /// Adds the claims of RFC 7519 section 4.1. 'jti' is made from the others, so that the same question has the same answer.
    /// </summary>
    internal JsonObject Stamp(JsonObject claims)
    {
        var at = Time.ToUnixTimeSeconds();
        claims["iss"] = Issuer;
        claims["iat"] = at;
        claims["nbf"] = at;
        claims["exp"] = at + LifetimeSeconds;
        claims["jti"] = new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(claims.ToJsonString())).AsSpan(0, 16), bigEndian: true).ToString();
        return claims;
    }

    /// <summary>'GPU-0', 'GPU-1', 'SWITCH-0' …, in the order of the evidence.</summary>
    internal static IEnumerable<(string Name, DeviceVerdict Device)> Named(IEnumerable<DeviceVerdict> devices)
    {
        var (gpus, switches) = (0, 0);
        foreach (var device in devices)
        {
            yield return (device.Context.Report.Value?.IsSwitch == true ? $"SWITCH-{switches++}" : $"GPU-{gpus++}", device);
        }
    }

    /// <summary>The challenge, or what the devices say that they were asked with; null where neither is known.</summary>
    internal static string? Nonce(DeviceVerdict device) =>
        (device.Context.Request.Challenge ?? device.Context.Report.Value?.RequesterNonce) is { } nonce
            ? Convert.ToHexStringLower(nonce.Span)
            : null;
}
