using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Org.BouncyCastle.Crypto.Prng;
using Org.BouncyCastle.Security;

namespace Conformance.EvidenceMaker.Keys;

/// <summary>
/// SHA-256 in counter mode over a label: the same bytes on every machine. For synthetic keys only, which are public by design.
/// </summary>
internal sealed class SeededRandom(string label) : IRandomGenerator
{
    private readonly byte[] _seed = SHA256.HashData(Encoding.UTF8.GetBytes("conformance synthetic evidence 1: " + label));
    private ulong _counter;

    public static SecureRandom Of(string label) => new(new SeededRandom(label));

    public void AddSeedMaterial(byte[] seed)
    {
    }

    public void AddSeedMaterial(ReadOnlySpan<byte> seed)
    {
    }

    public void AddSeedMaterial(long seed)
    {
    }

    public void NextBytes(byte[] bytes) => NextBytes(bytes.AsSpan());

    public void NextBytes(byte[] bytes, int start, int len) => NextBytes(bytes.AsSpan(start, len));

    public void NextBytes(Span<byte> bytes)
    {
        Span<byte> block = stackalloc byte[40];
        _seed.CopyTo(block);
        Span<byte> hash = stackalloc byte[32];
        while (!bytes.IsEmpty)
        {
            BinaryPrimitives.WriteUInt64BigEndian(block[32..], _counter++);
            SHA256.HashData(block, hash);
            var count = Math.Min(hash.Length, bytes.Length);
            hash[..count].CopyTo(bytes);
            bytes = bytes[count..];
        }
    }
}
