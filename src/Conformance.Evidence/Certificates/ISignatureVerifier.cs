namespace Conformance.Evidence.Certificates;

/// <summary>Verifies signatures. Two libraries implement this, so that the suites can demand that they agree.</summary>
public interface ISignatureVerifier
{
    /// <summary>
    /// False for a bad signature, a malformed one, and a key or algorithm that do not belong together. Never throws on data.
    /// </summary>
    /// <param name="signature">As it stands in certificates: for ECDSA the DER sequence of r and s.</param>
    bool Verify(SignatureAlgorithm algorithm, PublicKey key, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature);

    /// <summary>
    /// Like the other, for ECDSA signatures as they stand in quotes and reports: r then s, big-endian, each as long as the field.
    /// </summary>
    bool VerifyFixed(SignatureAlgorithm algorithm, PublicKey key, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature);
}
