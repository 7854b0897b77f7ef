using System.Numerics;

namespace Conformance.Ptx;

/// <summary>cvt and the packing of mov (PTX ISA 9.7.9.21 and 9.7.9.1).</summary>
public sealed class ConvertInstructionTests
{
    [Theory]
    [InlineData("u", 16)]
    [InlineData("s", 16)]
    [InlineData("u", 32)]
    [InlineData("s", 32)]
    [InlineData("u", 64)]
    [InlineData("s", 64)]
    public void FloatOfInteger_RoundsOnceToEven(string sign, int width)
    {
        ulong[] ties = width == 16 ? [] : [0x1000001, 0x1000003, 0x1ffffff, 0x2000002, 0x2000006, 0x7fffffbf, 0x7fffffc0, 0x7fffffc1];
        ulong[] twice = width == 64 ? [0x8000008000000001, 0x8000018000000000, 0x4000004000000001, 0x7fffffbfffffffff] : [];
        var cases = Cases.Tuples([.. Cases.Integers(width), .. ties, .. twice]);
        Assert.Equal(
            cases.Select(c => (ulong)Exact.Nearest(Of(c[0], width, sign) << 149, 1, 0)),
            Bench.Instruction($"cvt.rn.f32.{sign}{width}", width switch { 16 => "fh", 32 => "fr", _ => "fd" }, cases));
    }

    [Theory]
    [InlineData("rzi")]
    [InlineData("rni")]
    [InlineData("rmi")]
    [InlineData("rpi")]
    public void IntegerOfFloat_RoundsAndClamps(string rounding)
    {
        var cases = Cases.Tuples(
            [.. Cases.Floats(), 0x4effffff, 0x4f000000, 0xcf000000, 0xcf000001, 0x5f000000, 0xdf000000, 0x5f800000,
            0x3f000000, 0x3fc00000, 0xc0200000]);
        foreach (var (type, r, low, high) in new[]
        {
            ("s32", 'r', -(BigInteger.One << 31), (BigInteger.One << 31) - 1), ("u32", 'r', 0, (BigInteger.One << 32) - 1),
            ("s64", 'd', -(BigInteger.One << 63), (BigInteger.One << 63) - 1), ("u64", 'd', 0, (BigInteger.One << 64) - 1),
        })
        {
            var mask = r == 'r' ? uint.MaxValue : ulong.MaxValue;
            Assert.Equal(
                cases.Select(c => (ulong)(Rounded(c[0], rounding, low, high) & mask)),
                Bench.Instruction($"cvt.{rounding}.{type}.f32", $"{r}f", cases));
        }
    }

    private static BigInteger Rounded(ulong x, string rounding, BigInteger low, BigInteger high)
    {
        if (Exact.IsNaN(x))
        {
            return 0;
        }

        if (Exact.IsInfinite(x))
        {
            return Exact.Sign(x) != 0 ? low : high;
        }

        var scaled = Exact.Scaled(x);
        var floor = scaled >> 149;
        var rest = scaled - (floor << 149);
        var half = rest.CompareTo(BigInteger.One << 148);
        var up = rounding switch
        {
            "rmi" => false,
            "rpi" => !rest.IsZero,
            "rzi" => scaled.Sign < 0 && !rest.IsZero,
            _ => half > 0 || (half == 0 && !floor.IsEven),
        };
        return BigInteger.Max(low, BigInteger.Min(high, floor + (up ? 1 : 0)));
    }

    [Theory]
    [InlineData("cvt.u32.u16", "rh", 0xffff8001, 0x8001)]
    [InlineData("cvt.s32.s16", "rh", 0x8001, 0xffff8001)]
    [InlineData("cvt.s32.s8", "rr", 0x1280, 0xffffff80)]
    [InlineData("cvt.u32.u8", "rr", 0x1280, 0x80)]
    [InlineData("cvt.u16.u32", "hr", 0x12345678, 0x5678)]
    [InlineData("cvt.u16.u64", "hd", 0x9abc12345678, 0x5678)]
    [InlineData("cvt.s16.s8", "hr", 0x80, 0xff80)]
    [InlineData("cvt.u32.u64", "rd", 0x9abc12345678, 0x12345678)]
    [InlineData("cvt.s64.s32", "dr", 0x80000000, 0xffffffff80000000)]
    [InlineData("cvt.u64.u32", "dr", 0x80000000, 0x80000000)]
    [InlineData("cvt.u64.s32", "dr", 0x80000000, 0xffffffff80000000)]
    [InlineData("cvt.s64.s8", "dr", 0xff, 0xffffffffffffffff)]
    [InlineData("cvt.u8.u32", "hr", 0x1234, 0x34)]
    [InlineData("cvt.s8.s32", "hr", 0x1284, 0xff84)]
    public void IntegerOfInteger_ExtendsAndCuts(string opcode, string operands, ulong value, ulong expected) =>
        Assert.Equal([expected], Bench.Instruction(opcode, operands, [[value]]));

