namespace Conformance.Evidence.Checks;

/// <summary>Machine-readable reasons. Vectors name them, so that a refusal for the wrong reason is a failure; they never change.</summary>
public static partial class ReasonCode
{
    /// <summary>The relying party gave nothing to compare with.</summary>
    public const string NoReferenceValue = "NO_REFERENCE_VALUE";

    /// <summary>An earlier failure left this check without its subject.</summary>
    public const string NotReached = "NOT_REACHED";

    public const string CertificateMalformed = "CERTIFICATE_MALFORMED";
    public const string CertificateMissing = "CERTIFICATE_MISSING";
    public const string CertificateProfile = "CERTIFICATE_PROFILE";
    public const string CertificateName = "CERTIFICATE_NAME";
    public const string CertificateIssuer = "CERTIFICATE_ISSUER";
    public const string CertificateSignature = "CERTIFICATE_SIGNATURE";
    public const string CertificateExpired = "CERTIFICATE_EXPIRED";
    public const string CertificateNotYetValid = "CERTIFICATE_NOT_YET_VALID";
    public const string CertificateRevoked = "CERTIFICATE_REVOKED";
    public const string RootNotPinned = "ROOT_NOT_PINNED";

    public const string CrlMissing = "CRL_MISSING";
    public const string CrlMalformed = "CRL_MALFORMED";
    public const string CrlIssuer = "CRL_ISSUER";
    public const string CrlSignature = "CRL_SIGNATURE";
    public const string CrlExpired = "CRL_EXPIRED";
    public const string CrlNotYetValid = "CRL_NOT_YET_VALID";
}
