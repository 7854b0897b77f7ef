using Conformance.EvidenceMaker.Keys;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Operators;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.X509;

namespace Conformance.EvidenceMaker.Certificates;

/// <summary>A revocation list to be made.</summary>
internal sealed record CrlSpec
{
    public required string IssuerName { get; init; }

    public required AsymmetricKeyParameter IssuerKey { get; init; }

    public DateTime ThisUpdate { get; init; } = new(2025, 5, 1, 0, 0, 0, DateTimeKind.Utc);

    public DateTime NextUpdate { get; init; } = new(2025, 8, 1, 0, 0, 0, DateTimeKind.Utc);

    public IReadOnlyList<long> Revoked { get; init; } = [];

    public bool HasBrokenSignature { get; init; }

    public byte[] Make(string label)
    {
        var generator = new X509V2CrlGenerator();
        generator.SetIssuerDN(CertificateSpec.Name(IssuerName, "CA"));
        generator.SetThisUpdate(ThisUpdate);
        generator.SetNextUpdate(NextUpdate);
        foreach (var serial in Revoked)
        {
            generator.AddCrlEntry(BigInteger.ValueOf(serial), ThisUpdate, CrlReason.KeyCompromise);
        }

        generator.AddExtension(X509Extensions.CrlNumber, false, new CrlNumber(BigInteger.One));
        var der = generator.Generate(new Asn1SignatureFactory("SHA384WITHRSAANDMGF1", IssuerKey, SeededRandom.Of(label))).GetEncoded();
        if (HasBrokenSignature)
        {
            der[^1] ^= 1;
        }

        return der;
    }
}
