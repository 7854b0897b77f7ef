using System.Text.Json;
using Conformance.Evidence.Certificates;
using Conformance.Evidence.Checks;

namespace Conformance.Evidence.Nvidia.Tokens;

/// <summary>
/// A set of keys (RFC 7517) as far as it is of use here: P-256 and P-384 keys by their id. Where the set came from is the caller's concern,
/// unless the certificates beside its keys (<see cref="KeyChain"/>) lead to a root that the caller trusts.
/// </summary>
public sealed class KeySet
{
    private readonly Dictionary<string, Jwk> _keys = new(StringComparer.Ordinal);

    private KeySet()
    {
    }

    /// <summary>The key of this id if it is of this kind: a key for one algorithm is none for another (RFC 8725 section 3.1).</summary>
    public Jwk? Find(string keyId, KeyKind kind) => _keys.GetValueOrDefault(keyId) is { } key && key.Key.Kind == kind ? key : null;

    /// <exception cref="EvidenceFormatException">No key set, a key id twice, or a P-256 or P-384 key that is malformed.</exception>
    public static KeySet Read(ReadOnlyMemory<byte> json, string place)
    {
        var set = new KeySet();
        var root = CompactToken.Parse(json, place);
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("keys", out var keys) || keys.ValueKind != JsonValueKind.Array)
        {
            throw CompactToken.Bad(place, "expected an object with an array 'keys'");
        }

        foreach (var key in keys.EnumerateArray())
        {
            if (key.ValueKind != JsonValueKind.Object)
            {
                throw CompactToken.Bad(place, "a key that is no object");
            }

            // RFC 7517 section 5: keys of other kinds are left alone. So are those that say they are for something else.
            var curve = Curve.All.FirstOrDefault(c => CompactToken.Word(key, "crv") == c.Name);
            if (curve is null || CompactToken.Word(key, "kty") != "EC"
                || (CompactToken.Word(key, "alg") is { } algorithm && algorithm != curve.Algorithm)
                    || CompactToken.Word(key, "use") is not (null or "sig"))
            {
                continue;
            }

            var id = CompactToken.Word(key, "kid") ?? throw CompactToken.Bad(place, $"a {curve.Name} key without kid");
            if (!set._keys.TryAdd(id, new Jwk(PublicKeyOf(key, curve, $"{place} key '{id}'"), Certificates(key, $"{place} key '{id}'"))))
            {
                throw CompactToken.Bad(place, $"key '{id}' stands twice");
            }
        }

        return set;
    }

    private static PublicKey PublicKeyOf(JsonElement key, Curve curve, string place)
    {
        if ((CompactToken.Word(key, "x"), CompactToken.Word(key, "y")) is not ({ } x, { } y))
        {
            throw CompactToken.Bad(place, "x or y is missing");
        }

        // RFC 7518 section 6.2.1.2: as long as the field.
        byte[] point = [.. CompactToken.Bytes(x, place, "x"), .. CompactToken.Bytes(y, place, "y")];
        return point.Length == curve.Bits / 4 && x.Length == y.Length
            ? new PublicKey(curve.Kind, (byte[])[.. curve.Prefix, .. point], curve.Bits, 0)
            : throw CompactToken.Bad(place, $"expected coordinates of {curve.Bits / 8} bytes each, found {point.Length} bytes together");
    }

    // RFC 7517 section 4.7: base64, not base64url.
    private static List<Certificate> Certificates(JsonElement key, string place)
    {
        if (!key.TryGetProperty("x5c", out var list))
        {
            return [];
        }

        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() is 0 or > CertificateReader.MaxCount)
        {
            throw CompactToken.Bad(place, $"x5c: expected an array of 1 to {CertificateReader.MaxCount} certificates");
        }

        var chain = new List<Certificate>();
        foreach (var item in list.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.String || !item.TryGetBytesFromBase64(out var der))
            {
                throw CompactToken.Bad(place, $"x5c {chain.Count}: not base64");
            }

            chain.Add(CertificateReader.Read(der, $"{place} x5c {chain.Count}"));
        }

        return chain;
    }

    /// <param name="Prefix">SubjectPublicKeyInfo of an uncompressed point, up to the point (RFC 5480).</param>
    private sealed record Curve(string Name, string Algorithm, KeyKind Kind, int Bits, byte[] Prefix)
    {
        public static readonly Curve[] All =
        [
            new("P-256", "ES256", KeyKind.P256, 256, Convert.FromHexString("3059301306072a8648ce3d020106082a8648ce3d03010703420004")),
            new("P-384", "ES384", KeyKind.P384, 384, Convert.FromHexString("3076301006072a8648ce3d020106052b8104002203620004")),
        ];
    }
}

/// <summary>A key of a set.</summary>
/// <param name="Chain">The certificates beside it, the key's own first; empty where there are none.</param>
public sealed record Jwk(PublicKey Key, IReadOnlyList<Certificate> Chain);
