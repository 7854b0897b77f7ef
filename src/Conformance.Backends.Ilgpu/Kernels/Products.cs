using ILGPU;

namespace Conformance.Backends.Ilgpu.Kernels;

/// <summary>[O2], [O3], [O8]: one result, one dot product. A batch of one and a batch of many take the same path ([R5]).</summary>
internal static class Products
{
    public static void MatMul(
        Index1D lane, int lanes, int count, ArrayView<float> a, ArrayView<float> b, ArrayView<float> bias, ArrayView<float> y,
        int columns, int k, int hasBias)
    {
        for (int i = lane; i < count; i += lanes)
        {
            var dot = Reductions.Dot(a, i / columns * k, b, i % columns * k, 1, k);
            y[i] = Binary32.Canonical(hasBias != 0 ? Exact.Add(dot, bias[i % columns]) : dot);
        }
    }

    public static void MatMulHalf(
        Index1D lane, int lanes, int count, ArrayView<float> a, ArrayView<ushort> b, ArrayView<float> bias, ArrayView<float> y,
        int columns, int k, int hasBias, int isBF16)
    {
        for (int i = lane; i < count; i += lanes)
        {
            var dot = Reductions.DotHalf(a, i / columns * k, b, i % columns * k, k, isBF16);
            y[i] = Binary32.Canonical(hasBias != 0 ? Exact.Add(dot, bias[i % columns]) : dot);
        }
    }

    public static void MatMulQ8(
        Index1D lane, int lanes, int count, ArrayView<byte> a, ArrayView<byte> b, ArrayView<float> y, int columns, int blocks)
    {
        for (int i = lane; i < count; i += lanes)
        {
            y[i] = Binary32.Canonical(Reductions.DotQ8(a, i / columns * blocks, b, i % columns * blocks, blocks));
        }
    }

    /// <summary>[O8]: how many positions each of the M·H rows sees.</summary>
    public static void AttentionLengths(Index1D lane, int lanes, int count, ArrayView<int> lengths, int heads, int position)
    {
        for (int r = lane; r < count; r += lanes)
        {
            lengths[r] = Math.Max(0, position + (r / heads) + 1);
        }
    }

    /// <summary>[O8]: scores [M,H,S], +0 where nothing is seen.</summary>
    public static void AttentionScores(
        Index1D lane, int lanes, int count, ArrayView<float> q, ArrayView<float> k, ArrayView<int> lengths, ArrayView<float> scores,
        int heads, int groups, int size, int positions, float scale)
    {
        for (int i = lane; i < count; i += lanes)
        {
            var j = i % positions;
            var row = i / positions;
            if (j < lengths[row])
            {
                var group = row % heads / (heads / groups);
                var dot = Reductions.Dot(q, row * size, k, ((j * groups) + group) * size, 1, size);
                scores[i] = Binary32.Canonical(Exact.Mul(dot, scale));
            }
            else
            {
                scores[i] = 0f;
            }
        }
    }

    /// <summary>[O8]: y [M,H,D], over absolute positions.</summary>
    public static void AttentionValues(
        Index1D lane, int lanes, int count, ArrayView<float> probabilities, ArrayView<float> v, ArrayView<int> lengths, ArrayView<float> y,
        int heads, int groups, int size, int positions)
    {
        for (int i = lane; i < count; i += lanes)
        {
            var row = i / size;
            var group = row % heads / (heads / groups);
            y[i] = Binary32.Canonical(
                Reductions.Dot(probabilities, row * positions, v, (group * size) + (i % size), groups * size, lengths[row]));
        }
    }
}
