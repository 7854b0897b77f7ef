using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X509;

namespace Conformance.Evidence.Certificates;

/// <summary>The extensions that say what a certificate may do (RFC 5280 section 4.2.1).</summary>
/// <param name="IsAuthority">basicConstraints is there with cA true.</param>
/// <param name="PathLength">Null where it is not limited.</param>
/// <param name="CanSignCertificates">keyUsage is there and has keyCertSign.</param>
/// <param name="CanSignCrls">keyUsage is there and has cRLSign.</param>
/// <param name="CrlUris">Addresses of the distribution points, all names of all points.</param>
/// <param name="UnknownCritical">A critical extension other than these; null where there is none.</param>
public sealed record AuthorityExtensions(
    bool IsAuthority, long? PathLength, bool CanSignCertificates, bool CanSignCrls, IReadOnlyList<string> CrlUris, string? UnknownCritical)
{
    private static readonly string[] Known = ["2.5.29.14", "2.5.29.15", "2.5.29.19", "2.5.29.31", "2.5.29.35"];

    /// <exception cref="EvidenceFormatException">One of them is not encoded as specified.</exception>
    public static AuthorityExtensions Read(Certificate certificate, string place)
    {
        var constraints = Value(certificate, "2.5.29.19", place, BasicConstraints.GetInstance);
        var usage = Value(certificate, "2.5.29.15", place, KeyUsage.GetInstance)?.IntValue ?? 0;
        var points = Value(certificate, "2.5.29.31", place, CrlDistPoint.GetInstance);
        return new AuthorityExtensions(
            constraints?.IsCA() ?? false,
            constraints?.PathLenConstraint is { } length ? length.LongValue : null,
            (usage & KeyUsage.KeyCertSign) != 0,
            (usage & KeyUsage.CrlSign) != 0,
            [.. points?.GetDistributionPoints().SelectMany(UrisOf) ?? []],
            certificate.Extensions.FirstOrDefault(e => e.IsCritical && !Known.Contains(e.Oid))?.Oid);
    }

    private static IEnumerable<string> UrisOf(DistributionPoint point) => point.DistributionPointName?.Name is GeneralNames names
        ? names.GetNames().Select(n => n.TagNo == GeneralName.UniformResourceIdentifier ? DerIA5String.GetInstance(n.Name).GetString() : "")
        : [""];

    private static T? Value<T>(Certificate certificate, string oid, string place, Func<Asn1Object, T> read)
        where T : class
    {
        var extension = certificate.Extension(oid);
        if (extension is null)
        {
            return null;
        }

        DerLimits.Check(extension.Value.Span, $"{place} extension {oid}");
        try
        {
            return read(Asn1Object.FromByteArray(extension.Value.ToArray()));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw new EvidenceFormatException(
                Checks.ReasonCode.CertificateMalformed, $"{place} extension {oid}", "not what it should be", e);
        }
    }
}
