using Conformance.Oracle.Exact;
using Conformance.Oracle.Kernels;

namespace Conformance.Oracle.Tests;

/// <summary>Binary32 operands that are hard on purpose, the same for the same seed.</summary>
internal sealed class Operands(int seed)
{
    private static readonly uint[] Special =
    [
        0, 1, 2, 0x7fffff, 0x800000, 0x800001, 0x3f7fffff, 0x3f800000, 0x3f800001, 0x33800000, 0x34000000,
        0x4b7fffff, 0x4b800000, 0x7f7fffff, 0x7f800000, 0x7fc00000, 0x7f800001, 0x1fffffff, 0x20000000,
    ];

    private readonly uint[] _words = Philox.Words((ulong)seed, 0xfeed, 4_000_000);
    private int _next;

    public uint One()
    {
        var w = Word();
        return (Word() & 7) switch
        {
            0 => Special[w % Special.Length] | (w & ExactBinary32.SignBit),
            1 => (w & 0xff000000) | (1u << (int)(Word() % 23)), // one bit set
            2 => w | 0x7ffff0, // a long run of ones
            3 => w & 0x80ffffff, // near the smallest
            4 => w | 0x7e000000, // near the largest, sometimes NaN
            _ => w,
        };
    }

    /// <summary>An argument where exp is neither 0 nor infinite.</summary>
    public uint Argument() => Strict.Bits((float)(((int)(Word() >> 8) - (1 << 23)) * (104.0 / (1 << 23))));

    public uint Moderate() => (Word() & 0x807fffff) | ((120 + (Word() % 14)) << 23);

    public (uint A, uint B) Pair()
    {
        var a = One();
        return (Word() & 3) switch
        {
            0 => (a, One()),
            1 => (a, Near(a)),
            2 => (a, (Word() & 0x807fffff) | (a & 0x7f800000)),
            _ => (Moderate(), Moderate()),
        };
    }

    public (uint A, uint B, uint C) Triple()
    {
        var (a, b) = Pair();
        if ((Word() & 1) == 0)
        {
            return (a, b, One());
        }

        // The addend almost cancels the product, or sits where the product is half an ulp of it.
        var product = ExactBinary32.Mul(a, b);
        var c = ExactBinary32.Negate(Near(product));
        var shifted = ExactBinary32.Mul(c, (103 + (Word() % 48)) << 23);
        return (a, b, (Word() & 1) == 0 ? c : shifted);
    }

    private uint Near(uint x) => (Word() & 1) == 0 ? x : unchecked(x + (Word() % 5) - 2) ^ (Word() & ExactBinary32.SignBit);

    private uint Word()
    {
        _next = (_next + 1) % _words.Length;
        return _words[_next];
    }
}
