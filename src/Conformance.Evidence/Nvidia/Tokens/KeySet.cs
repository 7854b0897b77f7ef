using System.Text.Json;
using Conformance.Evidence.Certificates;
using Conformance.Evidence.Checks;

namespace Conformance.Evidence.Nvidia.Tokens;

/// <summary>
/// A set of keys (RFC 7517) as far as it is of use here: P-384 keys by their id. Where the set came from is the caller's concern; the
/// certificates that may stand beside the keys are not looked at.
/// </summary>
public sealed class KeySet
{
    /// <summary>SubjectPublicKeyInfo of an uncompressed P-384 point, up to the point (RFC 5480).</summary>
    private static readonly byte[] Prefix = Convert.FromHexString("3076301006072a8648ce3d020106052b8104002203620004");

    private readonly Dictionary<string, PublicKey> _keys = new(StringComparer.Ordinal);

    private KeySet()
    {
    }

    public PublicKey? Find(string keyId) => _keys.GetValueOrDefault(keyId);

    /// <exception cref="EvidenceFormatException">No key set, a key id twice, or a P-384 key that is malformed.</exception>
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
            if (CompactToken.Word(key, "kty") != "EC" || CompactToken.Word(key, "crv") != "P-384"
                || CompactToken.Word(key, "alg") is not (null or "ES384") || CompactToken.Word(key, "use") is not (null or "sig"))
            {
                continue;
            }

            var (id, x, y) = (CompactToken.Word(key, "kid"), CompactToken.Word(key, "x"), CompactToken.Word(key, "y"));
            if (id is null || x is null || y is null)
            {
                throw CompactToken.Bad(place, "a P-384 key without kid, x or y");
            }

            byte[] info = [.. Prefix, .. CompactToken.Bytes(x, place, "x"), .. CompactToken.Bytes(y, place, "y")];
            if (info.Length != Prefix.Length + 96 || !set._keys.TryAdd(id, new PublicKey(KeyKind.P384, info, 384, 0)))
            {
                throw new EvidenceFormatException(ReasonCode.TokenFormat, place, $"key '{id}' stands twice, or its coordinates have not 48 bytes each");
            }
        }

        return set;
    }
}
