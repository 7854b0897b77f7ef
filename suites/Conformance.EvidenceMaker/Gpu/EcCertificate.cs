using System.Security.Cryptography;
using System.Text;
using Conformance.EvidenceMaker.Keys;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.X509;

namespace Conformance.EvidenceMaker.Gpu;

/// <summary>A certificate of a synthetic GPU's chain: P-384, signed ECDSA SHA-384.</summary>
internal sealed record EcCertificate
{
    private static readonly AlgorithmIdentifier Algorithm = new(X9ObjectIdentifiers.ECDsaWithSha384);

    public required string CommonName { get; init; }

    /// <summary>Names the key.</summary>
    public required string Label { get; init; }

    /// <summary>Null for a root.</summary>
    public EcCertificate? Issuer { get; init; }

    /// <summary>Null for an end entity.</summary>
    public int? PathLength { get; init; }

    public (string Oid, byte[] Value)? Extension { get; init; }

    /// <summary>DER of SubjectPublicKeyInfo.</summary>
    public byte[] Info => SubjectPublicKeyInfoFactory.CreateSubjectPublicKeyInfo(SyntheticKeys.P384("gpu " + Label).Public).GetDerEncoded();

    // A serial number in the name, as real ones have it: chips of one kind have different names.
    private X509Name Name => new(
        [X509Name.SerialNumber, X509Name.C, X509Name.O, X509Name.CN], [Convert.ToHexString(Serial), "US", "NVIDIA Corporation", CommonName]);

    private byte[] Serial => [0x41, .. SHA256.HashData(Encoding.UTF8.GetBytes("serial " + Label))[..8]];

    public byte[] Make()
    {
        var issuer = Issuer ?? this;
        var extensions = new X509ExtensionsGenerator();
        extensions.AddExtension(X509Extensions.BasicConstraints, true, PathLength is { } most ? new BasicConstraints(most) : new BasicConstraints(false));
        extensions.AddExtension(X509Extensions.KeyUsage, true, new KeyUsage(PathLength is null ? KeyUsage.DigitalSignature : KeyUsage.KeyCertSign));
        if (Extension is { } extension)
        {
            extensions.AddExtension(new DerObjectIdentifier(extension.Oid), false, extension.Value);
        }

        var generator = new V3TbsCertificateGenerator();
        generator.SetSerialNumber(new DerInteger(new BigInteger(1, Serial)));
        generator.SetSignature(Algorithm);
        generator.SetIssuer(issuer.Name);
        generator.SetSubject(Name);
        generator.SetStartDate(new Time(new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc)));
        generator.SetEndDate(new Time(new DateTime(2034, 1, 1, 0, 0, 0, DateTimeKind.Utc)));
        generator.SetSubjectPublicKeyInfo(SubjectPublicKeyInfo.GetInstance(Info));
        generator.SetExtensions(extensions.Generate());
        var tbs = generator.GenerateTbsCertificate();
        var signature = EcSignature.Der(SyntheticKeys.P384("gpu " + issuer.Label).Private, tbs.GetDerEncoded());
        return new X509CertificateStructure(tbs, Algorithm, new DerBitString(signature)).GetDerEncoded();
    }
}
