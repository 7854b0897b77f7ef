using ILGPU;

namespace Conformance.Backends.Ilgpu.Tests.Twins;

/// <summary>The same expressions through <see cref="Exact"/>: ILGPU may not rewrite them.</summary>
internal static class ExactTwins
{
    public static void MultiplyAdd(Index1D i, ArrayView<float> a, ArrayView<float> b, ArrayView<float> y) =>
        y[i] = Exact.Add(Exact.Mul(a[i], b[i]), y[i]);

    public static void ChainedConstants(Index1D i, ArrayView<float> a, ArrayView<float> y) =>
        y[i] = Exact.Add(Exact.Add(a[i], 1e8f), -1e8f);

    public static void PlusZero(Index1D i, ArrayView<float> a, ArrayView<float> y) => y[i] = Exact.Add(a[i], 0f);

    public static void ZeroMinus(Index1D i, ArrayView<float> a, ArrayView<float> y) => y[i] = Exact.Sub(0f, a[i]);

    public static void Constants(Index1D i, ArrayView<float> a, ArrayView<float> y) => y[i] = Exact.Mul(Exact.Mul(a[i], 1e30f), 1e-30f);
}
