using Conformance.Evidence.Checks;

namespace Conformance.Evidence.Certificates;

/// <summary>The steps that every chain needs, each as the outcome of one check.</summary>
public static class Chain
{
    /// <summary>The first certificate whose subject is the issuer of <paramref name="child"/>, other than itself.</summary>
    public static Certificate? IssuerOf(Certificate child, IEnumerable<Certificate> candidates) =>
        candidates.FirstOrDefault(c => c.Subject.Equals(child.Issuer) && !c.Der.Span.SequenceEqual(child.Der.Span));

    public static Outcome Signature(Certificate child, Certificate issuer, ISignatureVerifier signatures) =>
        signatures.Verify(child.Algorithm, issuer.Key, child.Tbs.Span, child.Signature.Span)
            ? Outcome.Pass
            : Outcome.Fail(
                ReasonCode.CertificateSignature, $"the signature over '{child.Subject.CommonName}' does not verify under the key of '{issuer.Subject.CommonName}'");

    public static Outcome Issued(Certificate child, Certificate issuer) => child.Issuer.Equals(issuer.Subject)
        ? Outcome.Pass
        : Outcome.Fail(ReasonCode.CertificateIssuer, $"expected the issuer '{issuer.Subject}', found '{child.Issuer}'");

    /// <summary>RFC 5280 6.1.3 (a)(2): both ends are part of the period.</summary>
    public static Outcome Validity(Certificate certificate, DateTimeOffset time) =>
        time < certificate.NotBefore ? Outcome.Fail(
            ReasonCode.CertificateNotYetValid, $"'{certificate.Subject.CommonName}': expected notBefore <= {Utc(time)}, found {Utc(certificate.NotBefore)}")
        : time > certificate.NotAfter ? Outcome.Fail(
            ReasonCode.CertificateExpired, $"'{certificate.Subject.CommonName}': expected notAfter >= {Utc(time)}, found {Utc(certificate.NotAfter)}")
        : Outcome.Pass;

    public static string Utc(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
