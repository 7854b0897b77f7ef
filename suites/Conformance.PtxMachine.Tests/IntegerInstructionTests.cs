using System.Numerics;

namespace Conformance.Ptx;

/// <summary>Integer arithmetic against unbounded integers (PTX ISA 9.7.1 and 9.7.2).</summary>
public sealed class IntegerInstructionTests
{
    public static TheoryData<string, int> Types => new()
    {
        { "u", 16 }, { "u", 32 }, { "u", 64 }, { "s", 16 }, { "s", 32 }, { "s", 64 },
    };

    private static readonly Dictionary<string, Func<BigInteger, BigInteger, BigInteger>> Binary = new()
    {
        ["add"] = (a, b) => a + b,
        ["sub"] = (a, b) => a - b,
        ["mul.lo"] = (a, b) => a * b,
        ["min"] = BigInteger.Min,
        ["max"] = BigInteger.Max,
        ["div"] = BigInteger.Divide,
        ["rem"] = BigInteger.Remainder,
    };

    [Theory]
    [MemberData(nameof(Types))]
    public void Binary_IsTheExactResultModuloTheWidth(string sign, int width)
    {
        foreach (var (name, exact) in Binary)
        {
            Check($"{name}.{sign}{width}", width, sign == "s", width, (v) => exact(v[0], v[1]), 2, name is "div" or "rem");
        }

        Check($"mul.hi.{sign}{width}", width, sign == "s", width, v => (v[0] * v[1]) >> width, 2);
        Check($"mad.lo.{sign}{width}", width, sign == "s", width, v => (v[0] * v[1]) + v[2], 3);
        if (width < 64)
        {
            Check($"mul.wide.{sign}{width}", width, sign == "s", 2 * width, v => v[0] * v[1], 2);
        }

        if (width > 16)
        {
            Check($"mad.hi.{sign}{width}", width, sign == "s", width, v => ((v[0] * v[1]) >> width) + v[2], 3);
        }
    }

    [Theory]
    [InlineData(16)]
    [InlineData(32)]
    [InlineData(64)]
    public void NegAndAbs_WrapAtTheLeastNumber(int width)
    {
        Check($"neg.s{width}", width, true, width, v => -v[0], 1);
        Check($"abs.s{width}", width, true, width, v => BigInteger.Abs(v[0]), 1);
    }

    [Theory]
    [InlineData("u", 16)]
    [InlineData("s", 16)]
    [InlineData("u", 32)]
    [InlineData("s", 32)]
    public void MadWide_AddsInTwiceTheWidth(string sign, int width)
    {
        var cases = Cases.Tuples(Cases.Integers(width), Cases.Integers(width), Cases.Integers(2 * width));
        var (narrow, wide) = (Letter(width), Letter(2 * width));
        var actual = Bench.Instruction($"mad.wide.{sign}{width}", $"{wide}{narrow}{narrow}{wide}", cases);
        Assert.Equal(cases.Select(c => Cut((Value(c[0], width, sign) * Value(c[1], width, sign)) + c[2], 2 * width)), actual);
    }

    [Theory]
    [InlineData("u", "u")]
    [InlineData("u", "s")]
    [InlineData("s", "u")]
    [InlineData("s", "s")]
    public void Dp4a_AddsFourProductsOfBytes(string left, string right)
    {
        var cases = Cases.Tuples(Cases.Integers(32), Cases.Integers(32), Cases.Integers(32));
        var actual = Bench.Instruction($"dp4a.{left}32.{right}32", "rrrr", cases);
        Assert.Equal(
            cases.Select(c => Cut(
                c[2] + Enumerable.Range(0, 4).Aggregate(
                    BigInteger.Zero,
                    (sum, i) => sum + (Value((c[0] >> (8 * i)) & 255, 8, left) * Value((c[1] >> (8 * i)) & 255, 8, right))),
                32)),
            actual);
    }

    [Theory]
    [InlineData("add", 32)]
    [InlineData("add", 64)]
    [InlineData("sub", 32)]
    [InlineData("sub", 64)]
    public void Carries_JoinTwoWords(string name, int width)
    {
        // {d7, d6} = {x3, x2} op {x1, x0}, words of the width
        var (r, type) = (Letter(width), $"u{width}");
        var bytes = width / 8;
        var body = $"ld.param.u64 %d0, [x]; ld.param.u64 %d1, [y];"
            + string.Concat(Enumerable.Range(0, 4).Select(i => $"ld.global.{type} %{r}{i + 4}, [%d0+{i * bytes}];"))
            + $"{name}.cc.{type} %{r}8, %{r}6, %{r}4; {name}c.cc.{type} %{r}9, %{r}7, %{r}5; {name}c.{type} %{r}10, 0, 0;"
            + $"st.global.{type} [%d1], %{r}8; st.global.{type} [%d1+{bytes}], %{r}9; st.global.{type} [%d1+{2 * bytes}], %{r}10; ret;";
        var words = Cases.Integers(width);
        foreach (var c in Cases.Tuples(words, words, words, words).Take(200))
        {
            using var bench = new Bench();
            var flat = c.SelectMany(v => BitConverter.GetBytes(v).Take(bytes)).ToArray();
            var actual = new BigInteger(bench.Run(body, flat, 3 * bytes), isUnsigned: true);
            var left = ((BigInteger)c[3] << width) + c[2];
            var right = ((BigInteger)c[1] << width) + c[0];
            var exact = name == "add" ? left + right : left - right;
            Assert.Equal(exact & ((BigInteger.One << (3 * width)) - 1), actual);
        }
    }

    [Theory]
    [InlineData("div.u32")]
    [InlineData("rem.s64")]
    public void DivisionByZero_IsAFault(string opcode)
    {
        using var bench = new Bench();
        var r = opcode.EndsWith("64", StringComparison.Ordinal) ? 'd' : 'r';
        var fault = bench.Fault($"{opcode} %{r}0, %{r}1, 0; ret;");
        Assert.Contains("division by zero", fault.Message, StringComparison.Ordinal);
    }

    private static void Check(
        string opcode, int width, bool signed, int resultWidth, Func<BigInteger[], BigInteger> exact, int operands, bool divides = false)
    {
        var corners = Cases.Integers(width);
        var cases = Cases.Tuples([.. Enumerable.Repeat(corners, operands)]).Where(c => !divides || c[1] != 0).ToList();
        var letters = $"{Letter(resultWidth)}{new string(Letter(width), operands)}";
        var actual = Bench.Instruction(opcode, letters, cases);
        Assert.Equal(
            cases.Select(c => Cut(exact([.. c.Select(v => Value(v, width, signed ? "s" : "u"))]), resultWidth)).ToArray(), actual);
    }

    private static char Letter(int width) => width switch { 16 => 'h', 32 => 'r', _ => 'd' };

    private static BigInteger Value(ulong bits, int width, string sign) =>
        sign == "s" && (bits >> (width - 1)) != 0 ? bits - (BigInteger.One << width) : bits;

    private static ulong Cut(BigInteger value, int width) => (ulong)(value & ((BigInteger.One << width) - 1));
}
