using System.Security.Cryptography;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Asn1.X9;

namespace Conformance.KernelMaker.Signing;

/// <summary>A certificate to be made, right or wrong. Without an issuer it signs itself.</summary>
internal sealed record CertificateSpec
{
    public required string Name { get; init; }

    public required SyntheticKey Key { get; init; }

    public CertificateSpec? Issuer { get; init; }

    /// <summary>Signs instead of the issuer's key.</summary>
    public SyntheticKey? SigningKey { get; init; }

    public int Serial { get; init; } = 1;

    public DateTime NotBefore { get; init; } = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public DateTime NotAfter { get; init; } = new(2034, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public bool IsAuthority { get; init; }

    public int? PathLength { get; init; }

    /// <summary>Null: no such extension.</summary>
    public int? Usage { get; init; }

    /// <summary>Null: no such extension.</summary>
    public KeyPurposeID? Purpose { get; init; }

    public bool HasUnknownCritical { get; init; }

    /// <summary>Well-formed DER that is no list of distribution points.</summary>
    public bool HasNonsense { get; init; }

    public byte[] Make()
    {
        var signer = SigningKey ?? Issuer?.Key ?? Key;
        var generator = new V3TbsCertificateGenerator();
        generator.SetSerialNumber(DerInteger.ValueOf(Serial));
        generator.SetSignature(signer.Algorithm);
        generator.SetIssuer(NameOf((Issuer ?? this).Name));
        generator.SetSubject(NameOf(Name));
        generator.SetStartDate(new Time(NotBefore));
        generator.SetEndDate(new Time(NotAfter));
        generator.SetSubjectPublicKeyInfo(Key.Info);
        generator.SetExtensions(Extensions());
        var tbs = generator.GenerateTbsCertificate();
        return new X509CertificateStructure(tbs, signer.Algorithm, new DerBitString(signer.Sign(tbs.GetDerEncoded()))).GetDerEncoded();
    }

    public string Fingerprint => Convert.ToHexStringLower(SHA256.HashData(Make()));

    public static X509Name NameOf(string name) => new([X509Name.O, X509Name.CN], ["Conformance vectors", name]);

    private X509Extensions Extensions()
    {
        var extensions = new X509ExtensionsGenerator();
        extensions.AddExtension(
            X509Extensions.BasicConstraints, true, !IsAuthority ? new BasicConstraints(false)
                : PathLength is { } length ? new BasicConstraints(length) : new BasicConstraints(true));
        if (Usage is { } usage)
        {
            extensions.AddExtension(X509Extensions.KeyUsage, true, new KeyUsage(usage));
        }

        if (Purpose is not null)
        {
            extensions.AddExtension(X509Extensions.ExtendedKeyUsage, false, new ExtendedKeyUsage(Purpose));
        }

        if (HasUnknownCritical)
        {
            extensions.AddExtension(new DerObjectIdentifier("1.3.6.1.4.1.99999.1"), true, DerNull.Instance);
        }

        if (HasNonsense)
        {
            extensions.AddExtension(X509Extensions.CrlDistributionPoints, false, new DerSequence(DerInteger.One));
        }

        return extensions.Generate();
    }
}
