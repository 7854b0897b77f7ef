using System.Globalization;
using Conformance.Numerics.Functions;
using Conformance.Suites;

namespace Conformance.Numerics.Tests;

/// <summary>[F1]: exp is correctly rounded.</summary>
public class ExpTests
{
    [SkippableFact]
    public void HardCases_AreThoseOfAnExhaustiveSearchWith400Bits()
    {
        var rows = 0;
        foreach (var line in File.ReadLines(Corpus.File("determinism/f32_hard_to_round.tsv")))
        {
            var words = line.Split('\t');
            if (words[0] != "exp")
            {
                continue;
            }

            var x = BitConverter.UInt32BitsToSingle(uint.Parse(words[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
            Assert.Equal(words[2], BitConverter.SingleToUInt32Bits(Exp.Of(x)).ToString("x8", CultureInfo.InvariantCulture));
            rows++;
        }

        Assert.True(rows > 100, $"only {rows} rows");
    }

    [Theory]
    [InlineData(0x00000000u, 0x3f800000u)] // exp(+0) = 1
    [InlineData(0x80000000u, 0x3f800000u)] // exp(-0) = 1
    [InlineData(0x7f800000u, 0x7f800000u)]
    [InlineData(0xff800000u, 0x00000000u)]
    [InlineData(0x7fc00001u, 0x7fc00000u)] // any NaN gives the canonical one
    [InlineData(0xffffffffu, 0x7fc00000u)]
    [InlineData(0x00000001u, 0x3f800000u)]
    [InlineData(0x42b17217u, 0x7f7fff84u)] // the last finite result
    [InlineData(0x42b17218u, 0x7f800000u)] // the first that overflows
    [InlineData(0xc2cff1b4u, 0x00000001u)] // just above half the smallest subnormal
    [InlineData(0xc2cff1b5u, 0x00000000u)] // just below it
    public void Edges_AreThoseOfIeeeRounding(uint x, uint expected) =>
        Assert.Equal(expected, BitConverter.SingleToUInt32Bits(Exp.Of(BitConverter.UInt32BitsToSingle(x))));
}
