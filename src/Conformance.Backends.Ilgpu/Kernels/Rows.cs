using ILGPU;

namespace Conformance.Backends.Ilgpu.Kernels;

/// <summary>Operators over rows of n: sum, max, dot, argmax, the steps of rmsnorm [O4] and softmax [O5].</summary>
internal static class Rows
{
    public static void Sum(Index1D lane, int lanes, int count, ArrayView<float> x, ArrayView<float> y, int n)
    {
        for (int r = lane; r < count; r += lanes)
        {
            y[r] = Binary32.Canonical(Reductions.Sum(x, r * n, n));
        }
    }

    public static void Max(Index1D lane, int lanes, int count, ArrayView<float> x, ArrayView<float> y, int n)
    {
        for (int r = lane; r < count; r += lanes)
        {
            y[r] = Binary32.FromKey(Reductions.MaxKey(x, r * n, n));
        }
    }

    public static void Dot(Index1D lane, int lanes, int count, ArrayView<float> a, ArrayView<float> b, ArrayView<float> y, int n)
    {
        for (int r = lane; r < count; r += lanes)
        {
            y[r] = Binary32.Canonical(Reductions.Dot(a, r * n, b, r * n, 1, n));
        }
    }

    public static void ArgMax(Index1D lane, int lanes, int count, ArrayView<float> x, ArrayView<int> y, int n)
    {
        for (int r = lane; r < count; r += lanes)
        {
            y[r] = Reductions.ArgMax(x, r * n, n);
        }
    }

    /// <summary>[O4]: inverse = 1 / sqrt(dot(x,x) / n + eps).</summary>
    public static void RmsNormScale(
        Index1D lane, int lanes, int count, ArrayView<float> x, ArrayView<float> squareSum, ArrayView<float> inverse, int n, float eps)
    {
        for (int r = lane; r < count; r += lanes)
        {
            var square = Reductions.Dot(x, r * n, x, r * n, 1, n);
            squareSum[r] = Binary32.Canonical(square);
            inverse[r] = Binary32.Canonical(Exact.Div(1f, Exact.Sqrt(Exact.Add(Exact.Div(square, Exact.FromInt(n)), eps))));
        }
    }

    /// <summary>[O4]: y = (x · inverse) · g, for each element.</summary>
    public static void RmsNormApply(
        Index1D lane, int lanes, int count, ArrayView<float> x, ArrayView<float> g, ArrayView<float> inverse, ArrayView<float> y, int n)
    {
        for (int i = lane; i < count; i += lanes)
        {
            y[i] = Binary32.Canonical(Exact.Mul(Exact.Mul(x[i], inverse[i / n]), g[i % n]));
        }
    }

    /// <summary>[O5]: the maximum of the elements that take part; a length outside of 0..n is clamped.</summary>
    public static void SoftmaxMaximum(
        Index1D lane, int lanes, int count, ArrayView<float> x, ArrayView<int> lengths, ArrayView<float> maximum, int n)
    {
        for (int r = lane; r < count; r += lanes)
        {
            maximum[r] = Binary32.FromKey(Reductions.MaxKey(x, r * n, Length(lengths, r, n)));
        }
    }

    /// <summary>[O5]: exp(x - maximum), +0 past the length and in a fully masked row.</summary>
    public static void SoftmaxExponential(
        Index1D lane, int lanes, int count, ArrayView<float> x, ArrayView<int> lengths, ArrayView<float> maximum,
        ArrayView<float> exponential,
        int n, ArrayView<ulong> tables)
    {
        for (int i = lane; i < count; i += lanes)
        {
            var r = i / n;
            var takesPart = i % n < Length(lengths, r, n) && Exact.Bits(maximum[r]) != Binary32.NegativeInfinity;
            exponential[i] = takesPart ? Exp.Of(Exact.Sub(x[i], maximum[r]), tables) : 0f;
        }
    }

    /// <summary>[O5]: the sum over the length; the elements of a fully masked row are +0, and so is their sum.</summary>
    public static void SoftmaxSum(
        Index1D lane, int lanes, int count, ArrayView<float> exponential, ArrayView<int> lengths, ArrayView<float> sum, int n)
    {
        for (int r = lane; r < count; r += lanes)
        {
            sum[r] = Binary32.Canonical(Reductions.Sum(exponential, r * n, Length(lengths, r, n)));
        }
    }

    public static void SoftmaxDivide(
        Index1D lane, int lanes, int count, ArrayView<float> exponential, ArrayView<int> lengths, ArrayView<float> maximum,
        ArrayView<float> sum,
        ArrayView<float> y, int n)
    {
        for (int i = lane; i < count; i += lanes)
        {
            var r = i / n;
            var takesPart = i % n < Length(lengths, r, n) && Exact.Bits(maximum[r]) != Binary32.NegativeInfinity;
            y[i] = takesPart ? Binary32.Canonical(Exact.Div(exponential[i], sum[r])) : 0f;
        }
    }

    private static int Length(ArrayView<int> lengths, int r, int n) => Math.Max(0, Math.Min(lengths[r], n));
}
