using Conformance.Operators;

namespace Conformance.Backends.OpenCl;

/// <summary>[O8]: grouped heads, long caches, rows that see nothing; with stages and with internal scratch.</summary>
[Collection(DeviceTests.Name)]
public sealed class AttentionTests(DeviceFixture device)
{
    public static TheoryData<string, int, int, int, int, int, int> Shapes()
    {
        var data = new TheoryData<string, int, int, int, int, int, int>();
        foreach (var plan in Plans.Names)
        {
            foreach (var (m, h, g, d, s, position) in new[]
            {
                (1, 4, 2, 16, 2000, 0), (1, 4, 2, 16, 2000, 300), (3, 6, 3, 33, 600, 255), (5, 2, 1, 8, 5, 0), (4, 2, 2, 7, 9, -2),
                (2, 3, 3, 5, 4, -2), (1, 8, 1, 64, 514, 513), (2, 2, 1, 300, 40, 11), (3, 2, 1, 0, 4, 0), (0, 2, 1, 8, 4, 1),
                (1, 1, 1, 1, 1, 0), (1, 0, 1, 4, 3, 0), (2, 2, 2, 12, 0, -2), (40, 6, 2, 40, 300, 240),
            })
            {
                data.Add(plan, m, h, g, d, s, position);
            }
        }

        return data;
    }

    [SkippableTheory]
    [MemberData(nameof(Shapes))]
    public void Every_shape(string plan, int m, int h, int g, int d, int s, int position)
    {
        var (q, k, v) = (Values.Uniform(m * h * d, 60), Values.Uniform(s * g * d, 61), Values.Uniform(s * g * d, 62));
        Check(plan, q, k, v, (m, h, g, d, s), position, 0.25f);
    }

    public static TheoryData<string> Names() => [.. Plans.Names];

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public void Masked_and_special_values(string plan)
    {
        const int m = 3, h = 2, g = 1, d = 8, s = 12;
        var (q, k, v) = (Values.Uniform(m * h * d, 63), Values.Uniform(s * g * d, 64), Values.Bits(s * g * d, 65));
        q.AsSpan(0, d).Fill(float.NegativeInfinity);
        k.AsSpan().Fill(1);
        Check(plan, q, k, v, (m, h, g, d, s), 4, 1f);
        Check(plan, q, k, v, (m, h, g, d, s), 4, float.NaN);
    }

    private void Check(
        string plan, float[] q, float[] k, float[] v, (int M, int H, int G, int D, int S) shape, int position, float scale)
    {
        var (m, h, g, d, s) = shape;
        var (scores, probabilities, y) = (new float[m * h * s], new float[m * h * s], new float[m * h * d]);
        for (var row = 0; row < m * h; row++)
        {
            var seen = Math.Max(0, position + (row / h) + 1);
            var group = row % h / (h / g);
            for (var j = 0; j < seen; j++)
            {
                scores[(row * s) + j] = Twin.Dot(q.AsSpan(row * d, d), k.AsSpan(((j * g) + group) * d, d)) * scale;
            }

            var p = Twin.Softmax(scores.AsSpan(row * s, s), seen).Y;
            p.CopyTo(probabilities, row * s);
            for (var i = 0; i < d; i++)
            {
                var column = i;
                y[(row * d) + i] = Twin.Dot(seen, j => p[j], j => v[(((j * g) + group) * d) + column]);
            }
        }

        var attributes = Attributes.Of(("position", position), ("scale", scale));
        Tensors.Tensor[] inputs = [Values.F32(q, m, h, d), Values.F32(k, s, g, d), Values.F32(v, s, g, d)];
        var outputs = device.Run("attention", attributes, inputs, true, plan);
        Bits.Equal(Values.F32(scores, m, h, s), outputs[0]!, "scores");
        Bits.Equal(Values.F32(probabilities, m, h, s), outputs[1]!, "probabilities");
        Bits.Equal(Values.F32(y, m, h, d), outputs[2]!, "y");
        Bits.Equal(outputs[2]!, device.Run("attention", attributes, inputs, false, plan)[2]!, "y without stages");
    }
}
