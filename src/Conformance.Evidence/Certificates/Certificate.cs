using System.Security.Cryptography;

namespace Conformance.Evidence.Certificates;

/// <summary>An X.509 certificate, parsed strictly and checked for nothing else. Immutable; may be shared between threads.</summary>
public sealed record Certificate
{
    public required ReadOnlyMemory<byte> Der { get; init; }

    /// <summary>The signed part, as it stands in <see cref="Der"/>.</summary>
    public required ReadOnlyMemory<byte> Tbs { get; init; }

    /// <summary>1 to 3.</summary>
    public required int Version { get; init; }

    /// <summary>Lower-case hex of the unsigned magnitude without leading zeros ("0" for zero); '-' before a negative one.</summary>
    public required string Serial { get; init; }

    public required DistinguishedName Issuer { get; init; }

    public required DistinguishedName Subject { get; init; }

    public required DateTimeOffset NotBefore { get; init; }

    public required DateTimeOffset NotAfter { get; init; }

    public required PublicKey Key { get; init; }

    /// <summary>The algorithm of the signature; the two places where it stands agree, or parsing fails.</summary>
    public required SignatureAlgorithm Algorithm { get; init; }

    public required ReadOnlyMemory<byte> Signature { get; init; }

    public required IReadOnlyList<CertificateExtension> Extensions { get; init; }

    /// <summary>SHA-256 of the whole certificate, lower-case hex.</summary>
    public string Fingerprint => Convert.ToHexStringLower(SHA256.HashData(Der.Span));

    /// <summary>SHA-256 of SubjectPublicKeyInfo, lower-case hex.</summary>
    public string KeyFingerprint => Key.Fingerprint;

    public bool IsValidAt(DateTimeOffset time) => NotBefore <= time && time <= NotAfter;

    public CertificateExtension? Extension(string oid)
    {
        foreach (var extension in Extensions)
        {
            if (extension.Oid == oid)
            {
                return extension;
            }
        }

        return null;
    }
}

/// <summary>One extension of a certificate; no object identifier stands twice in one certificate.</summary>
public sealed record CertificateExtension(string Oid, bool IsCritical, ReadOnlyMemory<byte> Value);
