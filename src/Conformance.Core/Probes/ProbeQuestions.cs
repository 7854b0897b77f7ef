using System.Numerics;

namespace Conformance.Probes;

/// <summary>The questions of the probe. Operands come from a fixed generator; answers from exact integer arithmetic.</summary>
public static class ProbeQuestions
{
    private const int Operands = 48;
    private const uint SignBit = 0x80000000;

    public static IReadOnlyList<ProbeQuestion> All { get; } = Build();

    private static ProbeQuestion[] Build()
    {
        var triples = Discriminating();
        return
        [
            new(
                "fma rounds once", ProbeOperation.Fma, [
                    .. triples.Select(t => new ProbeCase(t.A, t.B, t.C, ExactBinary32.Fma(t.A, t.B, t.C)))]),
            new(
                "a*b+c is not contracted", ProbeOperation.MultiplyAdd, [
                    .. triples.Select(t => new ProbeCase(t.A, t.B, t.C, Separate(t.A, t.B, t.C)))]),
            new(
                "a*b+c in two statements is not contracted", ProbeOperation.MultiplyThenAdd, [
                    .. triples.Select(t => new ProbeCase(t.A, t.B, t.C, Separate(t.A, t.B, t.C)))]),
            new(
                "a*b-c is not contracted", ProbeOperation.MultiplySubtract, [
                    .. triples.Select(t => new ProbeCase(t.A, t.B, t.C ^ SignBit, Separate(t.A, t.B, t.C)))]),
            new(
                "c-a*b is not contracted", ProbeOperation.SubtractProduct, [
                    .. triples.Select(t => new ProbeCase(t.A ^ SignBit, t.B, t.C, Separate(t.A, t.B, t.C)))]),
            new("division is correctly rounded", ProbeOperation.Divide, Divisions()),
            new("sqrt is correctly rounded", ProbeOperation.Sqrt, Roots()),
            new(
                "subnormal operands and sums are kept", ProbeOperation.Add, [.. Small()
                    .Select(p => new ProbeCase(p.A, p.B, 0, ExactBinary32.Add(p.A, p.B)))]),
            new("subnormal products are kept", ProbeOperation.Multiply, SmallProducts()),
            new("subnormal quotients are kept", ProbeOperation.Divide, SmallQuotients()),
            new(
                "subnormal fma is kept", ProbeOperation.Fma, [.. Small()
                    .Select(p => new ProbeCase(p.A, 0x3f000000, p.B, ExactBinary32.Fma(p.A, 0x3f000000, p.B)))]),
            new(
                "zeros keep their signs in sums", ProbeOperation.Add, [
                    new(0, 0, 0, 0), new(SignBit, SignBit, 0, SignBit), new(0, SignBit, 0, 0), new(0x3f800000, 0xbf800000, 0, 0)]),
            new(
                "zeros keep their signs in differences", ProbeOperation.Subtract, [
                    new(0, 0, 0, 0), new(SignBit, 0, 0, SignBit), new(0, SignBit, 0, 0), new(SignBit, SignBit, 0, 0)]),
            new(
                "zeros keep their signs in products", ProbeOperation.Multiply, [
                    new(0, 0xbf800000, 0, SignBit), new(SignBit, 0xbf800000, 0, 0), new(1, 0x80000001, 0, SignBit)]),
            new(
                "zeros keep their signs in quotients and roots", ProbeOperation.Divide, [
                    new(0, 0xbf800000, 0, SignBit), new(0x3f800000, 0xff800000, 0, SignBit), new(0x3f800000, SignBit, 0, 0xff800000)]),
            new("sqrt of -0 and infinity", ProbeOperation.Sqrt, [new(SignBit, 0, 0, SignBit), new(0x7f800000, 0, 0, 0x7f800000)]),
            new(
                "overflow gives infinity", ProbeOperation.Multiply, [
                    new(
                        0x7f7fffff, 0x40000000, 0, 0x7f800000), new(
                            0x7f7fffff, 0x3f800001, 0, 0x7f800000), new(0xff7fffff, 0x7f7fffff, 0, 0xff800000)]),
            new("comparisons with NaN", ProbeOperation.Compare, Comparisons()),
            new("int to float rounds to even", ProbeOperation.IntToFloat, Conversions()),
            .. Integers(),
        ];
    }