    [Fact]
    public void FloatOfHalf_IsExact()
    {
        var cases = Enumerable.Range(0, 1 << 16).Select(i => new[] { (ulong)i }).ToList();
        Assert.Equal(
            cases.Select(c =>
            {
                var (exponent, m) = ((int)(c[0] >> 10) & 31, (BigInteger)(c[0] & 1023));
                var sign = (c[0] & 0x8000) << 16;
                return exponent == 31
                    ? m.IsZero ? sign | 0x7f800000 : Exact.NaN
                    : sign | Exact.Nearest((m + (exponent > 0 ? 1024 : 0)) << (149 - 24 + Math.Max(0, exponent - 1)), 1, 0);
            }),
            Bench.Instruction("cvt.f32.f16", "fh", cases));
    }

    [Theory]
    [InlineData(0x3f800000, 0x3c00)] // 1
    [InlineData(0x477fe000, 0x7bff)] // 65504, the largest
    [InlineData(0x477fefff, 0x7bff)] // just below the midpoint 65520
    [InlineData(0x477ff000, 0x7c00)] // 65520 goes to infinity
    [InlineData(0x33000000, 0x0000)] // 2^-25, a tie with zero
    [InlineData(0x33000001, 0x0001)] // above it
    [InlineData(0xb8ffe000, 0x87ff)] // a subnormal
    [InlineData(0x3f801000, 0x3c00)] // a tie to even, down
    [InlineData(0x3f803000, 0x3c02)] // a tie to even, up
    [InlineData(0x7fc00000, 0x7fff)] // the device's NaN
    public void HalfOfFloat_RoundsOnceToEven(ulong value, ulong expected) =>
        Assert.Equal([expected], Bench.Instruction("cvt.rn.f16.f32", "hf", [[value]]));

    [Theory]
    [InlineData("rni", 0x3fc00000, 0x40000000)] // 1.5
    [InlineData("rzi", 0xbfc00000, 0xbf800000)]
    [InlineData("rmi", 0xbfc00000, 0xc0000000)]
    [InlineData("rpi", 0xbfc00000, 0xbf800000)]
    [InlineData("rni", 0xbe800000, 0x80000000)] // -0.25 keeps its sign
    [InlineData("rni", 0xffc00001, 0x7fffffff)]
    public void FloatOfFloat_RoundsToAnInteger(string rounding, ulong value, ulong expected) =>
        Assert.Equal([expected], Bench.Instruction($"cvt.{rounding}.f32.f32", "ff", [[value]]));

    [Fact]
    public void Mov_PacksAndUnpacks()
    {
        using var bench = new Bench();
        var result = bench.Run<uint>(
            """
            ld.param.u64 %d0, [x]; ld.param.u64 %d1, [y];
            ld.global.u64 %d2, [%d0];
            mov.b64 {%r1, %r2}, %d2;
            mov.b32 {%h1, %h2}, %r1;
            mov.b32 %r3, {%h2, %h1};
            mov.b64 %d3, {%r2, %r3};
            mov.b64 {%h4, %h5, %h6, %h7}, %d3;
            mov.b64 %d4, {%h7, %h6, %h5, %h4};
            { .reg .b32 tmp; mov.b64 {tmp, %r4}, %d2; }
            mov.b64 {%r5, _}, %d2;
            st.global.u64 [%d1], %d3; st.global.u64 [%d1+8], %d4; st.global.u32 [%d1+16], %r4; st.global.u32 [%d1+20], %r5;
            ret;
            """,
            [0x22221111, 0x44443333],
            6);
        Assert.Equal([0x44443333, 0x11112222, 0x22221111, 0x33334444, 0x44443333, 0x22221111], result);
    }

    private static BigInteger Of(ulong v, int width, string sign) =>
        sign == "s" && (v >> (width - 1)) != 0 ? v - (BigInteger.One << width) : v;
}
