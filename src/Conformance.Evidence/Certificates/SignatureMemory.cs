using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Conformance.Evidence.Certificates;

//  What is remembered is the answer to "does this key verify this signature over these bytes?", and that answer never changes: it depends on
//  no time, no revocation list and no name. Whether a certificate is valid now, revoked, or the right one is judged anew for every verdict.
//  Key:      SHA-256 over algorithm, key, data and signature in full, each with its length before it.
//  Memory:   two generations of at most 'capacity' answers; when the younger one is full, the older one is dropped.

/// <summary>Remembers signatures of certificates and revocation lists, over all verdicts that share it. May be used by any number of threads.</summary>
public sealed class SignatureMemory(ISignatureVerifier inner, int capacity = SignatureMemory.DefaultCapacity) : ISignatureVerifier
{
    /// <summary>Of about 100 bytes each.</summary>
    public const int DefaultCapacity = 16 * 1024;

    private readonly Lock _turn = new();
    private ConcurrentDictionary<UInt256, bool> _young = new();
    private ConcurrentDictionary<UInt256, bool> _old = new();
    private int _youngCount;

    /// <summary>Answers in memory.</summary>
    public int Count => _young.Count + _old.Count;

    public bool Verify(SignatureAlgorithm algorithm, PublicKey key, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        var question = Question(algorithm, key, data, signature);
        if (_young.TryGetValue(question, out var answer))
        {
            return answer;
        }

        if (!_old.TryGetValue(question, out answer))
        {
            answer = inner.Verify(algorithm, key, data, signature);
        }

        Remember(question, answer);
        return answer;
    }

    /// <summary>Signatures of this form stand once in one report; remembering them would only push out those that come again.</summary>
    public bool VerifyFixed(SignatureAlgorithm algorithm, PublicKey key, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) =>
        inner.VerifyFixed(algorithm, key, data, signature);

    private void Remember(UInt256 question, bool answer)
    {
        if (!_young.TryAdd(question, answer) || Interlocked.Increment(ref _youngCount) < capacity)
        {
            return;
        }

        lock (_turn)
        {
            if (_youngCount >= capacity)
            {
                _old = _young;
                _young = new ConcurrentDictionary<UInt256, bool>();
                _youngCount = 0;
            }
        }
    }

    private static UInt256 Question(SignatureAlgorithm algorithm, PublicKey key, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        Span<byte> lengths = stackalloc byte[16];
        BinaryPrimitives.WriteInt32LittleEndian(lengths, ((int)key.Kind << 8) | (int)algorithm);
        BinaryPrimitives.WriteInt32LittleEndian(lengths[4..], key.Info.Length);
        BinaryPrimitives.WriteInt32LittleEndian(lengths[8..], data.Length);
        BinaryPrimitives.WriteInt32LittleEndian(lengths[12..], signature.Length);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(lengths);
        hash.AppendData(key.Info.Span);
        hash.AppendData(data);
        hash.AppendData(signature);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(digest);
        return new UInt256(BinaryPrimitives.ReadUInt128LittleEndian(digest), BinaryPrimitives.ReadUInt128LittleEndian(digest[16..]));
    }

    private readonly record struct UInt256(UInt128 Low, UInt128 High);
}
