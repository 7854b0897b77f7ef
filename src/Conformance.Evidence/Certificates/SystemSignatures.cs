using System.Security.Cryptography;

namespace Conformance.Evidence.Certificates;

/// <summary>Signatures by the base library. The one that verdicts rest on.</summary>
public sealed class SystemSignatures : ISignatureVerifier
{
    private SystemSignatures()
    {
    }

    public static SystemSignatures Instance { get; } = new();

    public bool Verify(SignatureAlgorithm algorithm, PublicKey key, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) =>
        Verify(algorithm, key, data, signature, DSASignatureFormat.Rfc3279DerSequence);

    public bool VerifyFixed(SignatureAlgorithm algorithm, PublicKey key, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) =>
        signature.Length == key.Bits / 4 && algorithm != SignatureAlgorithm.RsaPssSha384
        && Verify(algorithm, key, data, signature, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    private static bool Verify(
        SignatureAlgorithm algorithm, PublicKey key, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature, DSASignatureFormat format)
    {
        if ((algorithm, key.Kind) is not ((SignatureAlgorithm.RsaPssSha384, KeyKind.Rsa)
            or (SignatureAlgorithm.EcdsaSha256, KeyKind.P256)
            or (SignatureAlgorithm.EcdsaSha384, KeyKind.P384)))
        {
            return false;
        }

        try
        {
            var imported = key.Borrow() ?? KeyImport.Of(key);
            var answer = imported switch
            {
                RSA rsa => rsa.VerifyData(data, signature, HashAlgorithmName.SHA384, RSASignaturePadding.Pss),
                ECDsa ecdsa => ecdsa.VerifyData(
                    data, signature, key.Kind == KeyKind.P256 ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA384, format),
                _ => false,
            };

            // Not after an exception: an object that failed is not lent again.
            key.GiveBack(imported);
            return answer;
        }
        catch (CryptographicException)
        {
            // A point that is not on the curve.
            return false;
        }
    }
}
