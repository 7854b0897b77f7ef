namespace Conformance.Oracle.Kernels;

//  q8_0: blocks of 32 along the last dimension, a binary16 scale d and 32 signed bytes q ([V3], [O1]).
internal static class Q8
{
    public const int Elements = 32;
    public const int Bytes = 34;

    public static byte[] Quantize(ReadOnlySpan<float> x)
    {
        if (x.Length % Elements != 0)
        {
            throw new ArgumentException("q8_0 needs a multiple of 32 elements.", nameof(x));
        }

        var blocks = new byte[x.Length / Elements * Bytes];
        for (var block = 0; block < x.Length / Elements; block++)
        {
            QuantizeBlock(x.Slice(block * Elements, Elements), blocks.AsSpan(block * Bytes, Bytes));
        }

        return blocks;
    }

    public static float[] Widen(ReadOnlySpan<byte> blocks)
    {
        var x = new float[blocks.Length / Bytes * Elements];
        for (var i = 0; i < x.Length; i++)
        {
            var block = blocks.Slice(i / Elements * Bytes, Bytes);
            x[i] = Strict.Mul(unchecked((sbyte)block[2 + (i % Elements)]), Scale(block));
        }

        return x;
    }

    public static float Scale(ReadOnlySpan<byte> block) => Formats.WidenHalf((ushort)(block[0] | (block[1] << 8)));

    private static void QuantizeBlock(ReadOnlySpan<float> x, Span<byte> block)
    {
        Span<float> magnitudes = stackalloc float[Elements];
        for (var i = 0; i < Elements; i++)
        {
            magnitudes[i] = Strict.Number(Strict.Bits(x[i]) & 0x7fffffff);
        }

        var d = Strict.Div(Strict.Max(magnitudes), 127);
        block.Clear();
        if (d == 0)
        {
            return; // [O1]: zero bytes and scale +0
        }

        var scale = Formats.NarrowHalf(d);
        block[0] = (byte)(scale & 0xff);
        block[1] = (byte)(scale >> 8);
        for (var i = 0; i < Elements; i++)
        {
            block[2 + i] = unchecked((byte)RoundToByte(Strict.Div(x[i], d)));
        }
    }

    // [P5] with the range -127..127: clamp first, ties to even, NaN gives 0.
    private static sbyte RoundToByte(float x)
    {
        if (float.IsNaN(x))
        {
            return 0;
        }

        var clamped = Math.Clamp((double)x, -127, 127);
        var floor = Math.Floor(clamped);
        var rest = clamped - floor; // exact: a binary32 below 2^7 minus its floor
        var below = (int)floor;
        return (sbyte)(rest > 0.5 || (rest == 0.5 && (below & 1) != 0) ? below + 1 : below);
    }
}
