namespace Conformance.Ptx;

/// <summary>Operands: the corners of each type, and words of a fixed sequence.</summary>
internal static class Cases
{
    public static ulong[] Integers(int width)
    {
        var mask = width == 64 ? ulong.MaxValue : (1UL << width) - 1;
        var sign = 1UL << (width - 1);
        var random = new Random(width);
        return [.. new ulong[] { 0, 1, 2, 3, 7, mask, mask - 1, sign, sign - 1, sign + 1, mask / 3 }.Concat(
            Enumerable.Range(0, 12).Select(_ => (ulong)random.NextInt64() & mask >> random.Next(width)))];
    }

    /// <summary>Bits of binary32: zeros, subnormals, the largest, infinities, NaNs, ties, and words of a fixed sequence.</summary>
    public static ulong[] Floats()
    {
        var random = new Random(32);
        return [.. new ulong[]
        {
            0, 0x80000000, 1, 0x80000001, 0x007fffff, 0x00800000, 0x3f800000, 0xbf800000, 0x3f800001, 0x7f7fffff, 0xff7fffff, 0x7f800000,
            0xff800000, 0x7fc00000, 0xffc12345, 0x7f800001, 0x4b800001, 0x33800000, 0x34000000,
        }.Concat(Enumerable.Range(0, 16).Select(_ => (ulong)random.Next() << 1 | (uint)random.Next(2)))
            .Concat(Enumerable.Range(0, 16).Select(_ => 0x3f000000UL + (uint)random.Next(0x1800000)))];
    }

    /// <summary>Every pair, or every tuple from pairs and a third operand that walks along.</summary>
    public static List<ulong[]> Tuples(params ulong[][] operands)
    {
        var tuples = new List<ulong[]>();
        foreach (var a in operands[0])
        {
            if (operands.Length == 1)
            {
                tuples.Add([a]);
                continue;
            }

            foreach (var b in operands[1])
            {
                var tuple = new ulong[operands.Length];
                (tuple[0], tuple[1]) = (a, b);
                for (var i = 2; i < operands.Length; i++)
                {
                    tuple[i] = operands[i][(tuples.Count * (2 * i - 1) + tuples.Count / 7) % operands[i].Length];
                }

                tuples.Add(tuple);
            }
        }

        return tuples;
    }
}