    private static uint Separate(uint a, uint b, uint c) => ExactBinary32.Add(ExactBinary32.Multiply(a, b), c);

    /// <summary>Triples for which one rounding and two differ: c is close to -round(a*b), so that the lost bits decide.</summary>
    private static List<(uint A, uint B, uint C)> Discriminating()
    {
        var random = new Words(1);
        var found = new List<(uint A, uint B, uint C)>();
        while (found.Count < Operands)
        {
            var a = Normal(ref random);
            var b = Normal(ref random);
            var c = (ExactBinary32.Multiply(a, b) ^ SignBit) + (random.Next32() % 3) - 1;
            if (ExactBinary32.Fma(a, b, c) != Separate(a, b, c))
            {
                found.Add((a, b, c));
            }
        }

        return found;
    }

    private static List<ProbeCase> Divisions()
    {
        var random = new Words(2);
        var cases = new List<ProbeCase>();
        while (cases.Count < 4 * Operands)
        {
            var (a, b) = (Normal(ref random), Normal(ref random));
            cases.Add(new(a, b, 0, ExactBinary32.Divide(a, b)));

            // A rounded product over one of its factors: the quotient lies next to a representable number, where a
            // reciprocal that is off by one unit shows.
            var near = ExactBinary32.Multiply(a, b);
            cases.Add(new(near, b, 0, ExactBinary32.Divide(near, b)));
        }

        cases.Add(new(0x3f800000, 0x40400000, 0, 0x3eaaaaab));
        return cases;
    }

    private static List<ProbeCase> Roots()
    {
        var random = new Words(3);
        var cases = new List<ProbeCase>();
        while (cases.Count < 4 * Operands)
        {
            var a = Normal(ref random) & ~SignBit;
            cases.Add(new(a, 0, 0, ExactBinary32.Sqrt(a)));
            var square = ExactBinary32.Multiply(a, a) + (random.Next32() % 3) - 1;
            cases.Add(new(square, 0, 0, ExactBinary32.Sqrt(square)));
        }

        cases.Add(new(1, 0, 0, ExactBinary32.Sqrt(1)));
        cases.Add(new(0x007fffff, 0, 0, ExactBinary32.Sqrt(0x007fffff)));
        return cases;
    }

    private static List<(uint A, uint B)> Small()
    {
        var random = new Words(4);
        var pairs = new List<(uint A, uint B)>
        {
            (1, 1), (1, 0x80000002), (0x007fffff, 1), (0x00800000, 0x80000001), (0x80800001, 0x00800000),
        };
        while (pairs.Count < Operands)
        {
            pairs.Add((random.Next32() & 0x80ffffff, random.Next32() & 0x80ffffff));
        }

        return pairs;
    }

    private static List<ProbeCase> SmallProducts()
    {
        var random = new Words(5);
        var cases = new List<ProbeCase>();
        while (cases.Count < Operands)
        {
            var subnormal = random.Next32() & 0x807fffff;
            var factor = Normal(ref random);
            cases.Add(new(subnormal, factor, 0, ExactBinary32.Multiply(subnormal, factor)));
            var (a, b) = (0x1f800000 | (random.Next32() & 0x007fffff), 0x1f000000 | (random.Next32() & 0x007fffff));
            cases.Add(new(a, b, 0, ExactBinary32.Multiply(a, b)));
        }

        return cases;
    }

    private static List<ProbeCase> SmallQuotients()
    {
        var random = new Words(6);
        var cases = new List<ProbeCase>();
        while (cases.Count < Operands)
        {
            var small = 0x00800000 | (random.Next32() & 0x80ffffff);
            var divisor = 0x40000000 | (random.Next32() & 0x00ffffff);
            cases.Add(new(small, divisor, 0, ExactBinary32.Divide(small, divisor)));
            var subnormal = (random.Next32() & 0x007fffff) | 1;
            cases.Add(new(small, subnormal, 0, ExactBinary32.Divide(small, subnormal)));
        }

        return cases;
    }

