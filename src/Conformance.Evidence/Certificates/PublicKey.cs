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
/// <param name="Info">DER of SubjectPublicKeyInfo; what pins are taken over.</param>
/// <param name="Bits">Size of an RSA modulus; the curve's for the others; 0 where unknown.</param>
/// <param name="Exponent">RSA exponent, 0 for other keys or where it does not fit.</param>
public sealed record PublicKey(KeyKind Kind, ReadOnlyMemory<byte> Info, int Bits, long Exponent);
