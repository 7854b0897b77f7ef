using System.Security.Cryptography;

namespace Conformance.Evidence.Certificates;

/// <summary>Signatures by the base library. The one that verdicts rest on.</summary>
public sealed class SystemSignatures : ISignatureVerifier
{
    private SystemSignatures()
    {
    }

    public static SystemSignatures Instance { get; } = new();

    public bool Verify(SignatureAlgorithm algorithm, PublicKey key, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) => algorithm switch
    {
        SignatureAlgorithm.RsaPssSha384 => VerifyRsa(key, data, signature),
        _ => VerifyEcdsa(algorithm, key, data, signature, DSASignatureFormat.Rfc3279DerSequence),
    };

    public bool VerifyFixed(SignatureAlgorithm algorithm, PublicKey key, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) =>
        signature.Length == key.Bits / 4 && VerifyEcdsa(algorithm, key, data, signature, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    private static bool VerifyRsa(PublicKey key, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        if (key.Kind != KeyKind.Rsa)
        {
            return false;
        }

        try
        {
            using var rsa = RSA.Create();
            rsa.ImportSubjectPublicKeyInfo(key.Info.Span, out _);
            return rsa.VerifyData(data, signature, HashAlgorithmName.SHA384, RSASignaturePadding.Pss);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static bool VerifyEcdsa(
        SignatureAlgorithm algorithm, PublicKey key, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature, DSASignatureFormat format)
    {
        HashAlgorithmName hash;
        switch (algorithm, key.Kind)
        {
            case (SignatureAlgorithm.EcdsaSha256, KeyKind.P256):
                hash = HashAlgorithmName.SHA256;
                break;
            case (SignatureAlgorithm.EcdsaSha384, KeyKind.P384):
                hash = HashAlgorithmName.SHA384;
                break;
            default:
                return false;
        }

        try
        {
            using var ecdsa = ECDsa.Create();
            ecdsa.ImportSubjectPublicKeyInfo(key.Info.Span, out _);
            return ecdsa.VerifyData(data, signature, hash, format);
        }
        catch (CryptographicException)
        {
            // A point that is not on the curve.
            return false;
        }
    }
}
