using Conformance.EvidenceMaker.Keys;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Ocsp;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Ocsp;
using Org.BouncyCastle.X509;

namespace Conformance.EvidenceMaker.Nvidia;

/// <summary>
/// An answer of the revocation service to be made: good, fresh and by an authorised responder until something is changed.
/// </summary>
internal sealed record OcspSpec
{
    public required GpuCertificate Subject { get; init; }

    public required GpuCertificate Issuer { get; init; }

    /// <summary>'good', 'revoked', 'hold', 'unknown'.</summary>
    public string Word { get; init; } = "good";

    public DateTime ThisUpdate { get; init; } = new(2025, 5, 31, 12, 0, 0, DateTimeKind.Utc);

    public DateTime? NextUpdate { get; init; } = new DateTime(2025, 6, 1, 12, 0, 0, DateTimeKind.Utc);

    /// <summary>Object identifier of the CertID's hash: SHA-384, as the vendor's Python and Go tools ask with.</summary>
    public string Hash { get; init; } = "2.16.840.1.101.3.4.2.2";

    public long SerialOffset { get; init; }

    /// <summary>The responder is issued by this one; null: by the issuer.</summary>
    public GpuCertificate? ResponderIssuer { get; init; }

    public bool MayAnswer { get; init; } = true;

    public DateTime ResponderEnd { get; init; } = new(2034, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public bool HasResponderCertificate { get; init; } = true;

    /// <summary>Signed by a key that is not the responder's.</summary>
    public bool HasStrangeSignature { get; init; }

    public byte[]? Nonce { get; init; }

    /// <summary>Instead of the answer.</summary>
    public byte[]? Bytes { get; init; }

    public byte[] Make()
    {
        if (Bytes is not null)
        {
            return Bytes;
        }

        var by = ResponderIssuer ?? Issuer;
        var responder = new X509Certificate(new GpuCertificate
        {
            Name = $"OCSP responder of {by.Name}", IssuerName = by.Name, KeyLabel = "nvidia ocsp responder", IssuerKeyLabel = by.KeyLabel,
            Serial = 0x401, IsAuthority = false,
            NotAfter = ResponderEnd,
            Extensions = MayAnswer ? [("2.5.29.37", true, new ExtendedKeyUsage(KeyPurposeID.id_kp_OCSPSigning).GetDerEncoded())] : [],
        }.Make());
        var id = new CertificateID(
            new AlgorithmIdentifier(
                new DerObjectIdentifier(Hash), DerNull.Instance), new X509Certificate(Issuer.Make()), BigInteger.ValueOf(
                    Subject.Serial + SerialOffset));
        CertificateStatus? status = Word switch
        {
            "good" => CertificateStatus.Good,
            "unknown" => new UnknownStatus(),
            "hold" => new RevokedStatus(ThisUpdate.AddDays(-30), CrlReason.CertificateHold),
            "revoked" => new RevokedStatus(ThisUpdate.AddDays(-30), CrlReason.KeyCompromise),
            _ => throw new InvalidOperationException(Word),
        };
        var generator = new BasicOcspRespGenerator(new RespID(responder.GetPublicKey()));
        generator.AddResponse(id, status, ThisUpdate, NextUpdate, null);
        if (Nonce is not null)
        {
            generator.SetResponseExtensions(new X509Extensions(new Dictionary<DerObjectIdentifier, X509Extension>
            {
                [OcspObjectIdentifiers.PkixOcspNonce] = new(false, new DerOctetString(new DerOctetString(Nonce).GetEncoded())),
            }));
        }

        var key = SyntheticKeys.P384(HasStrangeSignature ? "nvidia stranger" : "nvidia ocsp responder").Private;
        var basic = generator.Generate(new EcdsaFactory(key), HasResponderCertificate ? [responder] : null, ThisUpdate);
        return new OCSPRespGenerator().Generate(OcspRespStatus.Successful, basic).GetEncoded();
    }
}
