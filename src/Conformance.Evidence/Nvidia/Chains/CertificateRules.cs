using System.Formats.Asn1;
using Conformance.Evidence.Certificates;
using Conformance.Evidence.Checks;

namespace Conformance.Evidence.Nvidia.Chains;

/// <summary>What each certificate may be, by its position (RFC 5280 4.2.1.3, 4.2.1.9, 6.1.4). Leaf first.</summary>
internal static class CertificateRules
{
    private const string BasicConstraints = "2.5.29.19";
    private const string KeyUsage = "2.5.29.15";
    private const int DigitalSignature = 0;
    private const int KeyCertSign = 5;

    public static Outcome Check(IReadOnlyList<Certificate> chain)
    {
        for (var i = 0; i < chain.Count; i++)
        {
            if (chain[i] is not { Version: 3, Key.Kind: KeyKind.P384, Algorithm: SignatureAlgorithm.EcdsaSha384 })
            {
                return Outcome.Fail(
                    ReasonCode.CertificateProfile, Named(chain[i], i, "expected version 3, a P-384 key and an ECDSA SHA-384 signature"));
            }
        }

        return Positions(chain) is { } fault ? Outcome.Fail(ReasonCode.CertificateProfile, fault) : Outcome.Pass;
    }

    /// <summary>The first certificate that may not stand where it stands, whatever its algorithms; null where all may.</summary>
    public static string? Positions(IReadOnlyList<Certificate> chain)
    {
        for (var i = 0; i < chain.Count; i++)
        {
            if (Fault(chain[i], i) is { } fault)
            {
                return Named(chain[i], i, fault);
            }
        }

        return null;
    }

    private static string Named(Certificate certificate, int position, string fault) =>
        $"certificate {position} '{certificate.Subject.CommonName}': {fault}";

    private static string? Fault(Certificate certificate, int position)
    {
        // RFC 5280 4.2: what is critical and not understood must be refused.
        if (certificate.Extensions.FirstOrDefault(e => e.IsCritical && e.Oid is not (BasicConstraints or KeyUsage)) is { } stranger)
        {
            return $"unknown critical extension {stranger.Oid}";
        }

        try
        {
            var (isAuthority, pathLength) = Constraints(certificate);
            return position == 0
                ? isAuthority ? "the leaf must not be an authority"
                    : Uses(certificate, DigitalSignature) ? null
                    : "key usage lacks digitalSignature"
                : !isAuthority ? "an issuer must be an authority"
                : !Uses(certificate, KeyCertSign) ? "key usage lacks keyCertSign"
                : pathLength is { } most && position - 1 > most ? $"allows {most} issuers below it, found {position - 1}"
                : null;
        }
        catch (AsnContentException e)
        {
            return $"an extension that is not DER ({e.Message})";
        }
    }

    private static (bool IsAuthority, long? PathLength) Constraints(Certificate certificate)
    {
        if (certificate.Extension(BasicConstraints) is not { } extension)
        {
            return (false, null);
        }

        var outer = new AsnReader(extension.Value, AsnEncodingRules.DER);
        var sequence = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        var isAuthority = sequence.HasData && sequence.PeekTag() == Asn1Tag.Boolean && sequence.ReadBoolean();
        long? pathLength = null;
        if (sequence.HasData)
        {
            pathLength = sequence.TryReadInt64(out var value) && value >= 0
                ? value
                : throw new AsnContentException("pathLenConstraint out of range");
        }

        sequence.ThrowIfNotEmpty();
        return (isAuthority, pathLength);
    }

    private static bool Uses(Certificate certificate, int bit)
    {
        if (certificate.Extension(KeyUsage) is not { } extension)
        {
            return false;
        }

        var reader = new AsnReader(extension.Value, AsnEncodingRules.DER);
        var bits = reader.ReadBitString(out _);
        reader.ThrowIfNotEmpty();
        return bits.Length > 0 && (bits[0] & (0x80 >> bit)) != 0;
    }
}
