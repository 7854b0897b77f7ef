using System.Formats.Asn1;
using Conformance.Evidence.Certificates;
using Conformance.Evidence.Checks;

namespace Conformance.Evidence.Nvidia.Chains;

/// <summary>
/// The firmware id that a device's boot code wrote into the leaf certificate, in one of two TCG forms. Other verifiers take the last 48
/// bytes of the older form whatever precedes them; here the structure must be right.
/// </summary>
internal static class FirmwareId
{
    /// <summary>tcg-dice-fwid: SEQUENCE { INTEGER 1, SubjectPublicKeyInfo, SEQUENCE { hash algorithm, OCTET STRING } }.</summary>
    public const string CompositeDeviceId = "2.23.133.5.4.1";

    /// <summary>tcg-dice-TcbInfo: the list of firmware ids is [6]; the first one counts.</summary>
    public const string TcbInfo = "2.23.133.5.4.1.1";

    private const string Sha384 = "2.16.840.1.101.3.4.2.2";
    private const int DigestSize = 48;

    private static readonly Asn1Tag FirmwareIds = new(TagClass.ContextSpecific, 6, isConstructed: true);

    /// <summary>Null where the certificate has neither extension.</summary>
    /// <exception cref="EvidenceFormatException">An extension that does not hold a SHA-384.</exception>
    public static byte[]? Of(Certificate leaf)
    {
        try
        {
            return leaf.Extension(TcbInfo) is { } tcb ? FromTcbInfo(tcb.Value)
                : leaf.Extension(CompositeDeviceId) is { } composite ? FromComposite(composite.Value)
                : null;
        }
        catch (AsnContentException e)
        {
            throw new EvidenceFormatException(
                ReasonCode.GpuFwidMissing, "firmware id of the leaf certificate", "not in the form that its object identifier names", e);
        }
    }

    private static byte[] FromComposite(ReadOnlyMemory<byte> value)
    {
        var outer = new AsnReader(value, AsnEncodingRules.DER);
        var sequence = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        sequence.ReadInteger();
        sequence.ReadSequence();
        var digest = Digest(sequence.ReadSequence());
        sequence.ThrowIfNotEmpty();
        return digest;
    }

    private static byte[] FromTcbInfo(ReadOnlyMemory<byte> value)
    {
        var outer = new AsnReader(value, AsnEncodingRules.DER);
        var sequence = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        while (sequence.HasData)
        {
            if (sequence.PeekTag().HasSameClassAndValue(FirmwareIds))
            {
                return Digest(sequence.ReadSequence(FirmwareIds).ReadSequence());
            }

            sequence.ReadEncodedValue();
        }

        throw new AsnContentException("no list of firmware ids");
    }

    private static byte[] Digest(AsnReader sequence)
    {
        var algorithm = sequence.ReadObjectIdentifier();
        var digest = sequence.ReadOctetString();
        sequence.ThrowIfNotEmpty();
        return algorithm == Sha384 && digest.Length == DigestSize
            ? digest
            : throw new AsnContentException($"expected a SHA-384, found {digest.Length} bytes of {algorithm}");
    }
}
