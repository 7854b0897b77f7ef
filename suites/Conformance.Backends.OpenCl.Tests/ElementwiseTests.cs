using Conformance.Operators;
using Conformance.Tensors;

namespace Conformance.Backends.OpenCl;

/// <summary>[P1] [V3] [F1] [F2] against scalar .NET arithmetic, which neither contracts nor flushes.</summary>
[Collection(DeviceTests.Name)]
public sealed class ElementwiseTests(DeviceFixture device)
{
    private static readonly Dictionary<string, Func<float, float, float>> Binary = new()
    {
        ["add"] = (a, b) => a + b,
        ["sub"] = (a, b) => a - b,
        ["mul"] = (a, b) => a * b,
        ["div"] = (a, b) => a / b,
    };

    [SkippableTheory]
    [InlineData("add")]
    [InlineData("sub")]
    [InlineData("mul")]
    [InlineData("div")]
    public void Two_operands(string name)
    {
        var (sa, sb) = Values.SpecialPairs();
        float[] a = [.. sa, .. Values.Bits(100_000, 1)];
        float[] b = [.. sb, .. Values.Bits(100_000, 2)];
        var y = device.Result(name, Attributes.None, Values.F32(a, a.Length), Values.F32(b, b.Length));
        Bits.Equal(a.Zip(b, Binary[name]).ToArray(), y, name);
    }

    [SkippableFact]
    public void Fused()
    {
        var (sa, sb) = Values.SpecialPairs();
        float[] a = [.. sa, .. Values.Bits(100_000, 3), .. Values.Uniform(100_000, 4)];
        float[] b = [.. sb, .. Values.Bits(100_000, 5), .. Values.Uniform(100_000, 6)];
        float[] c =
            [
                .. sb.Reverse(), .. Values.Bits(100_000, 7), .. a.Skip(sa.Length + 100_000)
                    .Zip(b.Skip(sa.Length + 100_000), (p, q) => -(p * q))];
        var y = device.Result("fma", Attributes.None, Values.F32(a, a.Length), Values.F32(b, b.Length), Values.F32(c, c.Length));
        Bits.Equal([.. a.Select((p, i) => MathF.FusedMultiplyAdd(p, b[i], c[i]))], y, "fma");
    }

    [SkippableFact]
    public void Square_roots()
    {
        float[] x = [.. Values.SpecialPairs().A, .. Values.Bits(200_000, 8)];
        Bits.Equal([.. x.Select(MathF.Sqrt)], device.Result("sqrt", Attributes.None, Values.F32(x, x.Length)), "sqrt");
    }

    /// <summary>In groups, in vectors with binary64 and in vectors without.</summary>
    public static TheoryData<string> Exps() => ["rows, groups of 8", "panels of 16 lanes", "panels of 8 lanes, groups of 16"];

    [SkippableTheory]
    [MemberData(nameof(Exps))]
    public void Hard_exponentials_of_the_corpus(string plan)
    {
        var cases = File.ReadLines(Suites.Corpus.File("determinism/f32_hard_to_round.tsv")).Select(l => l.Split('\t'))
            .Where(f => f[0] == "exp").ToArray();
        float[] Column(int i) => [.. cases.Select(f => BitConverter.UInt32BitsToSingle(Convert.ToUInt32(f[i], 16)))];
        Assert.True(cases.Length > 100, $"{cases.Length} cases");
        Bits.Equal(Column(2), device.Run("exp", Attributes.None, [Values.F32(Column(1), cases.Length)], true, plan)[0]!, plan);
    }

    [SkippableTheory]
    [MemberData(nameof(Exps))]
    public void Exponentials_of_a_scan_equal_the_mirror(string plan)
    {
        // Every 4099th argument, or all 2^32 with CONFORMANCE_EXHAUSTIVE=1.
        var exhaustive = Environment.GetEnvironmentVariable("CONFORMANCE_EXHAUSTIVE") == "1";
        const int batch = 1 << 22;
        var stride = exhaustive ? 1u : 4099u;
        var backend = device.Backend(plan);
        for (ulong at = 0; at < 1UL << 32; at += (ulong)batch * stride)
        {
            var count = (int)Math.Min((ulong)batch, ((1UL << 32) - at + stride - 1) / stride);
            var x = new Tensor(ElementFormat.F32, new Shape(count));
            var expected = new Tensor(ElementFormat.F32, new Shape(count));
            var first = at;
            Parallel.For(0, count, i =>
            {
                var bits = (uint)(first + ((ulong)i * stride));
                BitConverter.TryWriteBytes(x.Data.AsSpan(i * 4), bits);
                BitConverter.TryWriteBytes(expected.Data.AsSpan(i * 4), IntegerExp.Bits(bits));
            });
            Bits.Equal(expected, DeviceFixture.Run(backend, "exp", Attributes.None, [x])[0]!, "exp");
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Exps))]
    public void Swiglu_with_and_without_its_stage(string plan)
    {
        var (a, b) = (Values.Bits(50_001, 9), Values.Bits(50_001, 10));
        float[] silu = [.. a.Select(Twin.Silu)];
        Tensor[] inputs = [Values.F32(a, 50_001), Values.F32(b, 50_001)];
        var outputs = device.Run("swiglu", Attributes.None, inputs, true, plan);
        Bits.Equal(silu, outputs[0]!, "silu");
        Bits.Equal([.. silu.Zip(b, (s, v) => s * v)], outputs[1]!, "y");
        Bits.Equal(outputs[1]!, device.Run("swiglu", Attributes.None, inputs, false, plan)[1]!, "y without stage");
    }

    [SkippableTheory]
    [InlineData(ElementFormat.F16)]
    [InlineData(ElementFormat.BF16)]
    public void Narrowing(ElementFormat format)
    {
        float[] x = [.. Values.SpecialPairs().A, .. Values.Bits(200_000, 11), .. Neighbours()];
        var expected = x.Select(v => format == ElementFormat.F16 ? Twin.NarrowF16(v) : Twin.NarrowBF16(v)).ToArray();
        var y = device.Result("narrow", Attributes.Of(("format", format.Name())), Values.F32(x, x.Length));
        Bits.Equal(Values.Halves(format, expected, x.Length), y, "narrow");
    }

    [SkippableTheory]
    [InlineData(ElementFormat.F16)]
    [InlineData(ElementFormat.BF16)]
    public void Widening_of_every_pattern(ElementFormat format)
    {
        ushort[] bits = [.. Enumerable.Range(0, 65536).Select(i => (ushort)i)];
        var y = device.Result("widen", Attributes.None, Values.Halves(format, bits, 65536));
        Bits.Equal([.. bits.Select(b => Twin.Widen(format, b))], y, "widen");
    }

    [SkippableTheory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(257)]
    public void Sizes_around_the_group(int n)
    {
        var (a, b) = (Values.Uniform(n, 12), Values.Uniform(n, 13));
        Bits.Equal([.. a.Zip(b, (p, q) => p + q)], device.Result("add", Attributes.None, Values.F32(a, n), Values.F32(b, n)));
    }

    /// <summary>Every binary16 magnitude, and the midpoints and their neighbours above it.</summary>
    private static IEnumerable<float> Neighbours()
    {
        for (var i = 0; i < 0x7c00; i++)
        {
            var low = (float)BitConverter.UInt16BitsToHalf((ushort)i);
            var middle = low + (((float)BitConverter.UInt16BitsToHalf((ushort)(i + 1)) - low) / 2);
            yield return low;
            if (float.IsFinite(middle))
            {
                yield return middle;
                yield return MathF.BitDecrement(middle);
                yield return -MathF.BitIncrement(middle);
            }
        }
    }
}
