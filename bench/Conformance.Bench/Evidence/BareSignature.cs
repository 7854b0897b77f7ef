using System.Security.Cryptography;
using Conformance.Evidence.Certificates;

namespace Conformance.Bench.Evidence;

/// <summary>One signature and nothing else: the base library's own call, on a key that is ready, over bytes that are there.</summary>
internal sealed class BareSignature
{
    private readonly AsymmetricAlgorithm _key;
    private readonly PublicKey _public;
    private readonly byte[] _data;
    private readonly byte[] _signature;
    private readonly DSASignatureFormat _format;

    public BareSignature(PublicKey key, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature, DSASignatureFormat format)
    {
        _public = key;
        _key = KeyImport.Of(key);
        _data = data.ToArray();
        _signature = signature.ToArray();
        _format = format;
        Check(_key);
    }

    /// <summary>A certificate under its issuer's key.</summary>
    public static BareSignature Of(Certificate child, Certificate issuer) =>
        new(issuer.Key, child.Tbs.Span, child.Signature.Span, DSASignatureFormat.Rfc3279DerSequence);

    public static BareSignature Of(RevocationList list, Certificate issuer) =>
        new(issuer.Key, list.Tbs.Span, list.Signature.Span, DSASignatureFormat.Rfc3279DerSequence);

    /// <summary>Evidence and collateral: r|s.</summary>
    public static BareSignature Fixed(PublicKey key, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) =>
        new(key, data, signature, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    public static void VerifyAll(BareSignature[] signatures)
    {
        foreach (var signature in signatures)
        {
            signature.Check(signature._key);
        }
    }

    /// <summary>The same, each key imported once first, as a program must that has not seen it before.</summary>
    public static void ImportAndVerifyAll(BareSignature[] signatures)
    {
        var keys = new Dictionary<PublicKey, AsymmetricAlgorithm>();
        foreach (var signature in signatures)
        {
            if (!keys.TryGetValue(signature._public, out var key))
            {
                keys.Add(signature._public, key = KeyImport.Of(signature._public));
            }

            signature.Check(key);
        }

        foreach (var key in keys.Values)
        {
            key.Dispose();
        }
    }

    private void Check(AsymmetricAlgorithm key)
    {
        var holds = key switch
        {
            RSA rsa => rsa.VerifyData(_data, _signature, HashAlgorithmName.SHA384, RSASignaturePadding.Pss),
            ECDsa ecdsa =>
                ecdsa.VerifyData(
                    _data, _signature, _public.Kind == KeyKind.P256 ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA384, _format),
            _ => false,
        };
        if (!holds)
        {
            throw new InvalidOperationException("a signature of the corpus does not verify");
        }
    }
}
