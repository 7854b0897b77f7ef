using ILGPU;
using ILGPU.Algorithms;

namespace Conformance.Backends.Ilgpu.Ordinary;

/// <summary>Operators over rows and products, one thread a row or a result.</summary>
internal static class OrdinaryRowKernels
{
    public static void ArgMax(Index1D r, ArrayView<float> x, ArrayView<int> y, int n)
    {
        var best = 0;
        for (var i = 1; i < n; i++)
        {
            if (x[(r * n) + i] > x[(r * n) + best])
            {
                best = i;
            }
        }

        y[r] = best;
    }

    public static void MatMul(
        Index1D index, ArrayView<float> a, ArrayView<float> b, ArrayView<float> bias, ArrayView<float> y, int columns, int k, int hasBias)
    {
        var sum = 0f;
        for (var i = 0; i < k; i++)
        {
            sum += a[(index / columns * k) + i] * b[(index % columns * k) + i];
        }

        y[index] = hasBias != 0 ? sum + bias[index % columns] : sum;
    }

    public static void RmsNorm(Index1D r, ArrayView<float> x, ArrayView<float> g, ArrayView<float> y, int n, float eps)
    {
        var sum = 0f;
        for (var i = 0; i < n; i++)
        {
            sum += x[(r * n) + i] * x[(r * n) + i];
        }

        var inverse = XMath.Rsqrt((sum / n) + eps);
        for (var i = 0; i < n; i++)
        {
            y[(r * n) + i] = x[(r * n) + i] * inverse * g[i];
        }
    }

    public static void Softmax(Index1D r, ArrayView<float> x, ArrayView<float> y, int n)
    {
        var maximum = float.NegativeInfinity;
        for (var i = 0; i < n; i++)
        {
            maximum = XMath.Max(maximum, x[(r * n) + i]);
        }

        var sum = 0f;
        for (var i = 0; i < n; i++)
        {
            var e = XMath.Exp(x[(r * n) + i] - maximum);
            y[(r * n) + i] = e;
            sum += e;
        }

        for (var i = 0; i < n; i++)
        {
            y[(r * n) + i] /= sum;
        }
    }

    /// <summary>Two passes over the positions seen, without a buffer for scores.</summary>
    public static void Attention(
        Index1D index, ArrayView<float> q, ArrayView<float> k, ArrayView<float> v, ArrayView<float> y,
        int heads, int groups, int size, int position, float scale)
    {
        var row = index / size;
        var seen = position + (row / heads) + 1;
        var group = row % heads / (heads / groups);
        var maximum = float.NegativeInfinity;
        for (var j = 0; j < seen; j++)
        {
            maximum = XMath.Max(maximum, Score(q, k, row, j, group, groups, size) * scale);
        }

        var (sum, value) = (0f, 0f);
        for (var j = 0; j < seen; j++)
        {
            var e = XMath.Exp((Score(q, k, row, j, group, groups, size) * scale) - maximum);
            sum += e;
            value += e * v[(((j * groups) + group) * size) + (index % size)];
        }

        y[index] = value / sum;
    }

    private static float Score(ArrayView<float> q, ArrayView<float> k, int row, int j, int group, int groups, int size)
    {
        var sum = 0f;
        for (var i = 0; i < size; i++)
        {
            sum += q[(row * size) + i] * k[(((j * groups) + group) * size) + i];
        }

        return sum;
    }
}
