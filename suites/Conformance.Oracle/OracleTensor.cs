using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Conformance.Oracle.Kernels;

namespace Conformance.Oracle;

/// <summary>
/// A tensor as plain data: the format's name ([V3]), the dimensions counted in elements, and the little-endian elements.
/// </summary>
public sealed record OracleTensor(string Format, long[] Shape, byte[] Data)
{
    public long Count => Elements(Shape);

    /// <summary>Narrows binary32 values to a floating-point format ([V3], q8_0 by [O1]).</summary>
    public static OracleTensor FromFloats(string format, ReadOnlySpan<float> values, params long[] shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (Elements(shape) != values.Length)
        {
            throw new ArgumentException("The shape does not hold this number of values.", nameof(shape));
        }

        if (format == "q8_0")
        {
            return shape.Length > 0 && shape[^1] % Q8.Elements == 0
                ? new OracleTensor(format, shape, Q8.Quantize(values))
                : throw new ArgumentException("The last dimension of q8_0 is a multiple of 32.", nameof(shape));
        }

        var size = Size(format);
        var data = new byte[values.Length * size];
        for (var i = 0; i < values.Length; i++)
        {
            var at = data.AsSpan(i * size);
            switch (format)
            {
                case "f32": BinaryPrimitives.WriteSingleLittleEndian(at, Strict.Canonical(values[i])); break;
                case "f16": BinaryPrimitives.WriteUInt16LittleEndian(at, Formats.NarrowHalf(values[i])); break;
                case "bf16": BinaryPrimitives.WriteUInt16LittleEndian(at, Formats.NarrowBFloat(values[i])); break;
                default: throw new ArgumentException($"{format} holds no floating-point values.", nameof(format));
            }
        }

        return new OracleTensor(format, shape, data);
    }

    public static OracleTensor FromInts(ReadOnlySpan<int> values, params long[] shape)
    {
        var data = new byte[values.Length * 4];
        for (var i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(data.AsSpan(i * 4), values[i]);
        }

        return new OracleTensor("i32", shape, data);
    }

    public static OracleTensor FromUnsigned(ReadOnlySpan<ulong> values, params long[] shape)
    {
        var data = new byte[values.Length * 8];
        for (var i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(i * 8), values[i]);
        }

        return new OracleTensor("u64", shape, data);
    }

    /// <summary>The elements widened to binary32, NaN canonical.</summary>
    public float[] Floats()
    {
        if (Format == "q8_0")
        {
            return Q8.Widen(Data);
        }

        var size = Size(Format);
        var values = new float[Data.Length / size];
        for (var i = 0; i < values.Length; i++)
        {
            var at = Data.AsSpan(i * size);
            values[i] = Format switch
            {
                "f32" => Strict.Canonical(BinaryPrimitives.ReadSingleLittleEndian(at)),
                "f16" => Formats.WidenHalf(BinaryPrimitives.ReadUInt16LittleEndian(at)),
                "bf16" => Formats.WidenBFloat(BinaryPrimitives.ReadUInt16LittleEndian(at)),
                _ => throw new InvalidOperationException($"{Format} holds no floating-point values."),
            };
        }

        return values;
    }

    public int[] Ints()
    {
        if (Format != "i32")
        {
            throw new InvalidOperationException($"{Format} holds no i32 values.");
        }

        var values = new int[Data.Length / 4];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = BinaryPrimitives.ReadInt32LittleEndian(Data.AsSpan(i * 4));
        }

        return values;
    }

    public ulong[] Unsigned()
    {
        if (Format != "u64")
        {
            throw new InvalidOperationException($"{Format} holds no u64 values.");
        }

        var values = new ulong[Data.Length / 8];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = BinaryPrimitives.ReadUInt64LittleEndian(Data.AsSpan(i * 8));
        }

        return values;
    }

    /// <summary>SHA-256 by [D1], lower-case hexadecimal.</summary>
    public string Digest()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.ASCII.GetBytes(Format));
        hash.AppendData([0]);
        Span<byte> word = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(word, Shape.Length);
        hash.AppendData(word);
        foreach (var dimension in Shape)
        {
            BinaryPrimitives.WriteInt64LittleEndian(word, dimension);
            hash.AppendData(word);
        }

        hash.AppendData(Canonical().Data);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The first 16 elements, or the first q8_0 block, as hexadecimal bytes in storage order ([D2]).</summary>
    public string FirstHex()
    {
        var length = Format == "q8_0" ? Q8.Bytes : 16 * Size(Format);
        return Convert.ToHexStringLower(Canonical().Data.AsSpan(0, Math.Min(length, Data.Length)));
    }

    /// <summary>The same tensor with every NaN canonical ([V2]).</summary>
    public OracleTensor Canonical()
    {
        switch (Format)
        {
            case "f32" or "f16" or "bf16":
                return FromFloats(Format, Floats(), Shape); // widening and narrowing back is exact
            case "q8_0":
                var data = (byte[])Data.Clone();
                for (var at = 0; at < data.Length; at += Q8.Bytes)
                {
                    if (float.IsNaN(Q8.Scale(data.AsSpan(at, Q8.Bytes))))
                    {
                        BinaryPrimitives.WriteUInt16LittleEndian(data.AsSpan(at), Formats.HalfNaN);
                    }
                }

                return this with { Data = data };
            default:
                return this;
        }
    }

    internal static long Elements(ReadOnlySpan<long> shape)
    {
        var count = 1L;
        foreach (var dimension in shape)
        {
            count *= dimension;
        }

        return count;
    }

    private static int Size(string format) => format switch
    {
        "f16" or "bf16" => 2,
        "f32" or "i32" => 4,
        "u64" => 8,
        _ => throw new ArgumentException(string.Format(CultureInfo.InvariantCulture, "Unknown format {0}.", format), nameof(format)),
    };
}
