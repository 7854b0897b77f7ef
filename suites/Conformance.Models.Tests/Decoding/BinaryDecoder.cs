using Conformance.Models.Weights;
using Conformance.Numerics.Formats;
using Conformance.Tensors;

namespace Conformance.Models.Tests.Decoding;

//  A decoder in binary64, all positions at once, without cache, backend or tables: textbook formulas only.
//  It knows nothing of SA-1's roundings, so it judges the wiring (which weight, which pairing, which head), not the bits.
//  Only [M2] is told here too: quantised inputs move the logits as far as a wrong pairing does, and would hide it.

/// <summary>An independent account of [M1] for comparison within a tolerance.</summary>
internal static class BinaryDecoder
{
    /// <summary>Logits per position.</summary>
    public static double[][] Logits(LlamaWeights weights, int[] tokens)
    {
        var config = weights.Config;
        var x = tokens.Select(t => Row(weights[WeightRole.Embedding], t, config.Dim)).ToArray();
        for (var layer = 0; layer < config.Layers; layer++)
        {
            var h = x.Select(row => Norm(row, weights[WeightRole.AttentionNorm, layer], config.Eps)).ToArray();
            var q = h.Select((row, p) => Turn(Product(row, weights[WeightRole.Wq, layer]), p, config)).ToArray();
            var k = h.Select((row, p) => Turn(Product(row, weights[WeightRole.Wk, layer]), p, config)).ToArray();
            var v = h.Select(row => Product(row, weights[WeightRole.Wv, layer])).ToArray();
            x = [.. x.Select((row, p) => Add(row, Product(Attend(q[p], k[..(p + 1)], v, config), weights[WeightRole.Wo, layer])))];
            h = [.. x.Select(row => Norm(row, weights[WeightRole.FfnNorm, layer], config.Eps))];
            x = [.. x.Select((row, p) => Add(row, Product(
                Gate(Product(h[p], weights[WeightRole.W1, layer]), Product(h[p], weights[WeightRole.W3, layer])),
                weights[WeightRole.W2, layer])))];
        }

        return [.. x.Select(row => Product(Norm(row, weights[WeightRole.FinalNorm], config.Eps), weights[WeightRole.Head]))];
    }

    private static double[] Row(Tensor matrix, int row, int width)
    {
        var values = new float[width];
        StorageFormat.Widen(matrix, row * width, values);
        return [.. values.Select(v => (double)v)];
    }

    private static double[] Norm(double[] x, Tensor gain, double eps)
    {
        var inverse = 1 / Math.Sqrt((x.Sum(v => v * v) / x.Length) + eps);
        return [.. x.Select((v, i) => v * inverse * gain.Floats[i])];
    }

    private static double[] Product(double[] x, Tensor matrix)
    {
        var input = matrix.Format == ElementFormat.Q8_0 ? x.Chunk(32).SelectMany(Quantized).ToArray() : x;
        return [.. Enumerable.Range(0, matrix.Shape[0]).Select(n => Row(matrix, n, x.Length).Zip(input, (a, b) => a * b).Sum())];
    }

    /// <summary>[O1] and back again: what a q8_0 block keeps of 32 values.</summary>
    private static IEnumerable<double> Quantized(double[] block)
    {
        var scale = block.Max(Math.Abs) / 127;
        return block.Select(v => scale == 0 ? 0 : Math.Round(v / scale) * (double)(Half)scale);
    }

    private static double[] Turn(double[] x, int position, LlamaConfig config)
    {
        var y = new double[x.Length];
        var half = config.HeadSize / 2;
        for (var head = 0; head < x.Length / config.HeadSize; head++)
        {
            for (var i = 0; i < half; i++)
            {
                var (a, b) = config.Pairing == RopePairing.Adjacent ? (2 * i, (2 * i) + 1) : (i, i + half);
                a += head * config.HeadSize;
                b += head * config.HeadSize;
                var (sin, cos) = Math.SinCos(position * Math.Pow(config.Theta, -2.0 * i / config.HeadSize));
                (y[a], y[b]) = ((x[a] * cos) - (x[b] * sin), (x[a] * sin) + (x[b] * cos));
            }
        }

        return y;
    }

    private static double[] Attend(double[] q, double[][] k, double[][] v, LlamaConfig config)
    {
        var size = config.HeadSize;
        var y = new double[q.Length];
        for (var head = 0; head < config.Heads; head++)
        {
            var (from, to) = (head / (config.Heads / config.KvHeads) * size, head * size);
            var scores = k.Select(row => Enumerable.Range(0, size).Sum(d => q[to + d] * row[from + d]) / Math.Sqrt(size)).ToArray();
            var weights = scores.Select(s => Math.Exp(s - scores.Max())).ToArray();
            for (var d = 0; d < size; d++)
            {
                y[to + d] = weights.Select((w, j) => w * v[j][from + d]).Sum() / weights.Sum();
            }
        }

        return y;
    }

    private static double[] Gate(double[] a, double[] b) => [.. a.Zip(b, (x, y) => x / (1 + Math.Exp(-x)) * y)];

    private static double[] Add(double[] a, double[] b) => [.. a.Zip(b, (x, y) => x + y)];
}
