using System.Numerics;

namespace Conformance.Ptx;

/// <summary>Bits, shifts and fields. The expected bits are spelled as strings, or are the ISA's own sentences.</summary>
public sealed class BitInstructionTests
{
    [Theory]
    [InlineData(16)]
    [InlineData(32)]
    [InlineData(64)]
    public void Logic_IsBitwise(int width)
    {
        var (r, cases) = (Letter(width), Cases.Tuples(Cases.Integers(width), Cases.Integers(width)));
        foreach (var (name, bit) in new (string, Func<char, char, bool>)[]
        {
            ("and", (a, b) => a == '1' && b == '1'), ("or", (a, b) => a == '1' || b == '1'), ("xor", (a, b) => a != b),
        })
        {
            Assert.Equal(
                cases.Select(c => Value(Text(c[0], width).Zip(Text(c[1], width), (a, b) => bit(a, b) ? '1' : '0'))),
                Bench.Instruction($"{name}.b{width}", $"{r}{r}{r}", cases));
        }

        var single = Cases.Tuples(Cases.Integers(width));
        Assert.Equal(single.Select(c => Value(Text(c[0], width).Select(Flip))), Bench.Instruction($"not.b{width}", $"{r}{r}", single));
    }

    [Theory]
    [InlineData("and", "0001")]
    [InlineData("or", "0111")]
    [InlineData("xor", "0110")]
    public void Predicates_HaveTheSameLogic(string name, string table)
    {
        List<ulong[]> cases = [[0, 0], [0, 1], [1, 0], [1, 1]];
        Assert.Equal(table.Select(t => (ulong)(t - '0')), Bench.Instruction($"{name}.pred", "ppp", cases));
        Assert.Equal([1UL, 0], Bench.Instruction("not.pred", "pp", [[0], [1]]));
    }

    [Theory]
    [InlineData(16)]
    [InlineData(32)]
    [InlineData(64)]
    public void Shifts_ClampAtTheWidth(int width)
    {
        var (r, amounts) = (Letter(width), new ulong[] { 0, 1, 5, 15, 16, 17, 31, 32, 33, 63, 64, 65, 0xffffffff });
        var cases = Cases.Tuples(Cases.Integers(width), amounts);
        Assert.Equal(
            cases.Select(c => Value(Shifted(Text(c[0], width) + Fill('0', c[1], width), (int)Math.Min(c[1], (ulong)width), width))),
            Bench.Instruction($"shl.b{width}", $"{r}{r}r", cases));
        Assert.Equal(
            cases.Select(c => Value((Fill('0', c[1], width) + Text(c[0], width))[..width])),
            Bench.Instruction($"shr.u{width}", $"{r}{r}r", cases));
        Assert.Equal(
            cases.Select(c => Value((Fill(Text(c[0], width)[0], c[1], width) + Text(c[0], width))[..width])),
            Bench.Instruction($"shr.s{width}", $"{r}{r}r", cases));
    }

    /// <summary>PTX ISA 9.7.8.8: l gives the upper half of {b, a} shifted left, r the lower half of it shifted right.</summary>
    [Theory]
    [InlineData("l", "wrap")]
    [InlineData("l", "clamp")]
    [InlineData("r", "wrap")]
    [InlineData("r", "clamp")]
    public void Shf_ShiftsTwoWords(string direction, string mode)
    {
        var cases = Cases.Tuples(Cases.Integers(32), Cases.Integers(32), [0, 1, 8, 31, 32, 33, 40, 0xffffffff]);
        var expected = cases.Select(c =>
        {
            var n = (int)(mode == "wrap" ? c[2] % 32 : Math.Min(c[2], 32));
            var text = Text(c[1], 32) + Text(c[0], 32);
            return Value(direction == "l" ? text.Substring(n, 32) : text.Substring(32 - n, 32));
        });
        Assert.Equal(expected, Bench.Instruction($"shf.{direction}.{mode}.b32", "rrrr", cases));
    }

    [Theory]
    [InlineData(32)]
    [InlineData(64)]
    public void Counts_And_Positions(int width)
    {
        var (r, cases) = (Letter(width), Cases.Tuples(Cases.Integers(width)));
        ulong[] Each(Func<string, int> of) => [.. cases.Select(c => unchecked((uint)of(Text(c[0], width))))];
        Assert.Equal(Each(t => t.Count(b => b == '1')), Bench.Instruction($"popc.b{width}", $"r{r}", cases));
        Assert.Equal(Each(t => (t + "1").IndexOf('1')), Bench.Instruction($"clz.b{width}", $"r{r}", cases));
        Assert.Equal(cases.Select(c => Value(Text(c[0], width).Reverse())), Bench.Instruction($"brev.b{width}", $"{r}{r}", cases));
        Assert.Equal(Each(t => Top(t, '1')), Bench.Instruction($"bfind.u{width}", $"r{r}", cases));
        Assert.Equal(Each(t => Top(t, Flip(t[0]))), Bench.Instruction($"bfind.s{width}", $"r{r}", cases));
        Assert.Equal(Each(t => t.IndexOf('1')), Bench.Instruction($"bfind.shiftamt.u{width}", $"r{r}", cases));
        Assert.Equal(Each(t => t.IndexOf(Flip(t[0]))), Bench.Instruction($"bfind.shiftamt.s{width}", $"r{r}", cases));
    }

    private static int Top(string text, char bit) => text.Contains(bit) ? text.Length - 1 - text.IndexOf(bit) : -1;

