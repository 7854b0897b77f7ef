using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Conformance.Evidence.Nvidia.Results;

/// <summary>
/// Signs claims as compact tokens (RFC 7515 section 7.1): ES256 with a P-256 key, ES384 with a P-384 key (RFC 7518 section 3.4).
/// </summary>
public sealed class JwsSigner : IDisposable
{
    private readonly ECDsa _key;

    private JwsSigner(ECDsa key)
    {
        _key = key;
        Bits = key.KeySize;
        var point = key.ExportParameters(false).Q;
        (X, Y) = (Base64Url.EncodeToString(point.X), Base64Url.EncodeToString(point.Y));

        // RFC 7638 section 3: these members, in this order, without blanks.
        KeyId =
            Base64Url.EncodeToString(
                SHA256.HashData(Encoding.ASCII.GetBytes($$"""{"crv":"{{Curve}}","kty":"EC","x":"{{X}}","y":"{{Y}}"}""")));
    }

    /// <summary>256 or 384.</summary>
    public int Bits { get; }

    public string Algorithm => Bits == 256 ? "ES256" : "ES384";

    /// <summary>The key's thumbprint (RFC 7638).</summary>
    public string KeyId { get; }

    private string Curve => Bits == 256 ? "P-256" : "P-384";

    private string X { get; }

    private string Y { get; }

    /// <param name="pem">A private key that is not encrypted: PKCS #8 or SEC 1.</param>
    /// <exception cref="ArgumentException">Anything else, or another curve than P-256 and P-384.</exception>
    public static JwsSigner Read(string pem)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
            var curve = key.ExportParameters(true).Curve.Oid;
            return (key.KeySize, curve.Value ?? curve.FriendlyName) is (256, "1.2.840.10045.3.1.7" or "nistP256")
                or (384, "1.3.132.0.34" or "nistP384")
                ? new JwsSigner(key)
                : throw new ArgumentException("expected a P-256 or P-384 key", nameof(pem));
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            key.Dispose();
            throw new ArgumentException("expected an unencrypted private key on P-256 or P-384 in PEM", nameof(pem), e);
        }
    }

    public string Sign(JsonObject claims)
    {
        var signed = $"{Part(new JsonObject { ["alg"] = Algorithm, ["kid"] = KeyId })}.{Part(claims)}";
        return $"{signed}.{Base64Url.EncodeToString(_key.SignData(Encoding.ASCII.GetBytes(signed), Algorithm == "ES256" ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA384))}";
    }

    /// <summary>The public key (RFC 7517).</summary>
    public JsonObject Jwk() => new()
    {
        ["kty"] = "EC", ["crv"] = Curve, ["alg"] = Algorithm, ["use"] = "sig", ["kid"] = KeyId, ["x"] = X, ["y"] = Y,
    };

    public void Dispose() => _key.Dispose();

    private static string Part(JsonObject json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString()));
}
