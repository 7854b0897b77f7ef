using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Conformance.Tensors;

namespace Conformance.Numerics.Formats;

/// <summary>One q8_0 block of 34 bytes: a binary16 scale, then 32 signed bytes (SA-1 [V3], [O1]).</summary>
public static class QuantizedBlock
{
    public const int Length = ElementFormats.BlockLength;

    public const int Bytes = ElementFormats.BlockBytes;

    /// <summary>Greatest magnitude of a quantised integer.</summary>
    public const int Limit = 127;

    public static float Scale(ReadOnlySpan<byte> block) => Binary16.Widen(BinaryPrimitives.ReadUInt16LittleEndian(block));

    public static ReadOnlySpan<sbyte> Integers(ReadOnlySpan<byte> block) => MemoryMarshal.Cast<byte, sbyte>(block[2..Bytes]);

    /// <summary>Quantises 32 values into one block ([O1]).</summary>
    public static void Quantize(ReadOnlySpan<float> values, Span<byte> block)
    {
        var amax = 0f;
        foreach (var value in values)
        {
            amax = Primitives.Max(amax, Primitives.Abs(value));
        }

        var d = amax / Limit;
        BinaryPrimitives.WriteUInt16LittleEndian(block, Binary16.Narrow(d));
        for (var i = 0; i < Length; i++)
        {
            // d before its narrowing divides, as in ggml. d = 0 means an all-zero block.
            block[2 + i] = d == 0 ? (byte)0 : unchecked((byte)Primitives.ToInt(values[i] / d, -Limit, Limit));
        }
    }

    /// <summary>The 32 values of a block: mul(float(q), widen(d)).</summary>
    public static void Dequantize(ReadOnlySpan<byte> block, Span<float> values)
    {
        var d = Scale(block);
        var q = Integers(block);
        for (var i = 0; i < Length; i++)
        {
            values[i] = q[i] * d;
        }
    }
}
