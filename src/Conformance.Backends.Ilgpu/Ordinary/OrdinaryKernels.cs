using ILGPU;
using ILGPU.Algorithms;

namespace Conformance.Backends.Ilgpu.Ordinary;

//  Not strict: the same operators as somebody writes them who knows ILGPU and has not thought of bits. They are graded, never demanded.
//  a*b + c may be contracted, XMath differs between accelerators, float compares go wrong with NaN, sums run from the left.

/// <summary>Element-wise operators, one thread an element.</summary>
internal static class OrdinaryKernels
{
    public static void Add(Index1D i, ArrayView<float> a, ArrayView<float> b, ArrayView<float> y) => y[i] = a[i] + b[i];

    public static void Sub(Index1D i, ArrayView<float> a, ArrayView<float> b, ArrayView<float> y) => y[i] = a[i] - b[i];

    public static void Mul(Index1D i, ArrayView<float> a, ArrayView<float> b, ArrayView<float> y) => y[i] = a[i] * b[i];

    public static void Div(Index1D i, ArrayView<float> a, ArrayView<float> b, ArrayView<float> y) => y[i] = a[i] / b[i];

    public static void Sqrt(Index1D i, ArrayView<float> x, ArrayView<float> y) => y[i] = XMath.Sqrt(x[i]);

    public static void Exp(Index1D i, ArrayView<float> x, ArrayView<float> y) => y[i] = XMath.Exp(x[i]);

    public static void Fma(Index1D i, ArrayView<float> a, ArrayView<float> b, ArrayView<float> c, ArrayView<float> y) =>
        y[i] = (a[i] * b[i]) + c[i];

    public static void Narrow(Index1D i, ArrayView<float> x, ArrayView<ILGPU.Half> y) => y[i] = (ILGPU.Half)x[i];

    public static void Widen(Index1D i, ArrayView<ILGPU.Half> x, ArrayView<float> y) => y[i] = x[i];

    public static void Swiglu(Index1D i, ArrayView<float> a, ArrayView<float> b, ArrayView<float> y) =>
        y[i] = a[i] / (1f + XMath.Exp(-a[i])) * b[i];

    public static void Embedding(Index1D i, ArrayView<float> table, ArrayView<int> ids, ArrayView<float> y, int width) =>
        y[i] = table[(ids[i / width] * width) + (i % width)];

    public static void Rope(
        Index1D index, ArrayView<float> x, ArrayView<float> cos, ArrayView<float> sin, ArrayView<float> y, int heads, int size, int position, int pairing)
    {
        var half = size / 2;
        var i = index % half;
        var vector = index / half;
        var at = ((position + (vector / heads)) * half) + i;
        var first = (vector * size) + (pairing == 0 ? 2 * i : i);
        var second = (vector * size) + (pairing == 0 ? (2 * i) + 1 : i + half);
        y[first] = (x[first] * cos[at]) - (x[second] * sin[at]);
        y[second] = (x[first] * sin[at]) + (x[second] * cos[at]);
    }
}
