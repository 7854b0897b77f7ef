using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Conformance.Evidence.Certificates;

//  Public keys as the base library wants them.
//  Importing a P-384 key from SubjectPublicKeyInfo multiplies it by the curve's order, twice, which takes longer than a signature. The
//  curve has cofactor 1, so that a point on it, other than infinity, has that order: the multiplication can find nothing that the test of
//  the curve's equation has not (SEC 1, 3.2.2.1; SP 800-56A, 5.6.2.3.4: partial validation). The key of an X.509 certificate gets that test
//  only, and so P-384 keys go into the smallest certificate that there is. P-256 is fast enough to need no way round.

/// <summary>Makes the base library's form of a key.</summary>
internal static class KeyImport
{
    private const string EcdsaWithSha384 = "1.2.840.10045.4.3.3";
    private const int P384InfoSize = 120;

    // +-- SEQUENCE { SEQUENCE { id-ecPublicKey, secp384r1 }, BIT STRING { 04 x y } }: uncompressed, so that infinity (00) has no place
    // here.
    private static ReadOnlySpan<byte> P384Prefix =>
    [
        0x30, 0x76, 0x30, 0x10, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x05, 0x2b, 0x81, 0x04, 0x00, 0x22, 0x03, 0x62,
        0x00, 0x04,
    ];

    /// <exception cref="CryptographicException">Not a key of its kind: a point off the curve, the point at infinity.</exception>
    public static AsymmetricAlgorithm Of(PublicKey key) => key.Kind switch
    {
        KeyKind.Rsa => Import(RSA.Create(), key),
        KeyKind.P384 => FromCertificate(key),
        _ => Import(ECDsa.Create(), key),
    };

    private static AsymmetricAlgorithm Import(AsymmetricAlgorithm algorithm, PublicKey key)
    {
        try
        {
            algorithm.ImportSubjectPublicKeyInfo(key.Info.Span, out _);
            return algorithm;
        }
        catch
        {
            algorithm.Dispose();
            throw;
        }
    }

    private static ECDsa FromCertificate(PublicKey key)
    {
        if (key.Info.Length != P384InfoSize || !key.Info.Span.StartsWith(P384Prefix))
        {
            throw new CryptographicException("not an uncompressed point");
        }

        using var certificate = X509CertificateLoader.LoadCertificate(Carrier(key.Info.Span));
        return certificate.GetECDsaPublicKey() ?? throw new CryptographicException("not an elliptic curve key");
    }

    // +-- SEQUENCE (Certificate)
    //     +-- SEQUENCE { serial 1, algorithm, issuer {}, validity, subject {}, the key }
    //     +-- algorithm   +-- BIT STRING, empty: nobody asks who signed it
    private static byte[] Carrier(ReadOnlySpan<byte> info)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteInteger(1);
                WriteAlgorithm(writer);
                writer.PushSequence().Dispose();
                using (writer.PushSequence())
                {
                    writer.WriteUtcTime(DateTimeOffset.UnixEpoch);
                    writer.WriteUtcTime(DateTimeOffset.UnixEpoch);
                }

                writer.PushSequence().Dispose();
                writer.WriteEncodedValue(info);
            }

            WriteAlgorithm(writer);
            writer.WriteBitString([]);
        }

        return writer.Encode();
    }

    private static void WriteAlgorithm(AsnWriter writer)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(EcdsaWithSha384);
        }
    }
}
