using System.Security.Cryptography;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X509;

namespace Conformance.KernelMaker.Signing;

/// <summary>
/// A CMS signature to be made, right or wrong, straight from the ASN.1 of RFC 5652 without the library's CMS types: a second writer.
/// </summary>
internal sealed record CmsSpec
{
    private static readonly DerObjectIdentifier Data = new("1.2.840.113549.1.7.1");

    public required byte[] Content { get; init; }

    public required CertificateSpec Signer { get; init; }

    public required IReadOnlyList<CertificateSpec> Certificates { get; init; }

    /// <summary>Signs instead of the key of the signer's certificate.</summary>
    public SyntheticKey? Key { get; init; }

    public bool HasContent { get; init; }

    public bool HasTwoSigners { get; init; }

    public bool HasNoSigner { get; init; }

    public bool UsesSha256 { get; init; }

    public string? DropAttribute { get; init; }

    public string? RepeatAttribute { get; init; }

    public bool HasUnknownAttribute { get; init; }

    public bool HasUnsignedAttribute { get; init; }

    public bool HasNoSignedAttributes { get; init; }

    /// <summary>Stands in signingCertificateV2 instead of the signer's.</summary>
    public CertificateSpec? StatedCertificate { get; init; }

    public bool HasBrokenValue { get; init; }

    public const string ContentType = "1.2.840.113549.1.9.3";
    public const string MessageDigest = "1.2.840.113549.1.9.4";
    public const string SigningCertificate = "1.2.840.113549.1.9.16.2.47";

    public byte[] Make()
    {
        var digest = Sequence(new DerObjectIdentifier(UsesSha256 ? "2.16.840.1.101.3.4.2.1" : "2.16.840.1.101.3.4.2.2"));
        Asn1Encodable[] signers = HasNoSigner ? [] : HasTwoSigners ? [Info(digest, Key), Info(digest, new SyntheticKey("a second signer"))]
            : [Info(digest, Key)];
        var signedData = Sequence(
            DerInteger.One,
            new DerSet((Asn1Encodable)digest),
            HasContent ? Sequence(Data, new DerTaggedObject(true, 0, new DerOctetString(Content))) : Sequence(Data),
            new DerTaggedObject(
                false, 0, new DerSet(Certificates.Select(c => (Asn1Encodable)Asn1Object.FromByteArray(c.Make())).ToArray())),
            new DerSet(signers));
        return Sequence(
            new DerObjectIdentifier("1.2.840.113549.1.7.2"), new DerTaggedObject(true, 0, signedData)).GetEncoded(Asn1Encodable.Der);
    }

    private DerSequence Info(DerSequence digest, SyntheticKey? key)
    {
        var signer = key ?? Signer.Key;
        var attributes = Attributes();
        var value = signer.Sign(HasNoSignedAttributes ? Content : attributes.GetEncoded(Asn1Encodable.Der));
        if (HasBrokenValue)
        {
            value[^1] ^= 1;
        }

        var parts = new List<Asn1Encodable>
        {
            DerInteger.One,
            Sequence(CertificateSpec.NameOf((Signer.Issuer ?? Signer).Name), DerInteger.ValueOf(Signer.Serial)),
            digest,
        };
        if (!HasNoSignedAttributes)
        {
            parts.Add(new DerTaggedObject(false, 0, attributes));
        }

        parts.Add(signer.Algorithm);
        parts.Add(new DerOctetString(value));
        if (HasUnsignedAttribute)
        {
            parts.Add(new DerTaggedObject(false, 1, new DerSet((Asn1Encodable)Attribute("1.3.6.1.4.1.99999.3", DerNull.Instance))));
        }

        return Sequence([.. parts]);
    }

    private DerSet Attributes()
    {
        var certificate = (StatedCertificate ?? Signer).Make();
        var sha384 = Sequence(new DerObjectIdentifier("2.16.840.1.101.3.4.2.2"));
        var attributes = new List<(string Oid, Asn1Encodable Value)>
        {
            (ContentType, Data),
            (MessageDigest, new DerOctetString(UsesSha256 ? SHA256.HashData(Content) : SHA384.HashData(Content))),
            ("1.2.840.113549.1.9.5", new Time(new DateTime(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc))),
            (SigningCertificate, Sequence(Sequence(Sequence(sha384, new DerOctetString(SHA384.HashData(certificate)))))),
        };
        attributes.RemoveAll(a => a.Oid == DropAttribute);
        if (RepeatAttribute is not null)
        {
            attributes.Add((RepeatAttribute, new DerOctetString(new byte[48])));
        }

        if (HasUnknownAttribute)
        {
            attributes.Add(("1.3.6.1.4.1.99999.2", DerNull.Instance));
        }

        return new DerSet(attributes.Select(a => (Asn1Encodable)Attribute(a.Oid, a.Value)).ToArray());
    }

    private static DerSequence Attribute(string oid, Asn1Encodable value) => Sequence(new DerObjectIdentifier(oid), new DerSet(value));

    private static DerSequence Sequence(params Asn1Encodable[] parts) => new(parts);
}
