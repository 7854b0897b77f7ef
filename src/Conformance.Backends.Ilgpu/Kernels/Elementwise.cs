using ILGPU;

namespace Conformance.Backends.Ilgpu.Kernels;

//  Every kernel: lane l of 'lanes' computes results l, l + lanes, … of 'count'. Which lane computes a result, and how many lanes
//  there are, cannot change it: no result depends on another.

/// <summary>[P1], [F1], [F2]: one element each.</summary>
internal static class Elementwise
{
    public static void Add(Index1D lane, int lanes, int count, ArrayView<float> a, ArrayView<float> b, ArrayView<float> y)
    {
        for (int i = lane; i < count; i += lanes)
        {
            y[i] = Binary32.Canonical(Exact.Add(a[i], b[i]));
        }
    }

    public static void Sub(Index1D lane, int lanes, int count, ArrayView<float> a, ArrayView<float> b, ArrayView<float> y)
    {
        for (int i = lane; i < count; i += lanes)
        {
            y[i] = Binary32.Canonical(Exact.Sub(a[i], b[i]));
        }
    }

    public static void Mul(Index1D lane, int lanes, int count, ArrayView<float> a, ArrayView<float> b, ArrayView<float> y)
    {
        for (int i = lane; i < count; i += lanes)
        {
            y[i] = Binary32.Canonical(Exact.Mul(a[i], b[i]));
        }
    }

    public static void Div(Index1D lane, int lanes, int count, ArrayView<float> a, ArrayView<float> b, ArrayView<float> y)
    {
        for (int i = lane; i < count; i += lanes)
        {
            y[i] = Binary32.Canonical(Exact.Div(a[i], b[i]));
        }
    }

    public static void Sqrt(Index1D lane, int lanes, int count, ArrayView<float> x, ArrayView<float> y)
    {
        for (int i = lane; i < count; i += lanes)
        {
            y[i] = Binary32.Canonical(Exact.Sqrt(x[i]));
        }
    }

    public static void Exponential(Index1D lane, int lanes, int count, ArrayView<float> x, ArrayView<float> y, ArrayView<ulong> tables)
    {
        for (int i = lane; i < count; i += lanes)
        {
            y[i] = Exp.Of(x[i], tables);
        }
    }

    public static void Fma(
        Index1D lane, int lanes, int count, ArrayView<float> a, ArrayView<float> b, ArrayView<float> c, ArrayView<float> y)
    {
        for (int i = lane; i < count; i += lanes)
        {
            y[i] = Binary32.Canonical(Exact.Fma(a[i], b[i], c[i]));
        }
    }

    /// <summary>[O9]: the stage is always written; the host gives scratch where nobody wants it.</summary>
    public static void Swiglu(
        Index1D lane, int lanes, int count, ArrayView<float> a, ArrayView<float> b, ArrayView<float> silu, ArrayView<float> y, ArrayView<ulong> tables)
    {
        for (int i = lane; i < count; i += lanes)
        {
            var e = Exp.Of(Binary32.Negate(a[i]), tables);
            var s = Binary32.Canonical(Exact.Div(a[i], Exact.Add(1f, e)));
            silu[i] = s;
            y[i] = Binary32.Canonical(Exact.Mul(s, b[i]));
        }
    }

    /// <summary>[O6]: count = M·H·D/2 pairs.</summary>
    public static void Rope(
        Index1D lane, int lanes, int count, ArrayView<float> x, ArrayView<float> cos, ArrayView<float> sin, ArrayView<float> y,
        int heads, int size, int position, int pairing)
    {
        var half = size / 2;
        for (int index = lane; index < count; index += lanes)
        {
            var i = index % half;
            var vector = index / half;
            var at = ((position + (vector / heads)) * half) + i;
            var first = (vector * size) + (pairing == 0 ? 2 * i : i);
            var second = (vector * size) + (pairing == 0 ? (2 * i) + 1 : i + half);
            var (x0, x1) = (x[first], x[second]);
            y[first] = Binary32.Canonical(Exact.Fma(x0, cos[at], Binary32.Negate(Exact.Mul(x1, sin[at]))));
            y[second] = Binary32.Canonical(Exact.Fma(x0, sin[at], Exact.Mul(x1, cos[at])));
        }
    }
}
