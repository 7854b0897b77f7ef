using Conformance.Evidence.Certificates;

namespace Conformance.Evidence.Tests;

/// <summary>Asks both libraries and fails the test where they disagree. Every verdict of the suites is made with this.</summary>
internal sealed class AgreeingSignatures : ISignatureVerifier
{
    public static AgreeingSignatures Instance { get; } = new();

    public bool Verify(SignatureAlgorithm algorithm, PublicKey key, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) => Agreed(
        SystemSignatures.Instance.Verify(algorithm, key, data, signature), BouncySignatures.Instance.Verify(algorithm, key, data, signature), algorithm);

    public bool VerifyFixed(SignatureAlgorithm algorithm, PublicKey key, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) => Agreed(
        SystemSignatures.Instance.VerifyFixed(algorithm, key, data, signature),
        BouncySignatures.Instance.VerifyFixed(algorithm, key, data, signature),
        algorithm);

    private static bool Agreed(bool system, bool bouncy, SignatureAlgorithm algorithm)
    {
        Assert.True(system == bouncy, $"{algorithm}: the base library says {system}, BouncyCastle {bouncy}");
        return system;
    }
}
