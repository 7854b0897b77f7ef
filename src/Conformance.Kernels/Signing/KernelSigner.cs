using System.Security.Cryptography;
using Conformance.Evidence;
using Conformance.Evidence.Certificates;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cms;
using Org.BouncyCastle.Asn1.Ess;
using Org.BouncyCastle.Asn1.X509;
using Attribute = Org.BouncyCastle.Asn1.Cms.Attribute;

namespace Conformance.Kernels.Signing;

/// <summary>Signs containers.</summary>
public static class KernelSigner
{
    /// <summary>Statement and signature for a container. With an ECDSA key the same input gives the same bytes.</summary>
    /// <param name="container">A fat binary.</param>
    /// <param name="name">Of the container; see <see cref="KernelStatement.IsName"/>.</param>
    /// <param name="version">1 or more, and more than any before.</param>
    /// <param name="key">The signer's.</param>
    /// <param name="chain">Certificates, the signer's first, up to the root.</param>
    /// <param name="time">Stated as signing time; the certificates have to be valid at it.</param>
    /// <exception cref="EvidenceFormatException">The container is none, or what came out would not verify: a chain that is not fit for
    /// code.</exception>
    public static KernelFiles Sign(
        ReadOnlyMemory<byte> container, string name, int version, SigningKey key, IReadOnlyList<Certificate> chain, DateTimeOffset time)
    {
        if (chain.Count == 0 || !chain[0].Key.Info.Span.SequenceEqual(key.PublicKey.Span))
        {
            throw new EvidenceFormatException(KernelReason.KeyMalformed, "chain", "the first certificate is not that of the key");
        }

        var statement = KernelStatement.Of(name, version, container).Write();
        var files = new KernelFiles(container, statement, SignDetached(statement, key, chain, time));

        // A signature that no relying party can accept is better found here than there.
        var trust = new KernelTrust(new HashSet<string>([chain[^1].Fingerprint]), [], new Dictionary<string, int>());
        var verdict = KernelVerifier.Verify(new KernelRequest(files, trust, time, name));
        return verdict.Accepted ? files
            : throw new EvidenceFormatException(verdict.Reason!, verdict.Decisive!.Check.Id, verdict.Decisive.Detail ?? "not accepted");
    }

    private static byte[] SignDetached(ReadOnlySpan<byte> content, SigningKey key, IReadOnlyList<Certificate> chain, DateTimeOffset time)
    {
        var sha384 = new AlgorithmIdentifier(CmsObjects.Sha384);
        var signer = X509CertificateStructure.GetInstance(Asn1Object.FromByteArray(chain[0].Der.ToArray()));
        var certificate = new SigningCertificateV2(new EssCertIDv2(sha384, SHA384.HashData(chain[0].Der.Span)));
        var attributes = new DerSet(
            new Attribute(CmsObjects.ContentType, new DerSet(CmsObjects.Data)),
            new Attribute(CmsObjects.MessageDigest, new DerSet(new DerOctetString(SHA384.HashData(content)))),
            new Attribute(CmsObjects.SigningTime, new DerSet(new Org.BouncyCastle.Asn1.X509.Time(time.UtcDateTime))),
            new Attribute(CmsObjects.SigningCertificateV2, new DerSet(certificate)));
        var info = new SignerInfo(
            new SignerIdentifier(new IssuerAndSerialNumber(signer.Issuer, signer.SerialNumber)), sha384, attributes, key.Algorithm,
            new DerOctetString(key.Sign(attributes.GetEncoded(Asn1Encodable.Der))), (Asn1Set?)null);
        var data = new SignedData(
            new DerSet(sha384), new ContentInfo(CmsObjects.Data, null),
            new DerSet(chain.Select(c => (Asn1Encodable)Asn1Object.FromByteArray(c.Der.ToArray())).ToArray()), null, new DerSet(info));
        return new ContentInfo(CmsObjects.SignedData, data).GetEncoded(Asn1Encodable.Der);
    }
}
