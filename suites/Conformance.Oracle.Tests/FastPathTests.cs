using Conformance.Oracle.Exact;
using Conformance.Oracle.Kernels;

namespace Conformance.Oracle.Tests;

//  Every fast path against the exact one, bit for bit, on operands that hurt: specials, equal and neighbouring exponents,
//  products cancelled by their addend, results at the edge of overflow and among the subnormals.
public sealed class FastPathTests
{
    private const int Trials = 60_000;

    public static TheoryData<int> Seeds => [1, 2];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Binary_operations_equal_the_exact_ones(int seed)
    {
        var operands = new Operands(seed);
        for (var i = 0; i < Trials; i++)
        {
            var (a, b) = operands.Pair();
            Same(ExactBinary32.Add(a, b), Strict.Add(Strict.Number(a), Strict.Number(b)), "add", a, b);
            Same(ExactBinary32.Sub(a, b), Strict.Sub(Strict.Number(a), Strict.Number(b)), "sub", a, b);
            Same(ExactBinary32.Mul(a, b), Strict.Mul(Strict.Number(a), Strict.Number(b)), "mul", a, b);
            Same(ExactBinary32.Div(a, b), Strict.Div(Strict.Number(a), Strict.Number(b)), "div", a, b);
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Fma_equals_the_exact_one(int seed)
    {
        var operands = new Operands(seed);
        for (var i = 0; i < 2 * Trials; i++)
        {
            var (a, b, c) = operands.Triple();
            Same(ExactBinary32.Fma(a, b, c), Strict.Fma(Strict.Number(a), Strict.Number(b), Strict.Number(c)), "fma", a, b, c);
        }
    }

    [Fact]
    public void Exp_equals_the_exact_one()
    {
        var operands = new Operands(3);
        for (var i = 0; i < Trials / 4; i++)
        {
            var x = i % 2 == 0 ? operands.One() : operands.Argument();
            Same(ExactExp.Exp(x), Strict.Exp(Strict.Number(x)), "exp", x);
        }
    }

    [Theory]
    [InlineData(0x42b17217u, 0x7f7fff84u)] // the largest finite result
    [InlineData(0x42b17218u, 0x7f800000u)]
    [InlineData(0xc2cff1b4u, 0x00000001u)] // the last result that is not zero
    [InlineData(0xc2cff1b5u, 0x00000000u)]
    [InlineData(0x80000000u, 0x3f800000u)]
    [InlineData(0xff800000u, 0x00000000u)]
    [InlineData(0x7f800000u, 0x7f800000u)]
    [InlineData(0xffc12345u, 0x7fc00000u)]
    [InlineData(0x00000001u, 0x3f800000u)]
    [InlineData(0xb3000000u, 0x3f800000u)] // 1 - 2^-25 + ...: above the midpoint
    [InlineData(0x33800000u, 0x3f800001u)] // 1 + 2^-24 + 2^-49: above the midpoint
    public void Exp_at_the_edges(uint x, uint expected)
    {
        Same(expected, Strict.Number(ExactExp.Exp(x)), "exact exp", x);
        Same(expected, Strict.Exp(Strict.Number(x)), "exp", x);
    }

    [Fact]
    public void Every_binary16_and_bfloat16_widens_and_comes_back()
    {
        for (var i = 0; i <= ushort.MaxValue; i++)
        {
            var h = (ushort)i;
            var half = (h & 0x7fff) > 0x7c00 ? Formats.HalfNaN : h;
            var bfloat = (h & 0x7fff) > 0x7f80 ? Formats.BFloatNaN : h;
            Assert.Equal(half, Formats.NarrowHalf(Formats.WidenHalf(h)));
            Assert.Equal(bfloat, Formats.NarrowBFloat(Formats.WidenBFloat(h)));
        }
    }

    [Fact]
    public void Narrowing_equals_the_exact_rounding()
    {
        var operands = new Operands(5);
        for (var i = 0; i < Trials; i++)
        {
            // Half of the trials sit on or beside a midpoint of the narrow format.
            var x = operands.One();
            x = (i % 4) switch { 0 => x, 1 => (x & ~0x1fffu) | 0x1000, 2 => (x & ~0xffffu) | 0x8000, _ => (x & ~0x1fffu) + 0xfff };
            if (!ExactBinary32.IsNaN(x) && !ExactBinary32.IsInfinite(x))
            {
                var (magnitude, exponent) = ExactBinary32.Decompose(x);
                var negative = ExactBinary32.IsNegative(x);
                Assert.Equal(Rounding.Round(BinaryFormat.Binary16, negative, magnitude, exponent), Formats.NarrowHalf(Strict.Number(x)));
                Assert.Equal(Rounding.Round(BinaryFormat.BFloat16, negative, magnitude, exponent), Formats.NarrowBFloat(Strict.Number(x)));
            }
        }
    }

    [Theory]
    [InlineData(0x461c4000u, 64)] // 10 000
    [InlineData(0x48f42400u, 128)] // 500 000
    [InlineData(0x3f800000u, 4)] // θ = 1: the angle is the position
    [InlineData(0x3f000000u, 6)] // θ < 1: frequencies grow
    public void Rotation_table_equals_the_exact_entries(uint theta, int dimension)
    {
        var table = new RopeTable(theta, dimension / 2);
        foreach (var position in (long[])[0, 1, 2, 3, 77, 355, 4095, 131071, 1048575])
        {
            for (var i = 0; i < dimension / 2; i++)
            {
                var (cos, sin) = ExactRotation.Entry(theta, i, dimension, position);
                Assert.Equal((Strict.Number(cos), Strict.Number(sin)), table.Entry(position, i));
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(700)]
    public void Each_lane_is_the_exact_dot(int length)
    {
        var operands = new Operands(length);
        const int lanes = (2 * Lanes.Count) + 3;
        var a = new float[length];
        var b = new float[length * lanes];
        for (var trial = 0; trial < 3; trial++)
        {
            for (var k = 0; k < length; k++)
            {
                a[k] = Strict.Number(trial == 0 ? operands.One() : operands.Moderate());
                for (var n = 0; n < lanes; n++)
                {
                    b[(n * length) + k] = Strict.Number(trial == 0 ? operands.One() : operands.Moderate());
                }
            }

            var rows = new float[lanes];
            Lanes.Dots(a, b, 0, 1, length, rows);
            for (var n = 0; n < lanes; n++)
            {
                Same(ExactDot(a, b, n * length), rows[n], "lane", (uint)n);
            }
        }
    }

    [Fact]
    public void Lanes_and_fma_decide_sums_beside_a_midpoint_by_the_bits_beyond_binary64()
    {
        // ±(1 + 2^-23)(1 - 2^-23) = ±(1 - 2^-46) lies 2^-46 from half an ulp of c, 70 bits below its top: rounding
        // to binary64 first would make it a tie.
        var operands = new Operands(6);
        var (above, below) = (Strict.Number(0x3f800001), Strict.Number(0x3f7ffffe));
        float[] a = [1, above];
        var b = new float[2 * Lanes.Count];
        var rows = new float[Lanes.Count];
        for (var trial = 0; trial < 50; trial++)
        {
            for (var n = 0; n < Lanes.Count; n++)
            {
                var c = (operands.Moderate() & 0x807fffff) | 0x4b800000; // 2^24 to 2^25, ulp 2
                b[2 * n] = Strict.Number(c);
                b[(2 * n) + 1] = n % 2 == 0 ? below : -below;
                var exact = ExactBinary32.Fma(Strict.Bits(above), Strict.Bits(b[(2 * n) + 1]), c);
                Same(exact, Strict.Fma(above, b[(2 * n) + 1], Strict.Number(c)), "fma", c);
            }

            Lanes.Dots(a, b, 0, 1, 2, rows);
            for (var n = 0; n < Lanes.Count; n++)
            {
                Same(ExactDot(a, b, 2 * n), rows[n], "lane", (uint)n);
            }
        }
    }

    private static uint ExactDot(float[] a, float[] b, int offset)
    {
        uint total = 0, c = 0;
        for (var k = 0; k < a.Length; k++)
        {
            c = ExactBinary32.Fma(Strict.Bits(a[k]), Strict.Bits(b[offset + k]), k % Reductions.Chunk == 0 ? 0 : c);
            if (k % Reductions.Chunk == Reductions.Chunk - 1 || k == a.Length - 1)
            {
                total = k < Reductions.Chunk ? c : ExactBinary32.Add(total, c);
            }
        }

        return total;
    }

    private static void Same(uint expected, float actual, string what, params uint[] operands) => Assert.True(
        expected == Strict.Bits(actual),
        $"{what} {string.Join(' ', operands.Select(static o => o.ToString("x8", null)))}: {expected:x8} != {Strict.Bits(actual):x8}");
}
