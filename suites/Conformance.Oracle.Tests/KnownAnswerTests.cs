using System.Numerics;
using Conformance.Oracle.Exact;
using Conformance.Oracle.Kernels;

namespace Conformance.Oracle.Tests;

//  Published answers: Random123 for Philox, CORE-MATH hard cases for exp, cos and sin, ggml blocks for q8_0.
public sealed class KnownAnswerTests
{
    [SkippableFact]
    public void Philox4x32_10_agrees_with_Random123()
    {
        var rows = 0;
        foreach (var row in Corpus.Rows("random123_kat_vectors.txt").Where(static r => r[0] == "philox4x32" && r[1] == "10"))
        {
            var w = Array.ConvertAll(row[2..], Corpus.Hex);
            Assert.Equal((w[6], w[7], w[8], w[9]), Philox.Block(w[0], w[1], w[2], w[3], w[4], w[5]));
            rows++;
        }

        Assert.Equal(3, rows);
    }

    [SkippableFact]
    public void Hard_exponentials_agree()
    {
        foreach (var row in Hard("exp"))
        {
            var (x, expected) = (Corpus.Hex(row[1]), Corpus.Hex(row[2]));
            Assert.True(expected == ExactExp.Exp(x), $"exact exp {row[1]}");
            Assert.True(expected == Strict.Bits(Strict.Exp(Strict.Number(x))), $"fast exp {row[1]}");
        }
    }

    [SkippableTheory]
    [InlineData("cos")]
    [InlineData("sin")]
    public void Hard_rotations_agree(string function)
    {
        const int bits = 256;
        foreach (var row in Hard(function))
        {
            var x = Corpus.Hex(row[1]);
            var (magnitude, exponent) = ExactBinary32.Decompose(x);
            var angle = FixedPoint.Of(bits).From(ExactBinary32.IsNegative(x) ? -magnitude : magnitude, exponent);
            var (cos, sin) = FixedPoint.Of(bits).CosSin(angle);
            Assert.True(ExactRotation.TryRound(function == "cos" ? cos : sin, BigInteger.One << 64, bits, out var rounded));
            Assert.True(Corpus.Hex(row[2]) == rounded, $"{function} {row[1]}");
        }
    }

    [SkippableFact]
    public void Logarithms_agree()
    {
        const int bits = 256;
        foreach (var row in Hard("log"))
        {
            var (magnitude, exponent) = ExactBinary32.Decompose(Corpus.Hex(row[1]));
            Assert.True(ExactRotation.TryRound(FixedPoint.Of(bits).Ln(magnitude, exponent), BigInteger.One << 64, bits, out var rounded));
            Assert.True(Corpus.Hex(row[2]) == rounded, $"log {row[1]}");
        }
    }

    [SkippableTheory]
    [InlineData("q8_0")]
    [InlineData("f16")]
    [InlineData("bf16")]
    public void Storage_formats_agree_with_ggml(string format)
    {
        var rows = 0;
        foreach (var row in Corpus.Rows("ggml", "ggml_quant_blocks.tsv").Where(r => r[0] == format))
        {
            var input = Numbers(row[3]);
            var made = OracleTensor.FromFloats(format, input, input.Length);
            var stored = made with { Data = Convert.FromHexString(row[4]) };
            Assert.Equal(row[5], Text(stored.Floats())); // widening
            Assert.Equal(row[4], Convert.ToHexStringLower(made.Data)); // narrowing
            rows++;
        }

        Assert.True(rows > 3);
    }

    private static IEnumerable<string[]> Hard(string function) =>
        Corpus.Rows("f32_hard_to_round.tsv").Where(r => r[0] == function);

    private static float[] Numbers(string hex) =>
        [.. Enumerable.Range(0, hex.Length / 8).Select(i => Strict.Number(Corpus.Hex(hex.Substring(8 * i, 8))))];

    private static string Text(float[] values) => string.Concat(values.Select(static v => Strict.Bits(v).ToString("x8", null)));
}
