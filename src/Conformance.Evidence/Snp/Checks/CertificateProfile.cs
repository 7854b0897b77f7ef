using Conformance.Evidence.Certificates;
using Conformance.Evidence.Checks;

namespace Conformance.Evidence.Snp.Checks;

/// <summary>
/// What AMD's certificates look like (publication 57230, appendix B). A certificate that verifies but looks different is not one of them.
/// </summary>
internal static class CertificateProfile
{
    private const int RsaBits = 4096;
    private const int RsaExponent = 65537;

    private static readonly (string Oid, string Name, string Value)[] NameParts =
    [
        (DistinguishedName.CountryOid, "C", "US"),
        (DistinguishedName.LocalityOid, "L", "Santa Clara"),
        (DistinguishedName.StateOid, "ST", "CA"),
        (DistinguishedName.OrganisationOid, "O", "Advanced Micro Devices"),
        (DistinguishedName.UnitOid, "OU", "Engineering"),
    ];

    /// <param name="known">Its extensions; null where they still have to be read.</param>
    public static Outcome Authority(
        Certificate certificate, AuthorityExtensions? known, string commonName, string crl, string what, bool mustSignCrls)
    {
        AuthorityExtensions extensions;
        try
        {
            extensions = known ?? AuthorityExtensions.Read(certificate, what);
        }
        catch (EvidenceFormatException e)
        {
            return Outcome.Fail(e.Reason, e.Message);
        }

        if (Name(certificate.Subject, commonName) is { } fault)
        {
            return Outcome.Fail(ReasonCode.CertificateName, $"{what} subject: {fault}");
        }

        var problem = Common(certificate)
            ?? (certificate.Key is { Kind: KeyKind.Rsa, Bits: RsaBits, Exponent: RsaExponent } ? null : $"expected an RSA key of {RsaBits} bits with exponent {RsaExponent}, found {certificate.Key.Kind} of {certificate.Key.Bits}")
            ?? (extensions.IsAuthority ? null : "expected cA in basicConstraints, found none")
            ?? (extensions.CanSignCertificates ? null : "expected keyCertSign in keyUsage, found none")
            ?? (extensions.CanSignCrls || !mustSignCrls ? null : "expected cRLSign in keyUsage, found none")
            ?? (extensions.UnknownCritical is { } oid ? $"unknown critical extension {oid}" : null)
            ?? (extensions.CrlUris is [var uri] && uri == crl ? null : $"expected the one CRL distribution point {crl}, found {(extensions.CrlUris.Count == 0 ? "none" : string.Join(" and ", extensions.CrlUris))}");
        return problem is null ? Outcome.Pass : Outcome.Fail(ReasonCode.CertificateProfile, $"{what}: {problem}");
    }

    public static Outcome Vek(Certificate vek)
    {
        var problem = Common(vek)
            ?? (vek.Key.Kind == KeyKind.P384 ? null : $"expected a key on P-384, found {vek.Key.Kind} of {vek.Key.Bits} bits")
            ?? (vek.Extensions.FirstOrDefault(e => e.IsCritical && !e.Oid.StartsWith(VekExtensions.Prefix, StringComparison.Ordinal)) is { } stranger
                ? $"unknown critical extension {stranger.Oid}" : null);
        return problem is null ? Outcome.Pass : Outcome.Fail(ReasonCode.CertificateProfile, $"VEK: {problem}");
    }

    /// <summary>What is wrong with a name; null where nothing is.</summary>
    public static string? Name(DistinguishedName name, string commonName)
    {
        foreach (var (oid, label, value) in NameParts)
        {
            if (name.Only(oid) != value)
            {
                return $"expected one {label}={value}, found '{name}'";
            }
        }

        return name.CommonName == commonName && name.Parts.Count == NameParts.Length + 1
            ? null
            : $"expected CN={commonName} and nothing else, found '{name}'";
    }

    private static string? Common(Certificate certificate) =>
        certificate.Version != 3 ? $"expected X.509 version 3, found {certificate.Version}"
        : certificate.Algorithm != SignatureAlgorithm.RsaPssSha384
            ? $"expected a signature by RSASSA-PSS with SHA-384, found {certificate.Algorithm}"
        : null;
}
