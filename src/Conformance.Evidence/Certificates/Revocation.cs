using Conformance.Evidence.Checks;

namespace Conformance.Evidence.Certificates;

/// <summary>The steps that every revocation list needs, each as the outcome of one check (RFC 5280 section 6.3).</summary>
public static class Revocation
{
    public static Outcome Issuer(RevocationList list, Certificate issuer) => list.Issuer.Equals(issuer.Subject)
        ? Outcome.Pass
        : Outcome.Fail(ReasonCode.CrlIssuer, $"expected a list of '{issuer.Subject}', found one of '{list.Issuer}'");

    public static Outcome Signature(RevocationList list, Certificate issuer, ISignatureVerifier signatures) =>
        signatures.Verify(list.Algorithm, issuer.Key, list.Tbs.Span, list.Signature.Span)
            ? Outcome.Pass
            : Outcome.Fail(
                ReasonCode.CrlSignature, $"the signature over the list does not verify under the key of '{issuer.Subject.CommonName}'");

    /// <summary>A list that names no next update can be replayed for ever, and counts as expired.</summary>
    public static Outcome Validity(RevocationList list, DateTimeOffset time) =>
        time < list.ThisUpdate
            ? Outcome.Fail(ReasonCode.CrlNotYetValid, $"expected thisUpdate <= {Chain.Utc(time)}, found {Chain.Utc(list.ThisUpdate)}")
        : list.NextUpdate is not { } next ? Outcome.Fail(ReasonCode.CrlExpired, "expected a nextUpdate, found none")
        : time > next ? Outcome.Fail(ReasonCode.CrlExpired, $"expected nextUpdate >= {Chain.Utc(time)}, found {Chain.Utc(next)}")
        : Outcome.Pass;

    public static Outcome NotRevoked(RevocationList list, Certificate certificate) => !list.IsRevoked(certificate.Serial)
        ? Outcome.Pass
        : Outcome.Fail(ReasonCode.CertificateRevoked, $"'{certificate.Subject.CommonName}', serial {certificate.Serial}, is revoked");
}
