using Conformance.Operators;
using Conformance.Tensors;

namespace Conformance.Backends.OpenCl;

/// <summary>[O2] [O3] [R5]: every plan, every weight format, sizes around every tile.</summary>
[Collection(DeviceTests.Name)]
public sealed class MatMulTests(DeviceFixture device)
{
    public static TheoryData<string, ElementFormat> EveryPlan()
    {
        var data = new TheoryData<string, ElementFormat>();
        foreach (var plan in Plans.Names)
        {
            foreach (var format in new[] { ElementFormat.F32, ElementFormat.F16, ElementFormat.BF16 })
            {
                data.Add(plan, format);
            }
        }

        return data;
    }

    [SkippableTheory]
    [MemberData(nameof(EveryPlan))]
    public void Every_shape(string plan, ElementFormat format)
    {
        foreach (var (m, n) in new[] { (1, 1), (1, 9), (2, 8), (3, 17), (4, 7), (5, 16), (9, 33), (14, 65), (0, 3), (3, 0) })
        {
            foreach (var k in new[] { 0, 1, 7, 8, 31, 32, 33, 255, 256, 257, 513 })
            {
                Check(plan, format, m, n, k, false);
            }
        }
    }

    [SkippableTheory]
    [MemberData(nameof(EveryPlan))]
    public void Long_rows_and_special_values(string plan, ElementFormat format)
    {
        Check(plan, format, 1, 20, 4096 + 8, false);
        Check(plan, format, 3, 11, 2048 + 300, true);
        Check(plan, format, 67, 70, 270, true);
    }

    public static TheoryData<string> Names() => [.. Plans.Names];

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public void Quantised_in_every_shape(string plan)
    {
        foreach (var (m, n, k) in new[]
        {
            (0, 3, 32), (2, 0, 32), (2, 3, 0), (1, 3, 0), (1, 1, 32), (3, 9, 224), (1, 17, 256), (2, 8, 288), (1, 5, 2048), (2, 5, 4384),
            (6, 70, 320),
        })
        {
            Quantised(plan, m, n, k);
        }
    }

    private void Quantised(string plan, int m, int n, int k)
    {
        var (a, b) = (Values.Uniform(m * k, 40), Values.Uniform(n * k, 41));
        if (k > 64)
        {
            b[33] = float.PositiveInfinity;
            a[^1] = 1e30f;
        }

        var (qa, qb) = (TwinQ8.Quantize(a), TwinQ8.Quantize(b));
        var (ta, tb) = (new Tensor(ElementFormat.Q8_0, new Shape(m, k), qa), new Tensor(ElementFormat.Q8_0, new Shape(n, k), qb));
        var bytes = k / 32 * 34;
        var expected = new float[m * n];
        for (var i = 0; i < expected.Length; i++)
        {
            expected[i] = TwinQ8.Dot(qa.AsSpan(i / n * bytes, bytes), qb.AsSpan(i % n * bytes, bytes), k / 32);
        }

        Bits.Equal(
            Values.F32(expected, m, n), device.Run("matmul_q8_0", Attributes.None, [ta, tb], true, plan)[0]!, $"{plan} q8_0 {m}x{n}x{k}");
    }

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public void Quantised_with_the_lowest_byte(string plan)
    {
        // -128 never comes from [O1] but may stand in a file.
        var row = new byte[34];
        row.AsSpan(2).Fill(0x80);
        row[1] = 0x3c;
        foreach (var m in new[] { 1, 2 })
        {
            var a = new Tensor(ElementFormat.Q8_0, new Shape(m, 32), [.. Enumerable.Repeat(row, m).SelectMany(r => r)]);
            var b = new Tensor(ElementFormat.Q8_0, new Shape(1, 32), row);
            var expected = Enumerable.Repeat(32 * 128f * 128f, m).ToArray();
            Bits.Equal(Values.F32(expected, m, 1), device.Run("matmul_q8_0", Attributes.None, [a, b], true, plan)[0]!, plan);
        }
    }

    private void Check(string plan, ElementFormat format, int m, int n, int k, bool special)
    {
        var a = special ? Values.Bits(m * k, 30) : Values.Uniform(m * k, 30);
        var (weights, b) = Weights(format, n, k, special);
        var bias = Values.Uniform(n, 32);
        var (plain, biased) = (new float[m * n], new float[m * n]);
        for (var i = 0; i < plain.Length; i++)
        {
            plain[i] = Twin.Dot(a.AsSpan(i / n * k, k), b.AsSpan(i % n * k, k));
            biased[i] = plain[i] + bias[i % n];
        }

        var what = $"{plan} {format} {m}x{n}x{k}";
        var x = Values.F32(a, m, k);
        Bits.Equal(Values.F32(plain, m, n), device.Run("matmul", Attributes.None, [x, weights, null], true, plan)[0]!, what);
        Bits.Equal(
            Values.F32(biased, m, n), device.Run("matmul", Attributes.None, [x, weights, Values.F32(bias, n)], true, plan)[0]!, what);
    }

    private static (Tensor Stored, float[] Wide) Weights(ElementFormat format, int n, int k, bool special)
    {
        if (format == ElementFormat.F32)
        {
            var values = special ? Values.Bits(n * k, 31) : Values.Uniform(n * k, 31);
            return (Values.F32(values, n, k), values);
        }

        var random = new Random(31);
        var bits = new ushort[n * k];
        foreach (ref var b in bits.AsSpan())
        {
            // Subnormals included; without specials the exponent stays below that of infinity.
            b = (ushort)random.Next(65536);
            b = special ? b : (ushort)(b & (format == ElementFormat.F16 ? 0xbbff : 0xbfff));
        }

        return (Values.Halves(format, bits, n, k), [.. bits.Select(b => Twin.Widen(format, b))]);
    }
}
