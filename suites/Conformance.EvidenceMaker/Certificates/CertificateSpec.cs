using System.Collections.Concurrent;
using Conformance.EvidenceMaker.Keys;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Operators;
using Org.BouncyCastle.X509;

namespace Conformance.EvidenceMaker.Certificates;

/// <summary>A certificate to be made, named like AMD's.</summary>
internal sealed record CertificateSpec
{
    private static readonly ConcurrentDictionary<string, byte[]> Made = new(StringComparer.Ordinal);

    public required string CommonName { get; init; }

    public required string IssuerName { get; init; }

    public required AsymmetricKeyParameter Key { get; init; }

    public required AsymmetricKeyParameter IssuerKey { get; init; }

    public string State { get; init; } = "CA";

    public string IssuerState { get; init; } = "CA";

    public long Serial { get; init; }

    public DateTime NotBefore { get; init; } = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public DateTime NotAfter { get; init; } = new(2034, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>Null for an end entity.</summary>
    public string? CrlUri { get; init; }

    public bool IsRoot { get; init; }

    /// <summary>AMD's extensions: tail of the identifier, and value.</summary>
    public IReadOnlyList<(string Tail, byte[] Value)> Amd { get; init; } = [];

    public bool HasBrokenSignature { get; init; }

    public static X509Name Name(string commonName, string state) => new(
        [X509Name.OU, X509Name.C, X509Name.L, X509Name.ST, X509Name.O, X509Name.CN],
        ["Engineering", "US", "Santa Clara", state, "Advanced Micro Devices", commonName]);

    /// <param name="label">Seeds the salt of the signature.</param>
    public byte[] Make(string label)
    {
        // Signing with 4096 bits is slow, and most certificates are made many times.
        var amd = string.Concat(Amd.Select(a => $"{a.Tail}={Convert.ToHexString(a.Value)};"));
        var question = $"{label} {this with { Amd = [] }} {Key.GetHashCode()} {IssuerKey.GetHashCode()} {amd}";
        if (!Made.TryGetValue(question, out var der))
        {
            Made[question] = der = Build(label);
        }

        return der;
    }

    private byte[] Build(string label)
    {
        var extensions = new X509ExtensionsGenerator();
        if (CrlUri is not null)
        {
            extensions.AddExtension(X509Extensions.BasicConstraints, true, IsRoot ? new BasicConstraints(true) : new BasicConstraints(0));
            extensions.AddExtension(X509Extensions.KeyUsage, true, new KeyUsage(KeyUsage.KeyCertSign | (IsRoot ? KeyUsage.CrlSign : 0)));
            var name = new DistributionPointName(new GeneralNames(new GeneralName(GeneralName.UniformResourceIdentifier, CrlUri)));
            extensions.AddExtension(
                X509Extensions.CrlDistributionPoints, false, new CrlDistPoint([new DistributionPoint(name, null, null)]));
        }

        foreach (var (tail, value) in Amd)
        {
            extensions.AddExtension(new DerObjectIdentifier("1.3.6.1.4.1.3704.1." + tail), false, value);
        }

        // The library's own certificate generator wraps extension values that are not DER themselves once too often.
        var signer = new Asn1SignatureFactory("SHA384WITHRSAANDMGF1", IssuerKey, SeededRandom.Of(label));
        var algorithm = (AlgorithmIdentifier)signer.AlgorithmDetails;
        var generator = new V3TbsCertificateGenerator();
        generator.SetSerialNumber(DerInteger.ValueOf(Serial));
        generator.SetSignature(algorithm);
        generator.SetIssuer(Name(IssuerName, IssuerState));
        generator.SetSubject(Name(CommonName, State));
        generator.SetStartDate(new Time(NotBefore));
        generator.SetEndDate(new Time(NotAfter));
        generator.SetSubjectPublicKeyInfo(SubjectPublicKeyInfoFactory.CreateSubjectPublicKeyInfo(Key));
        generator.SetExtensions(extensions.Generate());
        var tbs = generator.GenerateTbsCertificate();
        var calculator = signer.CreateCalculator();
        using (var stream = calculator.Stream)
        {
            stream.Write(tbs.GetDerEncoded());
        }

        var der = new X509CertificateStructure(tbs, algorithm, new DerBitString(calculator.GetResult().Collect())).GetDerEncoded();
        if (HasBrokenSignature)
        {
            der[^1] ^= 1;
        }

        return der;
    }
}
