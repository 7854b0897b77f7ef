using Conformance.EvidenceMaker.Keys;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.X509;

namespace Conformance.EvidenceMaker.Nvidia;

/// <summary>A certificate to be made, named like the vendor's.</summary>
internal sealed record GpuCertificate
{
    /// <summary>For tokens' certificates and others that only need a name.</summary>
    public const string Organization = "Synthetic";

    public required string Name { get; init; }

    public required string IssuerName { get; init; }

    public required string KeyLabel { get; init; }

    public required string IssuerKeyLabel { get; init; }

    public required long Serial { get; init; }

    public bool IsAuthority { get; init; } = true;

    public int? PathLength { get; init; }

    public DateTime NotBefore { get; init; } = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public DateTime NotAfter { get; init; } = new(2034, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>Beside basic constraints and key usage.</summary>
    public IReadOnlyList<(string Oid, bool IsCritical, byte[] Value)> Extensions { get; init; } = [];

    public bool HasBrokenSignature { get; init; }

    /// <summary>On P-384, or on P-256 where the label says so.</summary>
    public static AsymmetricCipherKeyPair Pair(string label) =>
        label.StartsWith("p256 ", StringComparison.Ordinal) ? SyntheticKeys.P256(label) : SyntheticKeys.P384(label);

    public static X509Name NameOf(string commonName) => new([X509Name.O, X509Name.CN], [Organization, commonName]);

    public byte[] Make()
    {
        var extensions = new X509ExtensionsGenerator();
        if (IsAuthority)
        {
            extensions.AddExtension(
                X509Extensions.BasicConstraints, true, PathLength is { } length
                    ? new BasicConstraints(length)
                    : new BasicConstraints(true));
        }

        extensions.AddExtension(
            X509Extensions.KeyUsage, true, new KeyUsage(IsAuthority ? KeyUsage.KeyCertSign | KeyUsage.CrlSign : KeyUsage.DigitalSignature));
        foreach (var (oid, isCritical, value) in Extensions)
        {
            extensions.AddExtension(new DerObjectIdentifier(oid), isCritical, value);
        }

        var generator = new V3TbsCertificateGenerator();
        generator.SetSerialNumber(DerInteger.ValueOf(Serial));
        generator.SetSignature(EcdsaFactory.Algorithm);
        generator.SetIssuer(NameOf(IssuerName));
        generator.SetSubject(NameOf(Name));
        generator.SetStartDate(new Time(NotBefore));
        generator.SetEndDate(new Time(NotAfter));
        generator.SetSubjectPublicKeyInfo(SubjectPublicKeyInfoFactory.CreateSubjectPublicKeyInfo(Pair(KeyLabel).Public));
        generator.SetExtensions(extensions.Generate());
        var tbs = generator.GenerateTbsCertificate();
        var signature = Ecdsa.Der(SyntheticKeys.P384(IssuerKeyLabel).Private, tbs.GetDerEncoded());
        var der = new X509CertificateStructure(tbs, EcdsaFactory.Algorithm, new DerBitString(signature)).GetDerEncoded();
        if (HasBrokenSignature)
        {
            der[^1] ^= 1;
        }

        return der;
    }
}
