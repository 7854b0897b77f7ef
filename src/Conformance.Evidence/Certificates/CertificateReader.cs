using Conformance.Evidence.Caching;
using Conformance.Evidence.Checks;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X509;

namespace Conformance.Evidence.Certificates;

/// <summary>Reads certificates: DER, DER one after another, or PEM.</summary>
public static class CertificateReader
{
    /// <summary>Real ones have 1 to 2 KiB.</summary>
    public const int MaxSize = 16 * 1024;

    /// <summary>Real chains have 2 or 3.</summary>
    public const int MaxCount = 8;

    /// <exception cref="EvidenceFormatException">Not exactly one certificate in DER.</exception>
    public static Certificate Read(ReadOnlyMemory<byte> der, string place)
    {
        if (der.Length > MaxSize)
        {
            throw new EvidenceFormatException(
                ReasonCode.CertificateMalformed, place, $"expected at most {MaxSize} bytes, found {der.Length}");
        }

        return DerLibrary.Read(der, place, sequence => Convert(der, sequence, place));
    }

    /// <summary>All certificates of a file, in its order.</summary>
    /// <param name="cache">Where to look for certificates that were read before.</param>
    /// <exception cref="EvidenceFormatException">No certificate, too many, or anything else between them.</exception>
    public static IReadOnlyList<Certificate> ReadAll(ReadOnlyMemory<byte> bytes, string place, EvidenceCache? cache = null)
    {
        var certificates = new List<Certificate>();
        foreach (var der in Pem.IsPem(bytes.Span) ? Pem.Decode(bytes.Span, "CERTIFICATE", MaxCount, place) : Split(bytes, place))
        {
            var index = certificates.Count;
            certificates.Add(cache is null ? ReadOne(der) : EvidenceCache.Read(cache.Certificates, der, ReadOne));

            Certificate ReadOne(ReadOnlyMemory<byte> one) => Read(one, $"{place} certificate {index}");
        }

        return certificates;
    }

    private static List<ReadOnlyMemory<byte>> Split(ReadOnlyMemory<byte> bytes, string place)
    {
        var parts = new List<ReadOnlyMemory<byte>>();
        var offset = 0;
        do
        {
            var length = DerLimits.LengthOfFirst(bytes.Span[offset..], $"{place} from 0x{offset:x}");
            parts.Add(bytes.Slice(offset, length));
            offset += length;
            if (parts.Count > MaxCount)
            {
                throw new EvidenceFormatException(ReasonCode.CertificateMalformed, place, $"more than {MaxCount} certificates");
            }
        }
        while (offset < bytes.Length);

        return parts;
    }

    private static Certificate Convert(ReadOnlyMemory<byte> der, Asn1Sequence sequence, string place)
    {
        var structure = X509CertificateStructure.GetInstance(sequence);
        var tbs = structure.TbsCertificate;

        // RFC 5280 4.1.1.2: both places name the same algorithm.
        if (!tbs.Signature.Equals(structure.SignatureAlgorithm))
        {
            throw new EvidenceFormatException(ReasonCode.CertificateMalformed, place, "the two signature algorithms differ");
        }

        return new Certificate
        {
            Der = der,
            Tbs = FirstOf(der, place),
            Version = tbs.Version,
            Serial = DerLibrary.Serial(tbs.SerialNumber),
            Issuer = DerLibrary.Name(tbs.Issuer),
            Subject = DerLibrary.Name(tbs.Subject),
            NotBefore = DerLibrary.Time(tbs.StartDate),
            NotAfter = DerLibrary.Time(tbs.EndDate),
            Key = DerLibrary.Key(tbs.SubjectPublicKeyInfo),
            Algorithm = DerLibrary.Algorithm(structure.SignatureAlgorithm),
            Signature = structure.Signature.GetOctets(),
            Extensions = Extensions(tbs.Extensions),
        };
    }

    // RFC 5280 4.2: no extension stands twice. The library throws where one does.
    private static List<CertificateExtension> Extensions(X509Extensions? extensions) => extensions is null
        ? []
        : [.. extensions.ExtensionOids.Select(oid =>
        {
            var extension = extensions.GetExtension(oid);
            return new CertificateExtension(oid.Id, extension.IsCritical, extension.Value.GetOctets());
        })];

    /// <summary>The first value inside the outermost sequence: what the issuer signed, byte for byte.</summary>
    internal static ReadOnlyMemory<byte> FirstOf(ReadOnlyMemory<byte> der, string place)
    {
        var header = der.Span[1] < 0x80 ? 2 : 2 + (der.Span[1] & 0x7F);
        var content = der[header..];
        return content[..DerLimits.LengthOfFirst(content.Span, place)];
    }
}
