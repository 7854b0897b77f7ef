using Org.BouncyCastle.Asn1;

namespace Conformance.Kernels.Signing;

/// <summary>Object identifiers of RFC 5652 (CMS), RFC 5035 (signing certificate) and RFC 5280 (key purposes).</summary>
internal static class CmsObjects
{
    public static readonly DerObjectIdentifier SignedData = new("1.2.840.113549.1.7.2");
    public static readonly DerObjectIdentifier Data = new("1.2.840.113549.1.7.1");
    public static readonly DerObjectIdentifier ContentType = new("1.2.840.113549.1.9.3");
    public static readonly DerObjectIdentifier MessageDigest = new("1.2.840.113549.1.9.4");
    public static readonly DerObjectIdentifier SigningTime = new("1.2.840.113549.1.9.5");
    public static readonly DerObjectIdentifier SigningCertificateV2 = new("1.2.840.113549.1.9.16.2.47");
    public static readonly DerObjectIdentifier Sha256 = new("2.16.840.1.101.3.4.2.1");
    public static readonly DerObjectIdentifier Sha384 = new("2.16.840.1.101.3.4.2.2");
    public static readonly DerObjectIdentifier Sha512 = new("2.16.840.1.101.3.4.2.3");
    public static readonly DerObjectIdentifier EcdsaWithSha384 = new("1.2.840.10045.4.3.3");
    public static readonly DerObjectIdentifier CodeSigning = new("1.3.6.1.5.5.7.3.3");
}
