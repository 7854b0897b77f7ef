using Conformance.Evidence.Certificates;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X509;

namespace Conformance.Kernels.Signing;

/// <summary>
/// The chain that signs this repository's own modules. Its keys follow from two public words, so that anybody can rebuild the signatures
/// byte for byte, and anybody can forge them: it shows that the mechanism works and that nothing changed by accident, not who made a
/// module. Whoever needs the latter signs with a key of his own and names his root.
/// </summary>
public static class DevelopmentChain
{
    private const string RootName = "Conformance development root, key is public";
    private const string SignerName = "Conformance development signer, key is public";

    private static readonly DateTime Start = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime End = new(2049, 12, 31, 23, 59, 59, DateTimeKind.Utc);
    private static readonly SigningKey RootKey = SigningKey.PublicKnowledge("development root");

    public static SigningKey Key { get; } = SigningKey.PublicKnowledge("development signer");

    public static Certificate Root { get; } = Make(RootName, 1, RootKey, isRoot: true);

    public static Certificate Signer { get; } = Make(SignerName, 2, Key, isRoot: false);

    /// <summary>The signer first.</summary>
    public static IReadOnlyList<Certificate> Certificates { get; } = [Signer, Root];

    /// <summary>What the signatures state, so that they do not change from day to day.</summary>
    public static DateTimeOffset SigningTime { get; } = new(Start);

    private static Certificate Make(string name, int serial, SigningKey key, bool isRoot)
    {
        var extensions = new X509ExtensionsGenerator();
        extensions.AddExtension(X509Extensions.BasicConstraints, true, isRoot ? new BasicConstraints(0) : new BasicConstraints(false));
        extensions.AddExtension(X509Extensions.KeyUsage, true, new KeyUsage(isRoot ? KeyUsage.KeyCertSign : KeyUsage.DigitalSignature));
        if (!isRoot)
        {
            extensions.AddExtension(X509Extensions.ExtendedKeyUsage, true, new ExtendedKeyUsage(KeyPurposeID.id_kp_codeSigning));
        }

        var generator = new V3TbsCertificateGenerator();
        generator.SetSerialNumber(DerInteger.ValueOf(serial));
        generator.SetSignature(RootKey.Algorithm);
        generator.SetIssuer(Name(RootName));
        generator.SetSubject(Name(name));
        generator.SetStartDate(new Time(Start));
        generator.SetEndDate(new Time(End));
        generator.SetSubjectPublicKeyInfo(key.Info);
        generator.SetExtensions(extensions.Generate());
        var tbs = generator.GenerateTbsCertificate();
        var signature = new DerBitString(RootKey.Sign(tbs.GetDerEncoded()));
        return CertificateReader.Read(new X509CertificateStructure(tbs, RootKey.Algorithm, signature).GetDerEncoded(), name);
    }

    private static X509Name Name(string commonName) => new([X509Name.CN], [commonName]);
}
