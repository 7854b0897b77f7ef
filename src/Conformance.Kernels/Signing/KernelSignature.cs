using System.Security.Cryptography;
using Conformance.Evidence;
using Conformance.Evidence.Certificates;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cms;
using Org.BouncyCastle.Asn1.Ess;
using Org.BouncyCastle.Asn1.X509;
using SignatureAlgorithm = Conformance.Evidence.Certificates.SignatureAlgorithm;

namespace Conformance.Kernels.Signing;

//  A detached signature: ContentInfo with SignedData (RFC 5652), in DER, of this form only.
//
//  digestAlgorithms   SHA-384 and nothing else
//  encapContentInfo   id-data without content: what is signed lies in a file of its own
//  certificates       1 to 8 X.509 certificates; the signer's and those above it
//  crls               none
//  signerInfos        one, by issuer and serial number, SHA-384, ECDSA or RSA-PSS
//    signedAttrs      contentType, messageDigest and signingCertificateV2 (RFC 5035); signingTime may stand there and is not believed
//    unsignedAttrs    none: anybody could write them

/// <summary>A signature as it stands in its file; parsed strictly and not yet believed.</summary>
public sealed class KernelSignature
{
    /// <summary>Eight certificates and one signer.</summary>
    public const int MaxSize = 64 * 1024;

    private KernelSignature(Asn1Sequence sequence, string place)
    {
        var content = ContentInfo.GetInstance(sequence);
        Require(content.ContentType.Equals(CmsObjects.SignedData), KernelReason.SignatureMalformed, place,
            $"expected signed data, found {content.ContentType}");
        var data = SignedData.GetInstance(content.Content);
        Require(data.EncapContentInfo.Content is null, KernelReason.ContentAttached, place,
            "expected a detached signature, found one with content");
        Require(data.EncapContentInfo.ContentType.Equals(CmsObjects.Data), KernelReason.SignatureMalformed, place,
            "expected content of type data");
        Require(data.SignerInfos.Count == 1, KernelReason.SignerCount, place, $"expected one signer, found {data.SignerInfos.Count}");
        Require(data.CRLs is null, KernelReason.SignatureMalformed, place, "expected no revocation lists");
        Require(
            data.DigestAlgorithms.Count == 1 && IsSha384(AlgorithmIdentifier.GetInstance(data.DigestAlgorithms[0])),
            KernelReason.Algorithm, place, "expected the digest SHA-384 and no other");
        var signer = SignerInfo.GetInstance(data.SignerInfos[0]);

        // RFC 5652 5.1 and 5.3: version 1 goes with content of type data, X.509 certificates and an issuer with a serial number.
        Require(
            data.Version.IntValueExact == 1 && signer.Version.IntValueExact == 1 && !signer.SignerID.IsTagged,
            KernelReason.SignatureMalformed, place, "expected version 1 and a signer by issuer and serial number");
        Require(IsSha384(signer.DigestAlgorithm), KernelReason.Algorithm, place,
            $"expected the signer's digest SHA-384, found {signer.DigestAlgorithm.Algorithm}");
        Algorithm = DerLibrary.Algorithm(signer.SignatureAlgorithm);
        Require(
            Algorithm is SignatureAlgorithm.EcdsaSha384 or SignatureAlgorithm.RsaPssSha384,
            KernelReason.Algorithm, place, $"expected ECDSA or RSA-PSS with SHA-384, found {signer.SignatureAlgorithm.Algorithm}");
        Require(signer.UnsignedAttrs is null, KernelReason.Attributes, place, "expected no attributes that are not signed");
        Require(signer.SignedAttrs is not null, KernelReason.Attributes, place, "expected signed attributes");

        var identity = IssuerAndSerialNumber.GetInstance(signer.SignerID.ID);
        Issuer = DerLibrary.Name(identity.Issuer);
        Serial = DerLibrary.Serial(identity.SerialNumber);
        Value = signer.Signature.GetOctets();

        // RFC 5652 5.4: what is signed is the set with its own tag, not the [0] that it carries in the signer's record.
        var attributes = signer.SignedAttrs!;
        SignedAttributes = attributes.GetEncoded(Asn1Encodable.Der);
        (MessageDigest, SigningTime, CertificateHashAlgorithm, CertificateHash) = ReadAttributes(attributes, place);
        Certificates = ReadCertificates(data.Certificates, place);
    }

    public SignatureAlgorithm Algorithm { get; }

    public DistinguishedName Issuer { get; }

    public string Serial { get; }

    public ReadOnlyMemory<byte> Value { get; }

    /// <summary>The bytes that the signature is over.</summary>
    public ReadOnlyMemory<byte> SignedAttributes { get; }

    /// <summary>SHA-384 of what was signed.</summary>
    public ReadOnlyMemory<byte> MessageDigest { get; }

    /// <summary>What the signer says; nobody vouches for it.</summary>
    public DateTimeOffset? SigningTime { get; }

