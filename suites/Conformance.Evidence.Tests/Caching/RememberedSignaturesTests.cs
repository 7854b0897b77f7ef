using Conformance.Evidence.Caching;
using Conformance.Evidence.Certificates;

namespace Conformance.Evidence.Tests.Caching;

/// <summary>A signature that verified is remembered for the very same question, and for no other.</summary>
public sealed class RememberedSignaturesTests
{
    private static readonly PublicKey Key = KeyOf(KeyKind.P384, 1, 2, 3);

    [Fact]
    public void What_verified_is_asked_once_and_what_did_not_each_time()
    {
        var asked = new Counting();
        var memory = new RememberedSignatures(asked, new EvidenceCache());
        Assert.True(memory.Verify(SignatureAlgorithm.EcdsaSha384, Key, [1], [1]));
        Assert.True(memory.Verify(SignatureAlgorithm.EcdsaSha384, KeyOf(KeyKind.P384, 1, 2, 3), [1], [1]));
        Assert.False(memory.Verify(SignatureAlgorithm.EcdsaSha384, Key, [1], [0]));
        Assert.False(memory.Verify(SignatureAlgorithm.EcdsaSha384, Key, [1], [0]));
        Assert.Equal(3, asked.Count);
    }

    [Fact]
    public void Any_difference_is_another_question()
    {
        var asked = new Counting();
        var memory = new RememberedSignatures(asked, new EvidenceCache());
        memory.Verify(SignatureAlgorithm.EcdsaSha384, Key, [1, 2], [1]);
        memory.Verify(SignatureAlgorithm.EcdsaSha256, Key, [1, 2], [1]);
        memory.Verify(SignatureAlgorithm.EcdsaSha384, KeyOf(KeyKind.P384, 1, 2, 4), [1, 2], [1]);
        memory.Verify(SignatureAlgorithm.EcdsaSha384, KeyOf(KeyKind.P256, 1, 2, 3), [1, 2], [1]);
        memory.Verify(SignatureAlgorithm.EcdsaSha384, Key, [1, 3], [1]);
        memory.Verify(SignatureAlgorithm.EcdsaSha384, Key, [1], [2, 1]);
        memory.Verify(SignatureAlgorithm.EcdsaSha384, KeyOf(KeyKind.P384, 1, 2, 3, 1), [2], [1]);
        Assert.Equal(7, asked.Count);
    }

    [Fact]
    public void Signatures_of_fixed_length_are_questions_of_their_own()
    {
        var asked = new Counting();
        var memory = new RememberedSignatures(asked, new EvidenceCache());
        memory.Verify(SignatureAlgorithm.EcdsaSha384, Key, [1], [1]);
        memory.VerifyFixed(SignatureAlgorithm.EcdsaSha384, Key, [1], [1]);
        memory.VerifyFixed(SignatureAlgorithm.EcdsaSha384, Key, [1], [1]);
        Assert.Equal(2, asked.Count);
    }

    [Fact]
    public void Another_library_is_asked_itself()
    {
        var cache = new EvidenceCache();
        var (first, second) = (new Counting(), new Counting());
        new RememberedSignatures(first, cache).Verify(SignatureAlgorithm.EcdsaSha384, Key, [1], [1]);
        new RememberedSignatures(second, cache).Verify(SignatureAlgorithm.EcdsaSha384, Key, [1], [1]);
        Assert.Equal((1, 1), (first.Count, second.Count));
    }

    private static PublicKey KeyOf(KeyKind kind, params byte[] info) => new(kind, info, 384, 0);

    /// <summary>True where the signature begins with 1.</summary>
    private sealed class Counting : ISignatureVerifier
    {
        public int Count { get; private set; }

        public bool Verify(SignatureAlgorithm algorithm, PublicKey key, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
        {
            Count++;
            return signature[0] == 1;
        }

        public bool VerifyFixed(SignatureAlgorithm algorithm, PublicKey key, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) =>
            Verify(algorithm, key, data, signature);
    }
}
