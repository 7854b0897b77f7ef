using System.Collections.Concurrent;
using System.Security.Cryptography;
using Conformance.Evidence.Certificates;

namespace Conformance.Evidence.Tests;

/// <summary>Asks both libraries and fails the test where they disagree. Every verdict of the suites is made with this.</summary>
internal sealed class AgreeingSignatures : ISignatureVerifier
{
    private readonly ConcurrentDictionary<string, bool> _known = new(StringComparer.Ordinal);

    public static AgreeingSignatures Instance { get; } = new();

    /// <summary>Remembers the answers: the same certificates stand in many cases.</summary>
    public bool Verify(SignatureAlgorithm algorithm, PublicKey key, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        var question = $"{algorithm} {Digest(key.Info.Span)} {Digest(data)} {Digest(signature)}";
        if (!_known.TryGetValue(question, out var answer))
        {
            _known[question] = answer = Agreed(
                SystemSignatures.Instance.Verify(
                    algorithm, key, data, signature), BouncySignatures.Instance.Verify(algorithm, key, data, signature), algorithm);
        }

        return answer;
    }

    public bool VerifyFixed(SignatureAlgorithm algorithm, PublicKey key, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) => Agreed(
        SystemSignatures.Instance.VerifyFixed(algorithm, key, data, signature),
        BouncySignatures.Instance.VerifyFixed(algorithm, key, data, signature),
        algorithm);

    private static string Digest(ReadOnlySpan<byte> bytes) => Convert.ToHexString(SHA256.HashData(bytes));

    private static bool Agreed(bool system, bool bouncy, SignatureAlgorithm algorithm)
    {
        Assert.True(system == bouncy, $"{algorithm}: the base library says {system}, BouncyCastle {bouncy}");
        return system;
    }
}
