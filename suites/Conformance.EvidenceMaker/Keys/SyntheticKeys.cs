using Org.BouncyCastle.Asn1.Sec;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Math;

namespace Conformance.EvidenceMaker.Keys;

/// <summary>Keys made from labels.</summary>
internal static class SyntheticKeys
{
    private static readonly Dictionary<string, AsymmetricCipherKeyPair> Known = new(StringComparer.Ordinal);

    /// <summary>RSA with 4096 bits; takes seconds, so that one key serves all product lines.</summary>
    public static AsymmetricCipherKeyPair Rsa(string label) => Get(label, () =>
    {
        var generator = new RsaKeyPairGenerator();
        generator.Init(new RsaKeyGenerationParameters(BigInteger.ValueOf(65537), SeededRandom.Of(label), 4096, 100));
        return generator.GenerateKeyPair();
    });

    public static AsymmetricCipherKeyPair P384(string label) => Get(label, () => Ec(label, "P-384"));

    public static AsymmetricCipherKeyPair P256(string label) => Get(label, () => Ec(label, "P-256"));

    private static AsymmetricCipherKeyPair Ec(string label, string curve)
    {
        var generator = new ECKeyPairGenerator();
        var oid = curve == "P-384" ? SecObjectIdentifiers.SecP384r1 : SecObjectIdentifiers.SecP256r1;
        generator.Init(new ECKeyGenerationParameters(oid, SeededRandom.Of(label)));
        return generator.GenerateKeyPair();
    }

    private static AsymmetricCipherKeyPair Get(string label, Func<AsymmetricCipherKeyPair> make)
    {
        lock (Known)
        {
            if (!Known.TryGetValue(label, out var pair))
            {
                Known.Add(label, pair = make());
            }

            return pair;
        }
    }
}