    [Theory]
    [InlineData(32)]
    [InlineData(64)]
    public void Fields_AreCutAtTheTop(int width)
    {
        var r = Letter(width);
        ulong[] positions = [0, 1, 7, 16, 31, 32, 40, 63, 64, 255, 256];
        var cases = Cases.Tuples(Cases.Integers(width), positions, [0, 1, 5, 8, 16, 32, 63, 64, 255]);
        Assert.Equal(cases.Select(c => Value(Field(c, width, false))), Bench.Instruction($"bfe.u{width}", $"{r}{r}rr", cases));
        Assert.Equal(cases.Select(c => Value(Field(c, width, true))), Bench.Instruction($"bfe.s{width}", $"{r}{r}rr", cases));

        var inserts = Cases.Tuples(Cases.Integers(width), Cases.Integers(width), positions, [0, 1, 5, 8, 16, 32, 63, 64, 255]);
        Assert.Equal(
            inserts.Select(c =>
            {
                var (from, to) = (Text(c[0], width), Text(c[1], width).ToCharArray());
                for (var i = 0; i < (int)(c[3] & 255) && i + (int)(c[2] & 255) < width; i++)
                {
                    to[width - 1 - i - (int)(c[2] & 255)] = from[width - 1 - i];
                }

                return Value(to);
            }),
            Bench.Instruction($"bfi.b{width}", $"{r}{r}{r}rr", inserts));
    }

    /// <summary>The field as text: bits above the top are zeros, or the sign, which is the field's own top bit or the word's.</summary>
    private static string Field(ulong[] c, int width, bool signed)
    {
        var (position, length) = ((int)(c[1] & 255), (int)(c[2] & 255));
        var text = Text(c[0], width);
        var sign = signed && length > 0 ? text[width - 1 - Math.Min(position + length - 1, width - 1)] : '0';
        var field = "";
        for (var i = 0; i < length && position + i < width && i < width; i++)
        {
            field = text[width - 1 - position - i] + field;
        }

        return field.PadLeft(width, sign);
    }

    [Theory]
    [InlineData(0x3210, 0x44332211)]
    [InlineData(0x7654, 0x88776655)]
    [InlineData(0x0123, 0x11223344)]
    [InlineData(0x0f04, 0x11ff1155)]
    [InlineData(0xc8a7, 0x00000088)]
    public void Prmt_ChoosesBytes(ulong selector, ulong expected) =>
        Assert.Equal([expected], Bench.Instruction("prmt.b32", "rrrr", [[0x44332211, 0x88776655, selector]]));

    [Fact]
    public void Lop3_TakesItsTableFromTheThreeMasks()
    {
        // PTX ISA 9.7.8.6: immLut is the function of 0xF0, 0xCC and 0xAA.
        var cases = Cases.Tuples(Cases.Integers(32), Cases.Integers(32), Cases.Integers(32), [0xF0 & 0xCC & 0xAA]);
        Assert.Equal(cases.Select(c => c[0] & c[1] & c[2]), Bench.Instruction("lop3.b32", "rrrrr", cases));
        cases.ForEach(c => c[3] = (0xF0 ^ 0xCC) | (~0xAAUL & 0xff));
        Assert.Equal(cases.Select(c => (c[0] ^ c[1]) | (~c[2] & 0xffffffff)), Bench.Instruction("lop3.b32", "rrrrr", cases));
    }

    [Fact]
    public void Selp_ChoosesByThePredicate()
    {
        Assert.Equal([5UL, 9], Bench.Instruction("selp.b32", "rrrp", [[5, 9, 1], [5, 9, 0]]));
        Assert.Equal([5UL, 9], Bench.Instruction("selp.f32", "fffp", [[5, 9, 1], [5, 9, 0]]));
        Assert.Equal([5UL, 9], Bench.Instruction("selp.b64", "dddp", [[5, 9, 1], [5, 9, 0]]));
    }

    [Theory]
    [InlineData("u", 16)]
    [InlineData("s", 16)]
    [InlineData("u", 32)]
    [InlineData("s", 32)]
    [InlineData("u", 64)]
    [InlineData("s", 64)]
    public void Setp_ComparesByTheType(string sign, int width)
    {
        var (r, cases) = (Letter(width), Cases.Tuples(Cases.Integers(width), Cases.Integers(width)));
        BigInteger Of(ulong v) => sign == "s" && (v >> (width - 1)) != 0 ? v - (BigInteger.One << width) : v;
        var comparisons = new List<(string Name, Func<int, bool> Holds)>
        {
            ("eq", c => c == 0), ("ne", c => c != 0), ("lt", c => c < 0), ("le", c => c <= 0), ("gt", c => c > 0), ("ge", c => c >= 0),
        };
        if (sign == "u")
        {
            comparisons.AddRange([("lo", c => c < 0), ("ls", c => c <= 0), ("hi", c => c > 0), ("hs", c => c >= 0)]);
        }

        foreach (var (name, holds) in comparisons)
        {
            Assert.Equal(
                cases.Select(c => holds(Of(c[0]).CompareTo(Of(c[1]))) ? 1UL : 0),
                Bench.Instruction($"setp.{name}.{sign}{width}", $"p{r}{r}", cases));
        }
    }

    private static char Letter(int width) => width switch { 16 => 'h', 32 => 'r', _ => 'd' };

    private static char Flip(char bit) => bit == '1' ? '0' : '1';

    private static string Text(ulong value, int width) => Convert.ToString(unchecked((long)value), 2).PadLeft(width, '0')[^width..];

    private static ulong Value(IEnumerable<char> bits) => Convert.ToUInt64(string.Concat(bits), 2);

    private static string Fill(char bit, ulong amount, int width) => new(bit, (int)Math.Min(amount, (ulong)width));

    private static string Shifted(string text, int from, int width) => text.Substring(from, width);
}
