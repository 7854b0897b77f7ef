namespace Conformance.Ptx;

/// <summary>binary32 against exact rationals (PTX ISA 9.7.3), with subnormals and the device's NaN.</summary>
public sealed class FloatInstructionTests
{
    [Fact]
    public void Add_Sub_Mul_Div_RoundOnce()
    {
        var cases = Cases.Tuples(Cases.Floats(), Cases.Floats());
        Check("add.rn.f32", cases, c => Exact.Add(c[0], c[1]));
        Check("sub.rn.f32", cases, c => Exact.Add(c[0], c[1] ^ 0x80000000));
        Check("mul.rn.f32", cases, c => Exact.Multiply(c[0], c[1]));
        Check("div.rn.f32", cases, c => Exact.Divide(c[0], c[1]));
    }

    [Fact]
    public void Fma_RoundsOnce()
    {
        Check("fma.rn.f32", Cases.Tuples(Cases.Floats(), Cases.Floats(), Cases.Floats()), c => Exact.Fma(c[0], c[1], c[2]));

        // (1 + 2^-12)^2 - (1 + 2^-11) = 2^-24, which a rounded product loses.
        Assert.Equal([0x33800000UL], Bench.Instruction("fma.rn.f32", "ffff", [[0x3f800800, 0x3f800800, 0xbf801000]]));
    }

    [Fact]
    public void Sqrt_And_Rcp_RoundOnce()
    {
        var cases = Cases.Tuples(Cases.Floats());
        Check("sqrt.rn.f32", cases, c => Exact.SquareRoot(c[0]));
        Check("rcp.rn.f32", cases, c => Exact.Divide(0x3f800000, c[0]));
    }

    [Fact]
    public void Neg_And_Abs_ChangeTheSignOnly()
    {
        var cases = Cases.Tuples(Cases.Floats());
        Check("neg.f32", cases, c => Exact.IsNaN(c[0]) ? Exact.NaN : (uint)c[0] ^ 0x80000000);
        Check("abs.f32", cases, c => Exact.IsNaN(c[0]) ? Exact.NaN : (uint)c[0] & 0x7fffffff);
    }

    /// <summary>The truth table of PTX ISA 9.3.1: less, equal, greater, unordered.</summary>
    [Theory]
    [InlineData("eq", "0100")]
    [InlineData("ne", "1010")]
    [InlineData("lt", "1000")]
    [InlineData("le", "1100")]
    [InlineData("gt", "0010")]
    [InlineData("ge", "0110")]
    [InlineData("equ", "0101")]
    [InlineData("neu", "1011")]
    [InlineData("ltu", "1001")]
    [InlineData("leu", "1101")]
    [InlineData("gtu", "0011")]
    [InlineData("geu", "0111")]
    [InlineData("num", "1110")]
    [InlineData("nan", "0001")]
    public void Setp_FollowsItsTruthTable(string comparison, string table)
    {
        var cases = Cases.Tuples(Cases.Floats(), Cases.Floats());
        var actual = Bench.Instruction($"setp.{comparison}.f32", "pff", cases);
        Assert.Equal(cases.Select(c => (ulong)(table[Relation(c[0], c[1])] - '0')), actual);
    }

    private static int Relation(ulong a, ulong b)
    {
        if (Exact.IsNaN(a) || Exact.IsNaN(b))
        {
            return 3;
        }

        // Order of sign and magnitude; both zeros are 0. Infinity is the largest magnitude.
        static long Key(ulong x) => (long)(x & 0x7fffffff) * (Exact.Sign(x) != 0 ? -1 : 1);
        return 1 + Math.Sign(Key(a).CompareTo(Key(b)));
    }

    private static void Check(string opcode, List<ulong[]> cases, Func<ulong[], uint> exact) =>
        Assert.Equal(cases.Select(c => (ulong)exact(c)), Bench.Instruction(opcode, "f" + new string('f', cases[0].Length), cases));
}
