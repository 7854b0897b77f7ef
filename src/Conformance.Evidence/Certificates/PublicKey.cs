using System.Security.Cryptography;

namespace Conformance.Evidence.Certificates;

/// <summary>What kind of key a certificate holds.</summary>
public enum KeyKind
{
    Other,
    Rsa,
    P256,
    P384,
}

/// <summary>A public key as its certificate states it.</summary>
/// <param name="kind">Its algorithm and curve.</param>
/// <param name="info">DER of SubjectPublicKeyInfo; what pins are taken over.</param>
/// <param name="bits">Size of an RSA modulus; the curve's for the others; 0 where unknown.</param>
/// <param name="exponent">RSA exponent, 0 for other keys or where it does not fit.</param>
public sealed class PublicKey(KeyKind kind, ReadOnlyMemory<byte> info, int bits, long exponent)
{
    private AsymmetricAlgorithm? _imported;
    private string? _fingerprint;

    public KeyKind Kind { get; } = kind;

    public ReadOnlyMemory<byte> Info { get; } = info;

    public int Bits { get; } = bits;

    public long Exponent { get; } = exponent;

    /// <summary>SHA-256 of SubjectPublicKeyInfo, lower-case hex.</summary>
    public string Fingerprint => _fingerprint ??= Convert.ToHexStringLower(SHA256.HashData(Info.Span));

    /// <summary>
    /// Lends the base library's form of the key, which costs more to make than a signature to verify. One borrower at a time, because the
    /// library promises nothing about sharing; the second gets null and makes his own.
    /// </summary>
    internal AsymmetricAlgorithm? Borrow() => Interlocked.Exchange(ref _imported, null);

    internal void GiveBack(AsymmetricAlgorithm imported)
    {
        if (Interlocked.CompareExchange(ref _imported, imported, null) is not null)
        {
            imported.Dispose();
        }
    }
}
