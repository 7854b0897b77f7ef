using Conformance.Operators;
using Conformance.Tensors;

namespace Conformance.Backends.OpenCl;

/// <summary>[O11] against sorting and unbounded integers.</summary>
[Collection(DeviceTests.Name)]
public sealed class SampleTests(DeviceFixture device)
{
    [Fact]
    public void The_twin_s_generator_gives_the_published_words() =>
        // Random123 kat_vectors, philox4x32 10: zeros, and the digits of pi.
        Assert.Equal(
            [0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u, 0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u],
            [
                .. TwinSample.Philox(0, 0, 0, 0, 0, 0), .. TwinSample.Philox(
                    0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xa4093822, 0x299f31d0)]);

    public static TheoryData<int, float, int, float> Settings()
    {
        var data = new TheoryData<int, float, int, float>();
        foreach (var n in new[] { 1, 2, 31, 63, 64, 65, 255, 257, 1000 })
        {
            data.Add(n, 1f, 0, 1f);
            data.Add(n, 0.7f, 5, 1f);
            data.Add(n, 1.3f, 0, 0.9f);
            data.Add(n, 0.2f, 40, 0.5f);
            data.Add(n, 1f, 1, 1e-12f);
            data.Add(n, 1e-30f, 0, 0.999999f);
            data.Add(n, 1e30f, n, 0.3f);
        }

        return data;
    }

    [SkippableTheory]
    [MemberData(nameof(Settings))]
    public void Rows_of_logits(int n, float temperature, int topK, float topP)
    {
        float[] x =
            [
                .. Logits(n, 70), .. Logits(n, 71)
                    .Select(v => MathF.Round(v)), .. Values.Bits(n, 72), .. Enumerable.Repeat(
                        float.NegativeInfinity, n), .. Logits(n, 73), .. new float[n]];
        x[4 * n] = float.PositiveInfinity;
        Check(x, 6, n, temperature, topK, topP, 0x123456789abcdef0, 77);
    }

    [SkippableFact]
    public void A_vocabulary()
    {
        const int n = 32000;
        Check([.. Logits(n, 74), .. Logits(n, 75)], 2, n, 0.8f, 40, 0.95f, 42, 5);
        Check([.. Logits(n, 76), .. Logits(n, 77)], 2, n, 1f, 0, 1f, ulong.MaxValue, int.MaxValue);
    }

    [SkippableFact]
    public void Positions_and_seeds_choose_different_words()
    {
        var x = new float[16];
        for (var position = 0; position < 40; position++)
        {
            Check(x, 1, 16, 1f, 0, 1f, (ulong)position << 32, position);
        }
    }

    private static float[] Logits(int n, int seed) => [.. Values.Uniform(n, seed).Select(v => v * 8)];

    private void Check(float[] x, int rows, int n, float temperature, int topK, float topP, ulong seed, int position)
    {
        var (weights, target) = (new Tensor(ElementFormat.U64, new Shape(rows, n)), new Tensor(ElementFormat.U64, new Shape(rows)));
        var y = new int[rows];
        for (var r = 0; r < rows; r++)
        {
            var row = TwinSample.Row(x.AsSpan(r * n, n), temperature, topK, topP, seed, (ulong)position + (ulong)r);
            row.Weights.CopyTo(weights.ULongs[(r * n)..]);
            target.ULongs[r] = row.Target;
            y[r] = row.Y;
        }

        var attributes =
            Attributes.Of(("temperature", temperature), ("top_k", topK), ("top_p", topP), ("seed", seed), ("position", position));
        var outputs = device.Run("sample", attributes, [Values.F32(x, rows, n)]);
        Bits.Equal(weights, outputs[0]!, "weights");
        Bits.Equal(target, outputs[1]!, "target");
        Bits.Equal(Tensor.FromInts(new Shape(rows), y), outputs[2]!, "y");
        Bits.Equal(outputs[2]!, device.Result("sample", attributes, Values.F32(x, rows, n)), "y without stages");
    }
}
