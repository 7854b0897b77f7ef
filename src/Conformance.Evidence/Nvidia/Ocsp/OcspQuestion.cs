using Conformance.Evidence.Certificates;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Ocsp;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Ocsp;

namespace Conformance.Evidence.Nvidia.Ocsp;

/// <summary>
/// Asks about one certificate (RFC 6960 section 4.1), by SHA-384 as the vendor's own tools do, with a nonce (4.4.1, RFC 9654).
/// </summary>
internal static class OcspQuestion
{
    private const string Sha384 = "2.16.840.1.101.3.4.2.2";

    public static byte[] Of(Certificate certificate, Certificate issuer, byte[] nonce)
    {
        var id = new CertificateID(
            new AlgorithmIdentifier(
                new DerObjectIdentifier(Sha384), DerNull.Instance), new Org.BouncyCastle.X509.X509Certificate(issuer.Der.ToArray()),
                new BigInteger(
                    certificate.Serial, 16));
        var generator = new OcspReqGenerator();
        generator.AddRequest(id);
        generator.SetRequestExtensions(new X509Extensions(new Dictionary<DerObjectIdentifier, X509Extension>
        {
            [OcspObjectIdentifiers.PkixOcspNonce] = new(false, new DerOctetString(new DerOctetString(nonce).GetEncoded())),
        }));
        return generator.Generate().GetEncoded();
    }
}
