using Conformance.Evidence.Certificates;

namespace Conformance.Evidence.Tests.Certificates;

/// <summary>An answer is remembered for the very same question, and for no other.</summary>
public sealed class SignatureMemoryTests
{
    private static readonly PublicKey Key = KeyOf(KeyKind.P384, 1, 2, 3);

    [Fact]
    public void The_same_question_is_asked_once()
    {
        var asked = new Counting();
        var memory = new SignatureMemory(asked);
        Assert.True(memory.Verify(SignatureAlgorithm.EcdsaSha384, Key, [1], [1]));
        Assert.True(memory.Verify(SignatureAlgorithm.EcdsaSha384, KeyOf(KeyKind.P384, 1, 2, 3), [1], [1]));
        Assert.False(memory.Verify(SignatureAlgorithm.EcdsaSha384, Key, [1], [0]));
        Assert.False(memory.Verify(SignatureAlgorithm.EcdsaSha384, Key, [1], [0]));
        Assert.Equal(2, asked.Count);
    }

    [Fact]
    public void Any_difference_is_another_question()
    {
        var asked = new Counting();
        var memory = new SignatureMemory(asked);
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
    public void What_stands_in_reports_is_not_kept()
    {
        var memory = new SignatureMemory(new Counting());
        memory.VerifyFixed(SignatureAlgorithm.EcdsaSha384, Key, [1], [1]);
        Assert.Equal(0, memory.Count);
    }

    [Fact]
    public void Memory_is_bounded_and_what_is_used_stays()
    {
        var asked = new Counting();
        var memory = new SignatureMemory(asked, capacity: 8);
        for (var i = 0; i < 1000; i++)
        {
            Assert.True(memory.Verify(SignatureAlgorithm.EcdsaSha384, Key, [7, 7, 7], [1]));
            memory.Verify(SignatureAlgorithm.EcdsaSha384, Key, [unchecked((byte)i), (byte)(i >> 8)], [1]);
            Assert.InRange(memory.Count, 1, 16);
        }

        Assert.Equal(1001, asked.Count);
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

        public bool VerifyFixed(SignatureAlgorithm algorithm, PublicKey key, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) => true;
    }
}
