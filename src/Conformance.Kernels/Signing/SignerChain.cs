using Conformance.Evidence.Certificates;
using Conformance.Evidence.Checks;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X509;
using SignatureAlgorithm = Conformance.Evidence.Certificates.SignatureAlgorithm;

namespace Conformance.Kernels.Signing;

/// <summary>
/// From the signer's certificate up to a certificate that signs itself, as far as there are any. The signer stands first.
/// </summary>
internal sealed class SignerChain
{
    private const int MinimumRsaBits = 3072;
    private const int MinimumRsaExponent = 65537;

    private const string KeyUsageOid = "2.5.29.15";
    private const string ExtendedKeyUsageOid = "2.5.29.37";

    /// <summary>Identifiers, usage, constraints, distribution points, purposes: read here, so they may be critical.</summary>
    private static readonly string[] Known = ["2.5.29.14", KeyUsageOid, "2.5.29.19", "2.5.29.31", "2.5.29.35", ExtendedKeyUsageOid];

    private SignerChain(IReadOnlyList<Certificate> certificates, bool isComplete) =>
        (Certificates, IsComplete) = (certificates, isComplete);

    public IReadOnlyList<Certificate> Certificates { get; }

    /// <summary>The last one signs itself.</summary>
    public bool IsComplete { get; }

    public Certificate Signer => Certificates[0];

    public Certificate Last => Certificates[^1];

    public static SignerChain Build(Certificate signer, IReadOnlyList<Certificate> others)
    {
        var chain = new List<Certificate> { signer };
        while (!chain[^1].Issuer.Equals(chain[^1].Subject))
        {
            // Among certificates of one name that is the issuer whose key made the signature; a cross-certificate has another.
            var issuers = others.Where(c => c.Subject.Equals(chain[^1].Issuer)).ToList();
            var issuer = issuers.FirstOrDefault(c => Chain.Signature(chain[^1], c, SystemSignatures.Instance).Status == CheckStatus.Pass)
                ?? issuers.FirstOrDefault();
            if (issuer is null || chain.Count == CertificateReader.MaxCount || chain.Any(c => c.Der.Span.SequenceEqual(issuer.Der.Span)))
            {
                return new SignerChain(chain, false);
            }

            chain.Add(issuer);
        }

        return new SignerChain(chain, true);
    }

    public Outcome Complete() => IsComplete
        ? Outcome.Pass
        : Outcome.Fail(ReasonCode.CertificateMissing, $"no certificate of '{Last.Issuer}', the issuer of '{Last.Subject}'");

    public Outcome Signatures(ISignatureVerifier signatures) =>
        First(i => Chain.Signature(Certificates[i], Certificates[Math.Min(i + 1, Certificates.Count - 1)], signatures));

    public Outcome Validity(DateTimeOffset time) => First(i => Chain.Validity(Certificates[i], time));

    /// <summary>Versions, algorithms and lengths of keys of all, and what those above the signer may do (RFC 5280 6.1.4).</summary>
    public Outcome Profile() => First(i => Profile(Certificates[i], i));

    /// <summary>
    /// RFC 5280 4.2.1.3 and 4.2.1.12. Both extensions have to be there: without them a certificate of a web server would do.
    /// </summary>
    public Outcome Usage()
    {
        var usage = Read(Signer, KeyUsageOid, Org.BouncyCastle.Asn1.X509.KeyUsage.GetInstance)?.IntValue ?? 0;
        return (usage & Org.BouncyCastle.Asn1.X509.KeyUsage.DigitalSignature) == 0
            || (usage & Org.BouncyCastle.Asn1.X509.KeyUsage.KeyCertSign) != 0
                ? Outcome.Fail(
                    KernelReason.KeyUsage, $"'{Signer.Subject}': expected keyUsage with digitalSignature and without keyCertSign")
            : !HasPurpose(Signer)
                ? Outcome.Fail(KernelReason.ExtendedKeyUsage, $"'{Signer.Subject}': expected extendedKeyUsage with codeSigning")
            : Outcome.Pass;
    }

    private static Outcome Profile(Certificate certificate, int index)
    {
        var name = certificate.Subject.ToString();
        if (certificate.Version != 3 || certificate.Algorithm is not (
            SignatureAlgorithm.EcdsaSha384 or SignatureAlgorithm.RsaPssSha384) || !IsStrong(certificate.Key))
        {
            return Outcome.Fail(
                KernelReason.Algorithm,
                $"'{name}': expected version 3, ECDSA P-384 or RSA of {MinimumRsaBits} bits or more, SHA-384; found version {certificate.Version}, {certificate.Key.Kind} {certificate.Key.Bits}, {certificate.Algorithm}");
        }

        if (certificate.Extensions.FirstOrDefault(e => e.IsCritical && !Known.Contains(e.Oid)) is { } unknown)
        {
            return Outcome.Fail(ReasonCode.CertificateProfile, $"'{name}': critical extension {unknown.Oid} is not known");
        }

        var authority = AuthorityExtensions.Read(certificate, name);
        if (index == 0)
        {
            return authority.IsAuthority ? Outcome.Fail(ReasonCode.CertificateProfile, $"'{name}': an authority does not sign code itself")
                : Outcome.Pass;
        }

        // RFC 5280 4.2.1.9: certificates between this one and the signer's.
        var below = index - 1;
        return !authority.IsAuthority || !authority.CanSignCertificates
            ? Outcome.Fail(ReasonCode.CertificateProfile, $"'{name}': expected cA and keyCertSign")
            : authority.PathLength is { } length && below > length
                ? Outcome.Fail(KernelReason.PathLength, $"'{name}': expected at most {length} authorities below it, found {below}")
            : certificate.Extension(ExtendedKeyUsageOid) is not null && !HasPurpose(certificate)
                ? Outcome.Fail(KernelReason.ExtendedKeyUsage, $"'{name}': its purposes do not include codeSigning")
            : Outcome.Pass;
    }

    private static bool IsStrong(PublicKey key) =>
        key.Kind == KeyKind.P384 || (key.Kind == KeyKind.Rsa && key.Bits >= MinimumRsaBits && key.Exponent >= MinimumRsaExponent);

    private static bool HasPurpose(Certificate certificate) =>
        Read(certificate, ExtendedKeyUsageOid, ExtendedKeyUsage.GetInstance)?.HasKeyPurposeId(KeyPurposeID.id_kp_codeSigning) ?? false;

    private Outcome First(Func<int, Outcome> check)
    {
        for (var i = 0; i < Certificates.Count; i++)
        {
            if (check(i) is { Status: not CheckStatus.Pass } outcome)
            {
                return outcome;
            }
        }

        return Outcome.Pass;
    }

    private static T? Read<T>(Certificate certificate, string oid, Func<Asn1Object, T> read)
        where T : class
    {
        if (certificate.Extension(oid) is not { } extension)
        {
            return null;
        }

        var place = $"{certificate.Subject} extension {oid}";
        DerLimits.Check(extension.Value.Span, place);
        try
        {
            return read(Asn1Object.FromByteArray(extension.Value.ToArray()));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw new Evidence.EvidenceFormatException(ReasonCode.CertificateMalformed, place, "not what it should be", e);
        }
    }
}
