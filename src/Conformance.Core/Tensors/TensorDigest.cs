using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Conformance.Tensors;

/// <summary>
/// SA-1 [D1]: SHA-256 over the format's name, a zero byte, the rank and dimensions as LE64 and the raw elements after
/// NaN canonicalisation. Written as 64 lowercase hex digits.
/// </summary>
public static class TensorDigest
{
    public static string Of(Tensor tensor)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> word = stackalloc byte[8];
        hash.AppendData(Encoding.ASCII.GetBytes(tensor.Format.Name()));
        hash.AppendData([0]);
        Append(hash, word, tensor.Shape.Rank);
        foreach (var dimension in tensor.Shape.Dimensions)
        {
            Append(hash, word, dimension);
        }

        hash.AppendData(tensor.Canonicalize().Data);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Append(IncrementalHash hash, Span<byte> word, long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(word, value);
        hash.AppendData(word);
    }
}
