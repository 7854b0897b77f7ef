using System.Formats.Asn1;

namespace Conformance.EvidenceMaker.Nvidia;

/// <summary>
/// The two forms in which a leaf certificate carries the firmware id, written by another library than the one that reads them.
/// </summary>
internal static class FirmwareIds
{
    private const string Sha384 = "2.16.840.1.101.3.4.2.2";

    /// <summary>Hopper: SEQUENCE { 1, SubjectPublicKeyInfo, SEQUENCE { algorithm, digest } }.</summary>
    public static (string Oid, bool IsCritical, byte[] Value) Composite(byte[] digest)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(1);
            using (writer.PushSequence())
            {
                writer.WriteNull();
            }

            Digest(writer, digest);
        }

        return ("2.23.133.5.4.1", false, writer.Encode());
    }

    /// <summary>Blackwell: the list of firmware ids is [6]; the second one is zero on real devices.</summary>
    public static (string Oid, bool IsCritical, byte[] Value) TcbInfo(params byte[][] digests)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteCharacterString(UniversalTagNumber.UTF8String, "synthetic", new Asn1Tag(TagClass.ContextSpecific, 0));
            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 6)))
            {
                foreach (var digest in digests)
                {
                    Digest(writer, digest);
                }
            }
        }

        return ("2.23.133.5.4.1.1", false, writer.Encode());
    }

    private static void Digest(AsnWriter writer, byte[] digest)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(Sha384);
            writer.WriteOctetString(digest);
        }
    }
}
