using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Security;

namespace Conformance.Evidence.Certificates;

/// <summary>Signatures by BouncyCastle: the second opinion that the suites compare with. Slower; never on the path of a verdict.</summary>
public sealed class BouncySignatures : ISignatureVerifier
{
    private const int SaltSize = 48;

    private BouncySignatures()
    {
    }

    public static BouncySignatures Instance { get; } = new();

    public bool Verify(SignatureAlgorithm algorithm, PublicKey key, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        ISigner? signer = (algorithm, key.Kind) switch
        {
            (SignatureAlgorithm.RsaPssSha384, KeyKind.Rsa) => new PssSigner(new RsaEngine(), new Sha384Digest(), SaltSize),
            (SignatureAlgorithm.EcdsaSha256, KeyKind.P256) =>
                new DsaDigestSigner(new ECDsaSigner(), new Sha256Digest(), StandardDsaEncoding.Instance),
            (SignatureAlgorithm.EcdsaSha384, KeyKind.P384) =>
                new DsaDigestSigner(new ECDsaSigner(), new Sha384Digest(), StandardDsaEncoding.Instance),
            _ => null,
        };
        return signer is not null && Verify(signer, key, data, signature);
    }

    public bool VerifyFixed(SignatureAlgorithm algorithm, PublicKey key, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        IDigest? digest = (algorithm, key.Kind) switch
        {
            (SignatureAlgorithm.EcdsaSha256, KeyKind.P256) => new Sha256Digest(),
            (SignatureAlgorithm.EcdsaSha384, KeyKind.P384) => new Sha384Digest(),
            _ => null,
        };
        return digest is not null
            && signature.Length == key.Bits / 4
            && Verify(new DsaDigestSigner(new ECDsaSigner(), digest, PlainDsaEncoding.Instance), key, data, signature);
    }

    private static bool Verify(ISigner signer, PublicKey key, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        try
        {
            signer.Init(forSigning: false, PublicKeyFactory.CreateKey(key.Info.ToArray()));
            signer.BlockUpdate(data);
            return signer.VerifySignature(signature.ToArray());
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Points off the curve, r and s out of range, and whatever else it refuses by exception.
            return false;
        }
    }
}
