using System.Globalization;
using Conformance.Evidence.Tdx;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Math;
using Time = Org.BouncyCastle.Asn1.X509.Time;

namespace Conformance.Evidence.TdxVectors;

/// <summary>What stands in a certificate; by default what Intel's have.</summary>
public sealed record SyntheticCertificate(string Name, int Serial, SyntheticKey Key)
{
    public DateTime NotBefore { get; init; } = Utc("2025-01-01");

    public DateTime NotAfter { get; init; } = Utc("2032-01-01");

    public bool IsAuthority { get; init; }

    public SyntheticPlatform? Platform { get; init; }

    public static DateTime Utc(string date) =>
        DateTime.Parse(date, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);

    public static X509Name NameOf(string commonName) => new($"CN={commonName},O=Intel Corporation,L=Santa Clara,ST=CA,C=US");

    public byte[] Sign(string issuer, SyntheticKey issuerKey)
    {
        var generator = new V3TbsCertificateGenerator();
        generator.SetSerialNumber(DerInteger.ValueOf(Serial));
        generator.SetSignature(Algorithm);
        generator.SetIssuer(NameOf(issuer));
        generator.SetSubject(NameOf(Name));
        generator.SetStartDate(new Time(NotBefore));
        generator.SetEndDate(new Time(NotAfter));
        generator.SetSubjectPublicKeyInfo(Key.Info);
        var extensions = new X509ExtensionsGenerator();
        extensions.AddExtension(
            X509Extensions.KeyUsage, critical: true, new KeyUsage(IsAuthority
                ? KeyUsage.KeyCertSign | KeyUsage.CrlSign
                : KeyUsage.DigitalSignature));
        extensions.AddExtension(X509Extensions.BasicConstraints, critical: true, new BasicConstraints(IsAuthority));
        if (Platform is not null)
        {
            extensions.AddExtension(new DerObjectIdentifier(PckExtensions.Oid), critical: false, Platform.Encode());
        }

        generator.SetExtensions(extensions.Generate());
        return Signed(generator.GenerateTbsCertificate(), issuerKey);
    }

    internal static AlgorithmIdentifier Algorithm => new(X9ObjectIdentifiers.ECDsaWithSha256);

    internal static byte[] Signed(Asn1Encodable tbs, SyntheticKey key) =>
        new DerSequence(tbs, Algorithm, new DerBitString(key.SignDer(tbs.GetDerEncoded()))).GetDerEncoded();
}

/// <summary>What a PCK leaf says about its platform.</summary>
public sealed record SyntheticPlatform
{
    public byte[] Components { get; init; } = [5, 5, 2, 2, 4, 1, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0];

    public int PceSvn { get; init; } = 13;

    public byte[] Fmspc { get; init; } = [0x50, 0x80, 0x6f, 0, 0, 0];

    /// <summary>Left out where null.</summary>
    public byte[]? PceId { get; init; } = [0, 0];

    public DerSequence Encode()
    {
        var tcb = Components.Select((svn, i) => Pair($"2.{i + 1}", DerInteger.ValueOf(svn)))
            .Append(Pair("2.17", DerInteger.ValueOf(PceSvn)))
            .Append(Pair("2.18", new DerOctetString(Components)));
        Asn1Encodable[] values =
        [
            Pair("1", new DerOctetString(new byte[16])),
            Pair("2", new DerSequence(tcb.ToArray<Asn1Encodable>())),
            .. PceId is null ? Array.Empty<Asn1Encodable>() : [Pair("3", new DerOctetString(PceId))],
            Pair("4", new DerOctetString(Fmspc)),
            Pair("5", new DerEnumerated(1)),
        ];
        return new DerSequence(values);
    }

    private static DerSequence Pair(string tail, Asn1Encodable value) => new(new DerObjectIdentifier($"{PckExtensions.Oid}.{tail}"), value);
}

/// <summary>A revocation list.</summary>
public sealed record SyntheticCrl(string Issuer, SyntheticKey Key)
{
    public DateTime ThisUpdate { get; init; } = SyntheticCertificate.Utc("2026-01-01");

    public DateTime NextUpdate { get; init; } = SyntheticCertificate.Utc("2026-01-31");

    public int[] Revoked { get; init; } = [9001];

    public byte[] Sign()
    {
        var generator = new V2TbsCertListGenerator();
        generator.SetSignature(SyntheticCertificate.Algorithm);
        generator.SetIssuer(SyntheticCertificate.NameOf(Issuer));
        generator.SetThisUpdate(new Time(ThisUpdate));
        generator.SetNextUpdate(new Time(NextUpdate));
        foreach (var serial in Revoked)
        {
            generator.AddCrlEntry(new DerInteger(BigInteger.ValueOf(serial)), new Time(ThisUpdate), CrlReason.KeyCompromise);
        }

        return SyntheticCertificate.Signed(generator.GenerateTbsCertList(), Key);
    }
}
