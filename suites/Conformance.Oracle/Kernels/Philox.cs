namespace Conformance.Oracle.Kernels;

//  Philox4x32-10 (Salmon, Moraes, Dror, Shaw 2011) as SA-1 [I1] and [O11] use it.
internal static class Philox
{
    private const int Rounds = 10;

    public static (uint W0, uint W1, uint W2, uint W3) Block(uint c0, uint c1, uint c2, uint c3, uint k0, uint k1)
    {
        for (var round = 0; round < Rounds; round++)
        {
            var p0 = (ulong)0xD2511F53 * c0;
            var p1 = (ulong)0xCD9E8D57 * c2;
            (c0, c1, c2, c3) = (High(p1) ^ c1 ^ k0, Low(p1), High(p0) ^ c3 ^ k1, Low(p0));
            k0 = unchecked(k0 + 0x9E3779B9);
            k1 = unchecked(k1 + 0xBB67AE85);
        }

        return (c0, c1, c2, c3);
    }

    /// <summary>The words of a tensor, in element order: counter (element / 4 as 64 bits, tensor id, 0).</summary>
    public static uint[] Words(ulong seed, uint tensorId, long count)
    {
        var words = new uint[count];
        for (var start = 0L; start < count; start += 4)
        {
            var block = (ulong)start / 4;
            var (w0, w1, w2, w3) = Block(Low(block), High(block), tensorId, 0, Low(seed), High(seed));
            Span<uint> four = [w0, w1, w2, w3];
            four[..(int)Math.Min(4, count - start)].CopyTo(words.AsSpan((int)start));
        }

        return words;
    }

    /// <summary>Word 0 of the sampling block: counter (position as 64 bits, 0, 1), [O11] step 3.</summary>
    public static uint Sampling(ulong seed, long position)
    {
        var counter = unchecked((ulong)position);
        return Block(Low(counter), High(counter), 0, 1, Low(seed), High(seed)).W0;
    }

    private static uint Low(ulong x) => (uint)(x & uint.MaxValue);

    private static uint High(ulong x) => (uint)(x >> 32);
}
