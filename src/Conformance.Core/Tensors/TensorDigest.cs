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
    /// <summary>Bytes made canonical and hashed before the next, while the first cache has them: whole elements of every format.</summary>
    private const int Part = 512 * ElementFormats.BlockBytes;

    [ThreadStatic]
    private static IncrementalHash? _idle;

    /// <summary>Makes the tensor's NaNs canonical, in place.</summary>
    public static string Of(Tensor tensor) => Of(tensor.Format, tensor.Shape, tensor.Data);

    /// <param name="format">Of the elements.</param>
    /// <param name="shape">Row-major.</param>
    /// <param name="elements">Little-endian. NaNs are made canonical, in place.</param>
    /// <exception cref="ShapeException">The byte count does not fit the shape.</exception>
    public static string Of(ElementFormat format, Shape shape, Span<byte> elements)
    {
        if (format.ByteCount(shape) != elements.Length)
        {
            throw new ShapeException($"{format.Name()} {shape} needs {format.ByteCount(shape)} bytes, not {elements.Length}");
        }

        // One that failed halfway never becomes idle again.
        var hash = _idle ?? IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        _idle = null;
        AppendHeader(hash, format, shape);
        while (!elements.IsEmpty)
        {
            var part = elements[..Math.Min(Part, elements.Length)];
            CanonicalNaN.Apply(format, part);
            hash.AppendData(part);
            elements = elements[part.Length..];
        }

        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(digest);
        _idle = hash;
        return Convert.ToHexStringLower(digest);
    }

    private static void AppendHeader(IncrementalHash hash, ElementFormat format, Shape shape)
    {
        const int word = sizeof(long);
        Span<byte> header = stackalloc byte[word + (word * (1 + Shape.MaxRank))];
        var length = Encoding.ASCII.GetBytes(format.Name(), header);
        header[length++] = 0;
        BinaryPrimitives.WriteInt64LittleEndian(header[length..], shape.Rank);
        length += word;
        foreach (var dimension in shape.Dimensions)
        {
            BinaryPrimitives.WriteInt64LittleEndian(header[length..], dimension);
            length += word;
        }

        hash.AppendData(header[..length]);
    }
}
