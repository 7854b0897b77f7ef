using Conformance.Evidence.Checks;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X509;

namespace Conformance.Evidence.Certificates;

/// <summary>A certificate revocation list (RFC 5280 section 5), parsed strictly and not yet believed.</summary>
public sealed class RevocationList
{
    /// <summary>Vendors' lists have at most a few kilobytes.</summary>
    public const int MaxSize = 2 * 1024 * 1024;

    private readonly HashSet<string> _serials;

    private RevocationList(ReadOnlyMemory<byte> der, CertificateList list, string place)
    {
        // RFC 5280 5.1.1.2: both places name the same algorithm.
        if (!list.TbsCertList.Signature.Equals(list.SignatureAlgorithm))
        {
            throw Bad(place, "the two signature algorithms differ");
        }

        Der = der;
        Tbs = CertificateReader.FirstOf(der, place);
        Issuer = DerLibrary.Name(list.Issuer);
        ThisUpdate = DerLibrary.Time(list.ThisUpdate);
        NextUpdate = list.NextUpdate is null ? null : DerLibrary.Time(list.NextUpdate);
        Algorithm = DerLibrary.Algorithm(list.SignatureAlgorithm);
        Signature = list.Signature.GetOctets();
        Number = Extensions(list.TbsCertList.Extensions, place);
        _serials = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in list.GetRevokedCertificates())
        {
            // RFC 5280 5.3: an unknown critical extension of an entry changes what the entry means.
            if (entry.Extensions is { } extensions && extensions.GetCriticalExtensionOids().Length > 0)
            {
                throw Bad(place, "an entry has a critical extension");
            }

            if (!_serials.Add(DerLibrary.Serial(entry.UserCertificate)))
            {
                throw Bad(place, $"serial {DerLibrary.Serial(entry.UserCertificate)} stands twice");
            }
        }
    }

    public ReadOnlyMemory<byte> Der { get; }

    public ReadOnlyMemory<byte> Tbs { get; }

    public DistinguishedName Issuer { get; }

    public DateTimeOffset ThisUpdate { get; }

    public DateTimeOffset? NextUpdate { get; }

    public SignatureAlgorithm Algorithm { get; }

    public ReadOnlyMemory<byte> Signature { get; }

    /// <summary>CRL number as hex; null where there is none.</summary>
    public string? Number { get; }

    public int Count => _serials.Count;

    /// <param name="serial">Of a certificate of <see cref="Issuer"/>.</param>
    public bool IsRevoked(string serial) => _serials.Contains(serial);

    /// <summary>Reads DER or PEM.</summary>
    /// <exception cref="EvidenceFormatException">Not exactly one revocation list.</exception>
    public static RevocationList Read(ReadOnlyMemory<byte> bytes, string place)
    {
        try
        {
            var der = Pem.IsPem(bytes.Span) ? Pem.Decode(bytes.Span, "X509 CRL", 1, place)[0] : bytes;
            return der.Length <= MaxSize
                ? DerLibrary.Read(der, place, sequence => new RevocationList(der, CertificateList.GetInstance(sequence), place))
                : throw Bad(place, $"expected at most {MaxSize} bytes, found {der.Length}");
        }
        catch (EvidenceFormatException e) when (e.Reason != ReasonCode.CrlMalformed)
        {
            throw new EvidenceFormatException(ReasonCode.CrlMalformed, e.Place, e.Message[(e.Place.Length + 2)..], e);
        }
    }

    private static string? Extensions(X509Extensions? extensions, string place)
    {
        if (extensions is null)
        {
            return null;
        }

        // RFC 5280 5.2: an indirect list or a delta list would need more than a look at serials; both mark themselves critical.
        if (extensions.GetCriticalExtensionOids() is [var critical, ..])
        {
            throw Bad(place, $"unknown critical extension {critical.Id}");
        }

        var number = extensions.GetExtension(X509Extensions.CrlNumber);
        return number is null ? null : DerLibrary.Serial(DerInteger.GetInstance(number.GetParsedValue()));
    }

    private static EvidenceFormatException Bad(string place, string message) => new(ReasonCode.CrlMalformed, place, message);
}
