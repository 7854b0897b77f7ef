using Conformance.Evidence.Certificates;
using Conformance.Evidence.Checks;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Ocsp;

namespace Conformance.Evidence.Nvidia.Ocsp;

/// <summary>Reads an OCSP response in DER: status successful, basic type, version 1, one certificate.</summary>
public static class OcspReader
{
    /// <summary>Real ones have 1 to 2 kB.</summary>
    public const int MaxSize = 32 * 1024;

    private const string BasicType = "1.3.6.1.5.5.7.48.1.1";
    private const string NonceExtension = "1.3.6.1.5.5.7.48.1.2";
    private const int HoldReason = 6;

    private static readonly string[] StatusNames =
        ["successful", "malformedRequest", "internalError", "tryLater", "4", "sigRequired", "unauthorized"];

    /// <exception cref="EvidenceFormatException">Anything else.</exception>
    public static OcspAnswer Read(ReadOnlyMemory<byte> der, string place)
    {
        if (der.Length > MaxSize)
        {
            throw Bad(place, $"expected at most {MaxSize} bytes, found {der.Length}");
        }

        try
        {
            var basic = DerLibrary.Read(der, place, outer => Outer(OcspResponse.GetInstance(outer), place));
            return DerLibrary.Read(basic, $"{place} basic response", inner => Basic(BasicOcspResponse.GetInstance(inner), place));
        }
        catch (EvidenceFormatException e) when (e.Reason is not (ReasonCode.OcspMalformed or ReasonCode.OcspStatus))
        {
            throw new EvidenceFormatException(ReasonCode.OcspMalformed, e.Place, e.Message[(e.Place.Length + 2)..], e);
        }
    }

    private static byte[] Outer(OcspResponse response, string place)
    {
        var status = response.ResponseStatus.IntValueExact;
        return status != 0 ? throw new EvidenceFormatException(
                ReasonCode.OcspStatus, place, $"the responder answered {(status < StatusNames.Length ? StatusNames[status] : status.ToString(System.Globalization.CultureInfo.InvariantCulture))}")
            : response.ResponseBytes is { } bytes && bytes.ResponseType.Id == BasicType ? bytes.Response.GetOctets()
            : throw Bad(place, "expected a basic response");
    }

    private static OcspAnswer Basic(BasicOcspResponse response, string place)
    {
        var data = response.TbsResponseData;
        if (data.Version.IntValueExact != 0 || data.Responses.Count != 1)
        {
            throw Bad(
                place,
                $"expected version 1 and one certificate, found version {data.Version.IntValueExact + 1} and {data.Responses.Count}");
        }

        var single = SingleResponse.GetInstance(data.Responses[0]);
        var strangers = (data.ResponseExtensions?.GetCriticalExtensionOids() ?? [])
            .Concat(single.SingleExtensions?.GetCriticalExtensionOids() ?? []);
        if (strangers.FirstOrDefault(oid => oid.Id != NonceExtension) is { } stranger)
        {
            throw Bad(place, $"unknown critical extension {stranger.Id}");
        }

        var responder = data.ResponderID;
        var certificates = response.Certs is { } list
            ? list.Select((c, i) =>
                CertificateReader.Read(c.ToAsn1Object().GetEncoded(Asn1Encodable.Der), $"{place} responder certificate {i}"))
                .ToList()
            : [];
        return new OcspAnswer(place, single, Status(single.CertStatus, place))
        {
            // The nonce is looked for where RFC 6960 4.4.1 puts it: in the response's extensions, not in the single answer's.
            Nonce = data.ResponseExtensions?.GetExtension(new DerObjectIdentifier(NonceExtension)) is { } nonce
                ? Asn1OctetString.GetInstance(nonce.GetParsedValue()).GetOctets()
                : default(ReadOnlyMemory<byte>?),
            ResponderName = responder.Name is { } name ? DerLibrary.Name(name) : null,
            ResponderKey = responder.GetKeyHash() is { } hash ? hash : default(ReadOnlyMemory<byte>?),
            Signed = data.GetEncoded(Asn1Encodable.Der),
            Algorithm = DerLibrary.Algorithm(response.SignatureAlgorithm),
            Signature = response.Signature.GetOctets(),
            Certificates = certificates,
        };
    }

    private static OcspStatus Status(CertStatus status, string place) => status.TagNo switch
    {
        0 => OcspStatus.Good,
        1 => RevokedInfo.GetInstance(status.Status).RevocationReason is { } reason && reason.IntValueExact == HoldReason
            ? OcspStatus.CertificateHold
            : OcspStatus.Revoked,
        2 => OcspStatus.Unknown,
        _ => throw Bad(place, $"certificate status {status.TagNo} does not exist"),
    };

    private static EvidenceFormatException Bad(string place, string message) => new(ReasonCode.OcspMalformed, place, message);
}
