using Conformance.Oracle.Exact;
using Conformance.Oracle.Kernels;

namespace Conformance.Oracle.Tests;

//  Berkeley TestFloat rows (operands, result, flags) against the exact path and the fast path at once.
//  NaN is compared as a class in the file and must be canonical from us ([V2]).
public sealed class TestFloatTests
{
    [SkippableFact]
    public void Add_agrees() => Binary("f32_add.txt", ExactBinary32.Add, Strict.Add);

    [SkippableFact]
    public void Sub_agrees() => Binary("f32_sub.txt", ExactBinary32.Sub, Strict.Sub);

    [SkippableFact]
    public void Mul_agrees() => Binary("f32_mul.txt", ExactBinary32.Mul, Strict.Mul);

    [SkippableFact]
    public void Div_agrees() => Binary("f32_div.txt", ExactBinary32.Div, Strict.Div);

    [SkippableFact]
    public void Sqrt_agrees() => Check("f32_sqrt.txt", 1, static x => (
        ExactBinary32.Sqrt(x[0]), Strict.Bits(Strict.Sqrt(Strict.Number(x[0])))));

    [SkippableFact]
    public void Fma_agrees() => Check("f32_mulAdd.txt", 3, static x => (
        ExactBinary32.Fma(x[0], x[1], x[2]),
        Strict.Bits(Strict.Fma(Strict.Number(x[0]), Strict.Number(x[1]), Strict.Number(x[2])))));

    [SkippableTheory]
    [InlineData("f32_eq.txt")]
    [InlineData("f32_lt.txt")]
    [InlineData("f32_le.txt")]
    public void Order_agrees_where_IEEE_orders(string file)
    {
        var rows = 0;
        foreach (var row in Corpus.Rows("testfloat", file))
        {
            var (a, b) = (Corpus.Hex(row[0]), Corpus.Hex(row[1]));
            if (ExactBinary32.IsNaN(a) || ExactBinary32.IsNaN(b) || (ExactBinary32.IsZero(a) && ExactBinary32.IsZero(b)))
            {
                continue; // there [P2] goes beyond IEEE
            }

            var (x, y) = (Strict.OrderKey(Strict.Number(a)), Strict.OrderKey(Strict.Number(b)));
            var answer = file switch { "f32_eq.txt" => x == y, "f32_lt.txt" => x < y, _ => x <= y };
            Assert.True(answer == (row[2] == "1"), string.Join(' ', row));
            rows++;
        }

        Assert.True(rows > 100);
    }

    [SkippableFact]
    public void Narrowing_to_binary16_agrees()
    {
        foreach (var row in Corpus.Rows("testfloat", "f32_to_f16.txt"))
        {
            var expected = Canonical16(Corpus.Hex(row[1]));
            Assert.True(expected == Formats.NarrowHalf(Strict.Number(Corpus.Hex(row[0]))), string.Join(' ', row));
        }
    }

    [SkippableFact]
    public void Widening_of_binary16_agrees()
    {
        foreach (var row in Corpus.Rows("testfloat", "f16_to_f32.txt"))
        {
            var expected = Canonical(Corpus.Hex(row[1]));
            Assert.True(expected == Strict.Bits(Formats.WidenHalf((ushort)Corpus.Hex(row[0]))), string.Join(' ', row));
        }
    }

    [SkippableFact]
    public void Integers_are_rounded_once()
    {
        foreach (var row in Corpus.Rows("testfloat", "i32_to_f32.txt"))
        {
            var value = unchecked((int)Corpus.Hex(row[0]));
            Assert.True(Corpus.Hex(row[1]) == Strict.Bits(Strict.FromInteger(value)), string.Join(' ', row));
            Assert.True(Corpus.Hex(row[1]) == ExactBinary32.FromInteger(value), string.Join(' ', row));
        }
    }

    private static void Binary(string file, Func<uint, uint, uint> exact, Func<float, float, float> fast) =>
        Check(file, 2, x => (exact(x[0], x[1]), Strict.Bits(fast(Strict.Number(x[0]), Strict.Number(x[1])))));

    private static void Check(string file, int operands, Func<uint[], (uint Exact, uint Fast)> compute)
    {
        var rows = 0;
        foreach (var row in Corpus.Rows("testfloat", file))
        {
            var expected = Canonical(Corpus.Hex(row[operands]));
            var (exact, fast) = compute(Array.ConvertAll(row[..operands], Corpus.Hex));
            Assert.True(expected == exact && expected == fast, $"{string.Join(' ', row)}: exact {exact:X8}, fast {fast:X8}");
            rows++;
        }

        Assert.True(rows > 100);
    }

    private static uint Canonical(uint x) => ExactBinary32.IsNaN(x) ? ExactBinary32.CanonicalNaN : x;

    private static uint Canonical16(uint x) => (x & 0x7fff) > 0x7c00 ? Formats.HalfNaN : x;
}
