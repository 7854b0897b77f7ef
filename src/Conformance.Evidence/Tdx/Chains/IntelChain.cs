using System.Formats.Asn1;
using Conformance.Evidence.Certificates;
using Conformance.Evidence.Checks;

namespace Conformance.Evidence.Tdx;

/// <summary>The rules for Intel's two chains, each as the outcome of one check: PCK leaf, PCK CA, root; and TCB signer, root.</summary>
internal static class IntelChain
{
    public const string Root = "Intel SGX Root CA";
    public const string PlatformCa = "Intel SGX PCK Platform CA";
    public const string ProcessorCa = "Intel SGX PCK Processor CA";
    public const string Leaf = "Intel SGX PCK Certificate";
    public const string TcbSigner = "Intel SGX TCB Signing";

    private const string Organisation = "Intel Corporation";
    private const string BasicConstraints = "2.5.29.19";
    private const string KeyUsage = "2.5.29.15";

    private static readonly string[][] PckRoles = [[Leaf], [PlatformCa, ProcessorCa], [Root]];
    private static readonly string[][] SignerRoles = [[TcbSigner], [Root]];

    /// <summary>Quotes have the leaf first; Intel's own sample has the root first, and its library takes either.</summary>
    public static IReadOnlyList<Certificate> LeafFirst(IReadOnlyList<Certificate> chain) =>
        chain.Count > 1 && chain[0].Subject.Equals(chain[0].Issuer) && !chain[^1].Subject.Equals(chain[^1].Issuer)
            ? [.. chain.Reverse()]
            : chain;

    /// <summary>Count, names, profile and issuers; signatures and the root come after.</summary>
    public static Outcome PckProfile(IReadOnlyList<Certificate> chain) => Profile(chain, PckRoles);

    public static Outcome SignerProfile(IReadOnlyList<Certificate> chain) => Profile(chain, SignerRoles);

    /// <summary>The last certificate has a pinned key. Its name proves nothing.</summary>
    public static Outcome RootPin(IReadOnlyList<Certificate> chain, TdxTrust trust) => trust.IsRoot(chain[^1].KeyFingerprint)
        ? Outcome.Pass
        : Outcome.Fail(ReasonCode.RootNotPinned, $"expected a root whose key is pinned, found key {chain[^1].KeyFingerprint}");

    /// <summary>Each certificate under the next one's key, the root under its own.</summary>
    public static Outcome Signatures(IReadOnlyList<Certificate> chain, ISignatureVerifier signatures)
    {
        for (var i = 0; i < chain.Count; i++)
        {
            var outcome = Chain.Signature(chain[i], chain[Math.Min(i + 1, chain.Count - 1)], signatures);
            if (outcome.Status != CheckStatus.Pass)
            {
                return outcome;
            }
        }

        return Outcome.Pass;
    }

    public static Outcome Validity(IReadOnlyList<Certificate> chain, DateTimeOffset time)
    {
        foreach (var certificate in chain)
        {
            var outcome = Chain.Validity(certificate, time);
            if (outcome.Status != CheckStatus.Pass)
            {
                return outcome;
            }
        }

        return Outcome.Pass;
    }

    private static Outcome Profile(IReadOnlyList<Certificate> chain, string[][] roles)
    {
        if (chain.Count != roles.Length)
        {
            return Outcome.Fail(ReasonCode.CertificateMissing, $"expected {roles.Length} certificates, the root last, found {chain.Count}");
        }

        for (var i = 0; i < chain.Count; i++)
        {
            var certificate = chain[i];
            if (certificate.Subject.CommonName is not { } name || !roles[i].Contains(name)
                || certificate.Subject.Only(DistinguishedName.OrganisationOid) != Organisation)
            {
                return Outcome.Fail(
                    ReasonCode.CertificateName, $"certificate {i}: expected CN '{roles[i][0]}' of O '{Organisation}', found '{certificate.Subject}'");
            }

            if (ProfileFault(certificate, isAuthority: i > 0) is { } fault)
            {
                return Outcome.Fail(ReasonCode.CertificateProfile, $"'{name}': {fault}");
            }

            var issued = Chain.Issued(certificate, chain[Math.Min(i + 1, chain.Count - 1)]);
            if (issued.Status != CheckStatus.Pass)
            {
                return issued;
            }
        }

        return Outcome.Pass;
    }

    private static string? ProfileFault(Certificate certificate, bool isAuthority)
    {
        if (certificate.Version != 3)
        {
            return $"expected X.509 version 3, found {certificate.Version}";
        }

        if (certificate.Key.Kind != KeyKind.P256 || certificate.Algorithm != SignatureAlgorithm.EcdsaSha256)
        {
            return "expected ECDSA with SHA-256 and a key on P-256";
        }

        // RFC 5280 4.2: a critical extension that nobody understands makes the certificate unusable.
        foreach (var extension in certificate.Extensions)
        {
            if (extension.IsCritical && extension.Oid is not (BasicConstraints or KeyUsage))
            {
                return $"unknown critical extension {extension.Oid}";
            }
        }

        return IsAuthority(certificate) == isAuthority ? null
            : isAuthority
                ? "expected a certificate authority, found an end entity"
                : "expected an end entity, found a certificate authority";
    }

    private static bool? IsAuthority(Certificate certificate)
    {
        if (certificate.Extension(BasicConstraints) is not { } extension)
        {
            return false;
        }

        try
        {
            // SEQUENCE { cA BOOLEAN DEFAULT FALSE, pathLenConstraint INTEGER OPTIONAL }
            var sequence = new AsnReader(extension.Value, AsnEncodingRules.DER).ReadSequence();
            return sequence.HasData && sequence.PeekTag() == Asn1Tag.Boolean && sequence.ReadBoolean();
        }
        catch (AsnContentException)
        {
            return null;
        }
    }
}