    private static List<ProbeCase> Comparisons()
    {
        const ulong less = 1, equal = 2, greater = 4, unequal = 8, notLess = 16, isNaN = 32;
        return
        [
            new(0x7fc00000, 0x3f800000, 0, unequal | notLess | isNaN), new(0x3f800000, 0x7fc00000, 0, unequal | notLess),
            new(0x7fc00000, 0x7fc00000, 0, unequal | notLess | isNaN), new(0xffc00001, 0xff800000, 0, unequal | notLess | isNaN),
            new(0, SignBit, 0, equal | notLess), new(SignBit, 0, 0, equal | notLess), new(1, 2, 0, less | unequal),
            new(0x80000001, 1, 0, less | unequal), new(1, 0, 0, greater | unequal | notLess),
            new(0x7f800000, 0x7f7fffff, 0, greater | unequal | notLess), new(0x7f800000, 0x7f800000, 0, equal | notLess),
        ];
    }

    private static List<ProbeCase> Conversions()
    {
        var random = new Words(7);
        var cases = new List<ProbeCase>();
        int[] known =
            [0, 1, -1, 16777215, 16777216, 16777217, 16777219, -16777217, -16777219, 33554434, 33554438, int.MaxValue, int.MinValue];
        foreach (var value in known)
        {
            cases.Add(new(unchecked((uint)value), 0, 0, ExactBinary32.FromInteger(value)));
        }

        while (cases.Count < Operands)
        {
            var value = unchecked((int)random.Next32());
            cases.Add(new(unchecked((uint)value), 0, 0, ExactBinary32.FromInteger(value)));
        }

        return cases;
    }

    private static IEnumerable<ProbeQuestion> Integers()
    {
        var random = new Words(8);
        var pairs = new List<(ulong A, ulong B)>
        {
            (ulong.MaxValue, ulong.MaxValue), (1UL << 63, 2), (0xffffffff, 0x100000001), (0, ulong.MaxValue),
        };
        while (pairs.Count < Operands)
        {
            pairs.Add((random.Next(), random.Next()));
        }

        var shifts = new List<(ulong A, ulong B)>();
        for (var i = 0UL; i < 64; i++)
        {
            shifts.Add((random.Next() | (1UL << 63), i));
        }

        unchecked
        {
            yield return new(
                "64-bit mul_hi", ProbeOperation.MultiplyHigh64, [
                    .. pairs.Select(p => new ProbeCase(p.A, p.B, 0, (ulong)(((BigInteger)p.A * p.B) >> 64)))]);
            yield return new("64-bit product", ProbeOperation.Multiply64, [.. pairs.Select(p => new ProbeCase(p.A, p.B, 0, p.A * p.B))]);
            yield return new(
                "64-bit carry", ProbeOperation.Carry, [.. pairs.Select(p => new ProbeCase(p.A, p.B, 0, p.A + p.B < p.B ? 1UL : 0UL))]);
            yield return new(
                "32-bit mul_hi", ProbeOperation.MultiplyHigh32, [
                    .. pairs.Select(p => new ProbeCase(p.A, p.B, 0, ((p.A & 0xffffffff) * (p.B & 0xffffffff)) >> 32))]);
            yield return new(
                "64-bit shift right", ProbeOperation.ShiftRight, [.. shifts.Select(p => new ProbeCase(p.A, p.B, 0, p.A >> (int)p.B))]);
            yield return new(
                "64-bit shift left", ProbeOperation.ShiftLeft, [.. shifts.Select(p => new ProbeCase(p.A, p.B, 0, p.A << (int)p.B))]);
            yield return new(
                "64-bit arithmetic shift", ProbeOperation.ShiftRightSigned, [
                    .. shifts.Select(p => new ProbeCase(p.A, p.B, 0, (ulong)((long)p.A >> (int)p.B)))]);
        }
    }

    /// <summary>A number of either sign with magnitude in [2^-8, 2^8).</summary>
    private static uint Normal(ref Words random)
    {
        return (random.Next32() & 0x807fffff) | ((119 + (random.Next32() % 16)) << 23);
    }

    /// <summary>SplitMix64: the same operands on every machine.</summary>
    private struct Words(ulong seed)
    {
        private ulong _state = seed;

        public uint Next32() => (uint)(Next() >> 32);

        public ulong Next()
        {
            unchecked
            {
                _state += 0x9e3779b97f4a7c15;
                var z = _state;
                z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
                z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
                return z ^ (z >> 31);
            }
        }
    }
}
