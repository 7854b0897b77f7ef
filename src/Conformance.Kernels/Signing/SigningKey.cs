using System.Security.Cryptography;
using System.Text;
using Conformance.Evidence;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.Sec;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;

namespace Conformance.Kernels.Signing;

/// <summary>
/// A private key that signs statements: ECDSA P-384, deterministic (RFC 6979), so that the same statement gives the same signature; or
/// RSA-PSS of 3072 bits or more, whose salt is random.
/// </summary>
public sealed class SigningKey
{
    private const int SaltSize = 48;
    private const int MinimumRsaBits = 3072;
    private const int MaxPemSize = 64 * 1024;

    private readonly AsymmetricKeyParameter _private;

    private SigningKey(AsymmetricKeyParameter privateKey, string place)
    {
        _private = privateKey;
        switch (privateKey)
        {
            case ECPrivateKeyParameters ec when ec.PublicKeyParamSet?.Equals(SecObjectIdentifiers.SecP384r1) == true:
                Algorithm = new AlgorithmIdentifier(CmsObjects.EcdsaWithSha384);
                Info = SubjectPublicKeyInfoFactory.CreateSubjectPublicKeyInfo(
                    new ECPublicKeyParameters(ec.AlgorithmName, ec.Parameters.G.Multiply(ec.D).Normalize(), ec.PublicKeyParamSet));
                break;
            case RsaPrivateCrtKeyParameters rsa when rsa.Modulus.BitLength >= MinimumRsaBits:
                var digest = new AlgorithmIdentifier(CmsObjects.Sha384);
                Algorithm = new AlgorithmIdentifier(
                    PkcsObjectIdentifiers.IdRsassaPss,
                    new RsassaPssParameters(digest, new AlgorithmIdentifier(PkcsObjectIdentifiers.IdMgf1, digest),
                        DerInteger.ValueOf(SaltSize), DerInteger.ValueOf(1)));
                Info = SubjectPublicKeyInfoFactory.CreateSubjectPublicKeyInfo(new RsaKeyParameters(false, rsa.Modulus, rsa.PublicExponent));
                break;
            default:
                throw new EvidenceFormatException(
                    KernelReason.Algorithm, place, "expected a key for ECDSA P-384, or for RSA with 3072 bits or more");
        }
    }

    /// <summary>With its parameters, as it stands in signatures and certificates.</summary>
    internal AlgorithmIdentifier Algorithm { get; }

    internal SubjectPublicKeyInfo Info { get; }

    /// <summary>DER of SubjectPublicKeyInfo.</summary>
    public ReadOnlyMemory<byte> PublicKey => Info.GetEncoded(Asn1Encodable.Der);

    /// <summary>Reads PKCS #8 in PEM, plain or encrypted.</summary>
    /// <param name="pem">The file.</param>
    /// <param name="password">For an encrypted key; null where there is none.</param>
    /// <param name="place">For messages.</param>
    /// <exception cref="EvidenceFormatException">No such key, a wrong password, or a key of a kind that does not sign here.</exception>
    public static SigningKey Read(ReadOnlySpan<byte> pem, string? password, string place)
    {
        var text = pem.Length <= MaxPemSize && !pem.ContainsAnyExceptInRange((byte)0, (byte)0x7E) ? Encoding.ASCII.GetString(pem) : "";
        if (!PemEncoding.TryFind(text, out var fields))
        {
            throw Bad(place, "expected a key in PEM", null);
        }

        var label = text[fields.Label];
        var der = Convert.FromBase64String(text[fields.Base64Data]);
        if (label is not ("PRIVATE KEY" or "ENCRYPTED PRIVATE KEY"))
        {
            throw Bad(place, $"expected 'PRIVATE KEY' or 'ENCRYPTED PRIVATE KEY', found '{label}'; 'openssl pkcs8 -topk8' converts", null);
        }

        if (label[0] == 'E' && password is null)
        {
            throw Bad(place, "the key is encrypted, and no password was given", null);
        }

        try
        {
            return new SigningKey(
                label[0] == 'E' ? PrivateKeyFactory.DecryptKey(password!.ToCharArray(), der) : PrivateKeyFactory.CreateKey(der), place);
        }
        catch (Exception e) when (e is not (EvidenceFormatException or OutOfMemoryException))
        {
            throw Bad(place, label[0] == 'E' ? "the key cannot be read, or the password is wrong" : "the key cannot be read", e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(der);
        }
    }

    /// <summary>A key that everybody can make: for development and for vectors, never for trust.</summary>
    public static SigningKey PublicKnowledge(string label)
    {
        var curve = Curve();
        var seed = new BigInteger(1, SHA384.HashData(Encoding.UTF8.GetBytes("conformance kernels, a key that is no secret: " + label)));
        var d = seed.Mod(curve.N.Subtract(BigInteger.One)).Add(BigInteger.One);
        return new SigningKey(new ECPrivateKeyParameters("EC", d, SecObjectIdentifiers.SecP384r1), label);
    }

    public byte[] Sign(ReadOnlySpan<byte> data)
    {
        ISigner signer = _private is RsaPrivateCrtKeyParameters
            ? new PssSigner(new RsaBlindedEngine(), new Sha384Digest(), SaltSize)
            : new DsaDigestSigner(
                new ECDsaSigner(new HMacDsaKCalculator(new Sha384Digest())), new Sha384Digest(), StandardDsaEncoding.Instance);
        signer.Init(forSigning: true, _private);
        signer.BlockUpdate(data);
        return signer.GenerateSignature();
    }

    private static ECDomainParameters Curve() =>
        ECDomainParameters.FromX9ECParameters(Org.BouncyCastle.Asn1.X9.ECNamedCurveTable.GetByOid(SecObjectIdentifiers.SecP384r1));

    private static EvidenceFormatException Bad(string place, string message, Exception? inner) =>
        new(KernelReason.KeyMalformed, place, message, inner);
}
