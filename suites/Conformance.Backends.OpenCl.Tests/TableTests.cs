using Conformance.Backends;
using Conformance.Operators;
using Conformance.Tensors;

namespace Conformance.Backends.OpenCl;

/// <summary>[O1] [O6] [O7] [O10] and the widening of q8_0.</summary>
[Collection(DeviceTests.Name)]
public sealed class TableTests(DeviceFixture device)
{
    [SkippableFact]
    public void Quantize_uniform_special_and_tiny_blocks()
    {
        var uniform = Values.Uniform(64 * 40, 50);
        float[] x =
            [
                .. uniform, .. Values.Bits(
                    64 * 200, 51), .. uniform.Select(v => v * 1e-38f), .. uniform.Select(v => v * 1e-43f), .. new float[64]];
        x[1] = -0f;
        var t = Values.F32(x, x.Length / 64, 64);
        var y = device.Result("quantize", Attributes.None, t);
        Bits.Equal(new Tensor(ElementFormat.Q8_0, t.Shape, TwinQ8.Quantize(x)), y, "quantize");
        Bits.Equal(
            [.. Enumerable.Range(0, x.Length)
                .Select(i => TwinQ8.Widen(y.Data, i))], Flat(device.Result("widen", Attributes.None, y)), "widen");
    }

    [SkippableFact]
    public void Quantize_ties_go_to_even()
    {
        // d = 1: the quotients are the values themselves.
        var x = new float[32];
        x[0] = 127;
        (x[1], x[2], x[3], x[4], x[5]) = (0.5f, 1.5f, 2.5f, -0.5f, -1.5f);
        var y = device.Result("quantize", Attributes.None, Values.F32(x, 1, 32));
        Assert.Equal([127, 0, 2, 2, 0, unchecked((byte)-2)], y.Data[2..8]);
    }

    [SkippableTheory]
    [InlineData(0, 0)]
    [InlineData(1, 3)]
    [InlineData(0, 2)]
    public void Rope(int pairing, int position)
    {
        const int m = 3, h = 5, d = 34, half = 17, p = 7;
        var x = Values.Bits(m * h * d, 52);
        var (cos, sin) = (Values.Uniform(p * half, 53), Values.Uniform(p * half, 54));
        var y = new float[x.Length];
        for (var row = 0; row < m * h; row++)
        {
            for (var i = 0; i < half; i++)
            {
                var first = (row * d) + (pairing == 0 ? 2 * i : i);
                var second = pairing == 0 ? first + 1 : first + half;
                var (c, s) = (cos[((position + (row / h)) * half) + i], sin[((position + (row / h)) * half) + i]);
                y[first] = MathF.FusedMultiplyAdd(x[first], c, -(x[second] * s));
                y[second] = MathF.FusedMultiplyAdd(x[first], s, x[second] * c);
            }
        }

        var attributes = Attributes.Of(("position", position), ("pairing", pairing));
        Bits.Equal(
            Values.F32(y, m, h, d), device.Result(
                "rope", attributes, Values.F32(x, m, h, d), Values.F32(cos, p, half), Values.F32(sin, p, half)));
    }

    [SkippableFact]
    public void Append_into_a_copy_and_in_place()
    {
        const int s = 9, w = 33, m = 2, position = 4;
        var (cache, values) = (Values.Bits(s * w, 55), Values.Bits(m * w, 56));
        var expected = cache.ToArray();
        values.CopyTo(expected, position * w);
        var attributes = Attributes.Of(("position", position));
        var y = device.Result("append", attributes, Values.F32(cache, s, w), Values.F32(values, m, w));
        Bits.Equal(Values.F32(expected, s, w), y);

        var backend = device.Backend();
        using var kept = backend.Upload(y);
        using var more = backend.Upload(Values.F32(values, m, w));
        backend.Run(new OperatorCall(OperatorRegistry.Get("append"), Attributes.Of(("position", 0)), [kept, more], [kept]));
        values.CopyTo(expected, 0);
        Bits.Equal(Values.F32(expected, s, w), backend.Download(kept));
    }

    [SkippableTheory]
    [InlineData(ElementFormat.F32)]
    [InlineData(ElementFormat.F16)]
    [InlineData(ElementFormat.BF16)]
    [InlineData(ElementFormat.Q8_0)]
    public void Embedding(ElementFormat format)
    {
        const int v = 5, d = 64;
        int[] ids = [0, 4, 5, -1, int.MinValue, int.MaxValue, 2, 2];
        var source = Values.Bits(v * d, 57);
        var (table, wide) = Table(format, source, v, d);
        float[] expected =
            [.. ids.SelectMany(id => Enumerable.Range(0, d).Select(i => id is >= 0 and < v ? wide[(id * d) + i] : float.NaN))];
        Bits.Equal(
            Values.F32(expected, ids.Length, d), device.Result(
                "embedding", Attributes.None, table, Tensor.FromInts(new Shape(ids.Length), ids)));
        var none = device.Result("embedding", Attributes.None, new Tensor(format, new Shape(0, d)), Tensor.FromInts(new Shape(1), [0]));
        Bits.Equal(Values.F32([.. Enumerable.Repeat(float.NaN, d)], 1, d), none);
    }

    private static (Tensor Table, float[] Wide) Table(ElementFormat format, float[] source, int v, int d)
    {
        switch (format)
        {
            case ElementFormat.F32:
                return (Values.F32(source, v, d), source);
            case ElementFormat.Q8_0:
                var bytes = TwinQ8.Quantize(source);
                return (new Tensor(format, new Shape(v, d), bytes), [.. Enumerable.Range(0, v * d).Select(i => TwinQ8.Widen(bytes, i))]);
            default:
                ushort[] bits = [.. source.Select(x => (ushort)(BitConverter.SingleToUInt32Bits(x) >> 16))];
                return (Values.Halves(format, bits, v, d), [.. bits.Select(b => Twin.Widen(format, b))]);
        }
    }

    private static Tensor Flat(Tensor t) => t.Reshape(new Shape((int)t.Shape.ElementCount));
}
