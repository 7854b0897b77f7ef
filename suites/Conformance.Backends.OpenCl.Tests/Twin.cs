using Conformance.Tensors;

namespace Conformance.Backends.OpenCl;

/// <summary>
/// SA-1 once more, scalar and plain, for comparison with the device. The compiler does not contract; MathF.FusedMultiplyAdd
/// rounds once; exp is the mirror that IntegerExpTests compares with exact arithmetic.
/// </summary>
internal static class Twin
{
    private const int Chunk = 256;

    public static float Exp(float x) => BitConverter.UInt32BitsToSingle(IntegerExp.Bits(BitConverter.SingleToUInt32Bits(x)));

    public static float Silu(float x) => x / (1f + Exp(BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(x) ^ 0x80000000)));

    /// <summary>[R1] [R3] of count products, by index.</summary>
    public static float Dot(int count, Func<int, float> a, Func<int, float> b) =>
        Chunked(count, (k, c) => MathF.FusedMultiplyAdd(a(k), b(k), c));

    public static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var (x, y) = (a.ToArray(), b.ToArray());
        return Dot(x.Length, k => x[k], k => y[k]);
    }

    /// <summary>[R2] [R3]</summary>
    public static float Sum(ReadOnlySpan<float> a)
    {
        var x = a.ToArray();
        return Chunked(x.Length, (k, c) => c + x[k]);
    }

    /// <summary>[P2]</summary>
    public static float Max(ReadOnlySpan<float> a)
    {
        var best = float.NegativeInfinity;
        foreach (var x in a)
        {
            if (float.IsNaN(x))
            {
                return float.NaN;
            }

            if (Above(x, best))
            {
                best = x;
            }
        }

        return best;
    }

    /// <summary>[P3]</summary>
    public static int ArgMax(ReadOnlySpan<float> a)
    {
        var best = 0;
        for (var i = 1; i < a.Length; i++)
        {
            if (Above(a[i], a[best]))
            {
                best = i;
            }
        }

        return best;
    }

    /// <summary>Strictly greater in the order -0 &lt; +0, NaN on top.</summary>
    public static bool Above(float x, float y)
    {
        if (float.IsNaN(x) || float.IsNaN(y))
        {
            return float.IsNaN(x) && !float.IsNaN(y);
        }

        return x > y || (x == 0 && y == 0 && !float.IsNegative(x) && float.IsNegative(y));
    }

    /// <summary>[O5]</summary>
    public static (float Maximum, float[] Exponential, float Sum, float[] Y) Softmax(ReadOnlySpan<float> x, int length)
    {
        var (exponential, y) = (new float[x.Length], new float[x.Length]);
        var maximum = Max(x[..length]);
        if (float.IsNegativeInfinity(maximum))
        {
            return (maximum, exponential, 0f, y);
        }

        for (var i = 0; i < length; i++)
        {
            exponential[i] = Exp(x[i] - maximum);
        }

        var sum = Sum(exponential.AsSpan(0, length));
        for (var i = 0; i < length; i++)
        {
            y[i] = exponential[i] / sum;
        }

        return (maximum, exponential, sum, y);
    }

    /// <summary>[V3] by System.Half, which rounds once.</summary>
    public static ushort NarrowF16(float x) => float.IsNaN(x) ? (ushort)0x7e00 : BitConverter.HalfToUInt16Bits((Half)x);

    public static ushort NarrowBF16(float x)
    {
        if (float.IsNaN(x))
        {
            return 0x7fc0;
        }

        var bits = BitConverter.SingleToUInt32Bits(x);
        var (kept, rest) = (bits >> 16, bits & 0xffff);
        return (ushort)(rest > 0x8000 || (rest == 0x8000 && kept % 2 == 1) ? kept + 1 : kept);
    }

    public static float Widen(ElementFormat format, ushort bits) => format == ElementFormat.F16
        ? (float)BitConverter.UInt16BitsToHalf(bits)
        : BitConverter.UInt32BitsToSingle((uint)bits << 16);

    private static float Chunked(int count, Func<int, float, float> step)
    {
        var total = 0f;
        for (var first = 0; first < count; first += Chunk)
        {
            var c = 0f;
            for (var k = first; k < Math.Min(first + Chunk, count); k++)
            {
                c = step(k, c);
            }

            total = first == 0 ? c : total + c;
        }

        return total;
    }
}
