using System.Security.Cryptography;
using Conformance.Evidence.Certificates;
using Conformance.Evidence.Checks;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Ocsp;
using Org.BouncyCastle.Asn1.X509;

namespace Conformance.Evidence.Nvidia.Ocsp;

/// <summary>What a responder says about a certificate.</summary>
public enum OcspStatus
{
    Good,
    Revoked,
    CertificateHold,
    Unknown,
}

/// <summary>A successful OCSP response about one certificate (RFC 6960 section 4.2), parsed strictly and not yet believed.</summary>
public sealed class OcspAnswer
{
    private readonly CertID _id;

    internal OcspAnswer(string place, SingleResponse single, OcspStatus status)
    {
        Place = place;
        _id = single.CertId;
        Word = status;
        ThisUpdate = DerTime(single.ThisUpdate);
        NextUpdate = single.NextUpdate is { } next ? DerTime(next) : null;
    }

    public string Place { get; }

    public DateTimeOffset ThisUpdate { get; }

    public DateTimeOffset? NextUpdate { get; }

    /// <summary>The word itself, whether fresh or not.</summary>
    public OcspStatus Word { get; }

    /// <summary>Like <see cref="Certificate.Serial"/>.</summary>
    public string Serial => DerLibrary.Serial(_id.SerialNumber);

    public string HashName => Hash(_id)?.Name ?? _id.HashAlgorithm.Algorithm.Id;

    /// <summary>From the response's own extensions; null where it has none.</summary>
    public ReadOnlyMemory<byte>? Nonce { get; init; }

    /// <summary>The nonce that this answer was asked with; null: whatever the request says.</summary>
    public ReadOnlyMemory<byte>? AskedNonce { get; set; }

    public required DistinguishedName? ResponderName { get; init; }

    /// <summary>SHA-1 of the responder's key, as RFC 6960 4.2.2.3 has it.</summary>
    public required ReadOnlyMemory<byte>? ResponderKey { get; init; }

    public required ReadOnlyMemory<byte> Signed { get; init; }

    public required SignatureAlgorithm Algorithm { get; init; }

    public required ReadOnlyMemory<byte> Signature { get; init; }

    public required IReadOnlyList<Certificate> Certificates { get; init; }

    /// <summary>
    /// RFC 6960 4.1.1: the issuer's name and key by their hashes, and the serial number. SHA-1, SHA-256 and SHA-384 occur.
    /// </summary>
    public bool IsAbout(Certificate certificate, Certificate issuer) =>
        Serial == certificate.Serial
        && Hash(_id) is { } hash
        && _id.IssuerNameHash.GetOctets().AsSpan().SequenceEqual(CryptographicOperations.HashData(hash, issuer.Subject.Der.Span))
        && _id.IssuerKeyHash.GetOctets().AsSpan().SequenceEqual(CryptographicOperations.HashData(hash, KeyBits(issuer)));

    internal static byte[] KeyBits(Certificate certificate) =>
        SubjectPublicKeyInfo.GetInstance(certificate.Key.Info.ToArray()).PublicKey.GetBytes();

    /// <param name="issuer">Of the certificate that the answer is about.</param>
    /// <param name="nonce">That was sent with the question, unless this answer says otherwise; null where none was sent.</param>
    internal Outcome Authentic(Certificate issuer, ISignatureVerifier signatures, ReadOnlyMemory<byte>? nonce) =>
        OcspResponder.Check(this, issuer, signatures, AskedNonce ?? nonce);

    /// <summary>Whether it says that it is good for this instant.</summary>
    public bool IsFresh(DateTimeOffset time) => ThisUpdate <= time && NextUpdate is { } next && time <= next;

    /// <summary>
    /// Fresh: thisUpdate and nextUpdate around the given time. Other verifiers do not look, and rest on a nonce that can be turned off.
    /// </summary>
    internal Outcome Status(string name, DateTimeOffset time, TimeSpan skew, bool allowHold) => Word switch
    {
        OcspStatus.Revoked => Outcome.Fail(ReasonCode.CertificateRevoked, $"'{name}' is revoked ({Place})"),
        _ when ThisUpdate - time > skew => Outcome.NotChecked(
            ReasonCode.OcspNotYetValid, $"'{name}' ({Place}): expected thisUpdate <= {Chain.Utc(time)}, found {Chain.Utc(ThisUpdate)}"),
        _ when NextUpdate is null => Outcome.NotChecked(ReasonCode.OcspStale, $"'{name}' ({Place}): expected a nextUpdate, found none"),
        _ when time - NextUpdate > skew => Outcome.NotChecked(
            ReasonCode.OcspStale, $"'{name}' ({Place}): expected nextUpdate >= {Chain.Utc(time)}, found {Chain.Utc(NextUpdate.Value)}"),
        OcspStatus.CertificateHold when !allowHold => Outcome.Fail(ReasonCode.CertificateHold, $"'{name}' is on hold ({Place})"),
        OcspStatus.Unknown => Outcome.Fail(ReasonCode.OcspUnknown, $"'{name}' is not known to the responder ({Place})"),
        _ => Outcome.Pass,
    };

    private static HashAlgorithmName? Hash(CertID id) => id.HashAlgorithm.Algorithm.Id switch
    {
        "1.3.14.3.2.26" => HashAlgorithmName.SHA1,
        "2.16.840.1.101.3.4.2.1" => HashAlgorithmName.SHA256,
        "2.16.840.1.101.3.4.2.2" => HashAlgorithmName.SHA384,
        _ => null,
    };

    private static DateTimeOffset DerTime(Asn1GeneralizedTime time) => new(DateTime.SpecifyKind(time.ToDateTime(), DateTimeKind.Utc));
}
