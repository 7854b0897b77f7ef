using Conformance.Numerics.Formats;

namespace Conformance.Numerics;

/// <summary>
/// SA-1 section 4. The order of every reduction is a function of its length alone: chunks of 256, each from +0 in ascending
/// order, combined from left to right.
/// </summary>
public static class Reductions
{
    public const int Chunk = 256;

    /// <summary>Blocks of q8_0 in one chunk ([R4]).</summary>
    public const int BlocksPerChunk = Chunk / QuantizedBlock.Length;

    /// <summary>[R1] with [R3].</summary>
    public static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var total = 0f;
        for (var start = 0; start < a.Length; start += Chunk)
        {
            var c = 0f;
            var end = Math.Min(start + Chunk, a.Length);
            for (var k = start; k < end; k++)
            {
                c = Primitives.Fma(a[k], b[k], c);
            }

            total = start == 0 ? c : total + c;
        }

        return total;
    }

    /// <summary>[R2] with [R3].</summary>
    public static float Sum(ReadOnlySpan<float> a)
    {
        var total = 0f;
        for (var start = 0; start < a.Length; start += Chunk)
        {
            var c = 0f;
            var end = Math.Min(start + Chunk, a.Length);
            for (var k = start; k < end; k++)
            {
                c += a[k];
            }

            total = start == 0 ? c : total + c;
        }

        return total;
    }

    /// <summary>[R4]: rows of q8_0 blocks, as bytes.</summary>
    public static float DotQ(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        var blocks = a.Length / QuantizedBlock.Bytes;
        var total = 0f;
        for (var start = 0; start < blocks; start += BlocksPerChunk)
        {
            var c = 0f;
            var end = Math.Min(start + BlocksPerChunk, blocks);
            for (var block = start; block < end; block++)
            {
                var blockA = a.Slice(block * QuantizedBlock.Bytes, QuantizedBlock.Bytes);
                var blockB = b.Slice(block * QuantizedBlock.Bytes, QuantizedBlock.Bytes);
                var scale = QuantizedBlock.Scale(blockA) * QuantizedBlock.Scale(blockB);
                c = Primitives.Fma(IntegerDot(QuantizedBlock.Integers(blockA), QuantizedBlock.Integers(blockB)), scale, c);
            }

            total = start == 0 ? c : total + c;
        }

        return total;
    }

    /// <summary>[P2]; −∞ for the empty set.</summary>
    public static float Max(ReadOnlySpan<float> a)
    {
        var max = float.NegativeInfinity;
        foreach (var value in a)
        {
            max = Primitives.Max(max, value);
        }

        return max;
    }

    /// <summary>[P3]; the row is not empty.</summary>
    public static int ArgMax(ReadOnlySpan<float> a)
    {
        var best = 0;
        for (var i = 1; i < a.Length; i++)
        {
            if (Primitives.OrderKey(a[i]) > Primitives.OrderKey(a[best]))
            {
                best = i;
            }
        }

        return best;
    }

    private static int IntegerDot(ReadOnlySpan<sbyte> a, ReadOnlySpan<sbyte> b)
    {
        // At most 32·128² = 524 288: exact in int32 and in binary32.
        var sum = 0;
        for (var i = 0; i < QuantizedBlock.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }
}