    /// <summary>The digest of the signer's certificate, as the signer stated it.</summary>
    public HashAlgorithmName CertificateHashAlgorithm { get; }

    public ReadOnlyMemory<byte> CertificateHash { get; }

    public IReadOnlyList<Certificate> Certificates { get; }

    /// <summary>The certificate that the signer's record names; null where the signature does not bring it.</summary>
    public Certificate? SignerCertificate => Certificates.FirstOrDefault(c => c.Issuer.Equals(Issuer) && c.Serial == Serial);

    /// <exception cref="EvidenceFormatException">Not a signature of the form above.</exception>
    public static KernelSignature Read(ReadOnlyMemory<byte> der, string place)
    {
        if (der.Length > MaxSize)
        {
            throw new EvidenceFormatException(
                KernelReason.SignatureMalformed, place, $"expected at most {MaxSize} bytes, found {der.Length}");
        }

        try
        {
            return DerLibrary.Read(der, place, sequence => new KernelSignature(sequence, place));
        }
        catch (EvidenceFormatException e) when (e.Reason == Evidence.Checks.ReasonCode.CertificateMalformed)
        {
            throw new EvidenceFormatException(KernelReason.SignatureMalformed, e.Place, e.Message[(e.Place.Length + 2)..], e);
        }
    }

    private static (byte[] Digest, DateTimeOffset? Time, HashAlgorithmName HashAlgorithm, byte[] Hash) ReadAttributes(
        Asn1Set attributes, string place)
    {
        byte[]? digest = null;
        DateTimeOffset? time = null;
        (HashAlgorithmName Algorithm, byte[] Hash)? certificate = null;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var attribute in attributes.Select(Org.BouncyCastle.Asn1.Cms.Attribute.GetInstance))
        {
            var type = attribute.AttrType;
            Require(
                seen.Add(type.Id) && attribute.AttrValues.Count == 1, KernelReason.Attributes, place,
                    $"attribute {type} stands twice, or has not exactly one value");
            var value = attribute.AttrValues[0];
            if (type.Equals(CmsObjects.ContentType))
            {
                Require(DerObjectIdentifier.GetInstance(value).Equals(CmsObjects.Data), KernelReason.Attributes, place,
                    "contentType: expected data");
            }
            else if (type.Equals(CmsObjects.MessageDigest))
            {
                digest = Asn1OctetString.GetInstance(value).GetOctets();
            }
            else if (type.Equals(CmsObjects.SigningTime))
            {
                time = DerLibrary.Time(Org.BouncyCastle.Asn1.X509.Time.GetInstance(value));
            }
            else if (type.Equals(CmsObjects.SigningCertificateV2))
            {
                certificate = CertificateId(SigningCertificateV2.GetInstance(value), place);
            }
            else
            {
                Require(false, KernelReason.Attributes, place, $"attribute {type} is not known");
            }
        }

        Require(
            digest is not null && certificate is not null && seen.Contains(CmsObjects.ContentType.Id),
            KernelReason.Attributes, place, "expected contentType, messageDigest and signingCertificateV2");
        return (digest!, time, certificate!.Value.Algorithm, certificate.Value.Hash);
    }

    /// <summary>RFC 5035 section 3: the first of the identifiers is the signer's certificate.</summary>
    private static (HashAlgorithmName Algorithm, byte[] Hash) CertificateId(SigningCertificateV2 attribute, string place)
    {
        var id = attribute.GetCerts()[0];
        var oid = id.HashAlgorithm.Algorithm;
        HashAlgorithmName? algorithm = oid.Equals(CmsObjects.Sha256) ? HashAlgorithmName.SHA256
            : oid.Equals(CmsObjects.Sha384) ? HashAlgorithmName.SHA384
            : oid.Equals(CmsObjects.Sha512) ? HashAlgorithmName.SHA512
            : null;
        Require(algorithm is not null, KernelReason.Algorithm, place, $"signingCertificateV2: digest {oid} is not on the list");
        return (algorithm!.Value, id.GetCertHash());
    }

    private static List<Certificate> ReadCertificates(Asn1Set? set, string place)
    {
        Require(
            set is { Count: > 0 and <= CertificateReader.MaxCount }, KernelReason.SignatureMalformed, place,
                $"expected 1 to {CertificateReader.MaxCount} certificates");
        return [.. set!.Select((c, i) =>
             CertificateReader.Read(c.ToAsn1Object().GetEncoded(Asn1Encodable.Der), $"{place} certificate {i}"))];
    }

    private static bool IsSha384(AlgorithmIdentifier algorithm) =>
        algorithm.Algorithm.Equals(CmsObjects.Sha384) && (algorithm.Parameters is null or Asn1Null);

    private static void Require(bool condition, string reason, string place, string message)
    {
        if (!condition)
        {
            throw new EvidenceFormatException(reason, place, message);
        }
    }
}
