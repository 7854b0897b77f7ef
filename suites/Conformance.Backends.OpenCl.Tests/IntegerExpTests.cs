using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using Xunit.Abstractions;

namespace Conformance.Backends.OpenCl;

/// <summary>[F1] The integer algorithm of the kernel, through its mirror, against exact arithmetic.</summary>
public sealed partial class IntegerExpTests(ITestOutputHelper output)
{
    private const int SparseStride = 65521;

    [Fact]
    public void Special_arguments()
    {
        Assert.Equal(0x3f800000u, IntegerExp.Bits(0));
        Assert.Equal(0x3f800000u, IntegerExp.Bits(0x80000000));
        Assert.Equal(0x7f800000u, IntegerExp.Bits(0x7f800000));
        Assert.Equal(0u, IntegerExp.Bits(0xff800000));
        Assert.Equal(0x7fc00000u, IntegerExp.Bits(0xffc01234));
        Assert.Equal(0x7fc00000u, IntegerExp.Bits(0x7f800001));
        Assert.Equal(0x402df854u, IntegerExp.Bits(0x3f800000));
    }

    [Fact]
    public void Around_overflow_underflow_and_one()
    {
        var exact = new ExactExp();
        foreach (var center in new uint[] { 0x42b17218, 0xc2cff1b5, 0xc2aeac50, 0x33000000, 0xb3000000, 0x33800000, 0xb2800000, 0x32800000, 0x43000000, 0xc3000000, 0x42b00000 })
        {
            for (var x = center - 2000; x <= center + 2000; x++)
            {
                Assert.Equal(exact.Bits(x), IntegerExp.Bits(x));
                if (Math.Abs(BitConverter.UInt32BitsToSingle(x)) < 128)
                {
                    Assert.Equal(ExactExp.SlowBitsOf(x), exact.Bits(x));
                }
            }
        }
    }

    [Fact]
    public void Scan()
    {
        // CONFORMANCE_EXHAUSTIVE=1 takes all 2^32 arguments, some minutes; else every 65521st.
        var exhaustive = Environment.GetEnvironmentVariable("CONFORMANCE_EXHAUSTIVE") == "1";
        var stride = exhaustive ? 1u : SparseStride;
        const int parts = 64;
        var wrong = 0L;
        var undecided = 0L;
        var closest = long.MaxValue;
        var below = long.MinValue;
        var gate = new Lock();
        Parallel.For(0, parts, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, part =>
        {
            var exact = new ExactExp();
            var (mine, near, under) = (0L, long.MaxValue, long.MinValue);
            const ulong length = (1UL << 32) / parts;
            var first = (ulong)part * length;
            for (var at = first + ((stride - (first % stride)) % stride); at < first + length; at += stride)
            {
                var bits = IntegerExp.Bits((uint)at, out var margin);
                mine += bits == exact.Bits((uint)at) ? 0 : 1;
                near = margin < 0 ? near : Math.Min(near, margin);
                under = margin < 0 ? Math.Max(under, margin) : under;
            }

            lock (gate)
            {
                wrong += mine;
                undecided += exact.Undecided;
                closest = Math.Min(closest, near);
                below = Math.Max(below, under);
            }
        });

        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"wrong {wrong}, undecided by binary64 {undecided}, margin above {closest}, below {below} units of 2^-63"));
        Assert.Equal(0, wrong);

        // Every cut goes down, by fewer than ErrorUnits together: no computed value may lie that close below a boundary.
        Assert.True(below < -IntegerExp.ErrorUnits, $"margin {below}");
    }

    [SkippableFact]
    public void Hard_cases_of_the_corpus()
    {
        var path = Suites.Corpus.File("determinism/f32_hard_to_round.tsv");
        var cases = 0;
        foreach (var line in File.ReadLines(path))
        {
            var fields = line.Split('\t');
            if (fields[0] == "exp")
            {
                var x = uint.Parse(fields[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
                var expected = uint.Parse(fields[2], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
                Assert.Equal(expected, IntegerExp.Bits(x));
                Assert.Equal(expected, ExactExp.SlowBitsOf(x));
                cases++;
            }
        }

        Assert.True(cases > 100, $"{cases} cases");
    }

    [Fact]
    public void Constants_are_floors_of_exact_values()
    {
        // 256 bits are known within 2^-240; a floor to 2^-127 or coarser is decided by them unless the bits between are all alike.
        var ln2 = ExactExp.ComputeLn2();
        var log2e = ((BigInteger.One << 512) / ln2) >> (256 - 127);
        Assert.Equal(log2e, ((BigInteger)IntegerExp.Log2EHigh << 64) | IntegerExp.Log2ELow);
        var power = BigInteger.One << 256;
        var factorial = BigInteger.One;
        for (var k = 1; k <= 8; k++)
        {
            power = (power * (ln2 / 64)) >> 256;
            factorial *= k;
            Assert.Equal((power / factorial) >> (256 - 70), IntegerExp.Series[k - 1]);
        }

        for (var j = 0; j < 64; j++)
        {
            // T[j] <= 2^(j/64) * 2^63 < T[j] + 1, raised to the 64th power.
            BigInteger t = IntegerExp.Table[j];
            var bound = BigInteger.One << ((63 * 64) + j);
            Assert.True(BigInteger.Pow(t, 64) <= bound && BigInteger.Pow(t + 1, 64) > bound);
        }
    }

    [Fact]
    public void Kernel_and_mirror_hold_the_same_constants()
    {
        var found = Constant().Matches(KernelSources.Resource("sa1_exp.cl"));
        ulong[] expected = [IntegerExp.Log2EHigh, IntegerExp.Log2ELow, .. IntegerExp.Series, .. IntegerExp.Table];
        Assert.Equal(expected, found.Select(m => ulong.Parse(m.Groups[1].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture)));
    }

    [GeneratedRegex("0x([0-9a-f]{16})UL")]
    private static partial Regex Constant();
}
