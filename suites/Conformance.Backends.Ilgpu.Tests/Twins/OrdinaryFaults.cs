using ILGPU;

namespace Conformance.Backends.Ilgpu.Tests.Twins;

/// <summary>Kernels as one writes them without thinking: each has one fault that the proofs must find.</summary>
internal static class OrdinaryFaults
{
    public static void MultiplyAdd(Index1D i, ArrayView<float> a, ArrayView<float> b, ArrayView<float> y) => y[i] = (a[i] * b[i]) + y[i];

    public static void ChainedConstants(Index1D i, ArrayView<float> a, ArrayView<float> y) => y[i] = a[i] + 1e8f + -1e8f;

    public static void PlusZero(Index1D i, ArrayView<float> a, ArrayView<float> y) => y[i] = a[i] + 0f;

    public static void ZeroMinus(Index1D i, ArrayView<float> a, ArrayView<float> y) => y[i] = 0f - a[i];

    public static void Compare(Index1D i, ArrayView<float> a, ArrayView<float> b, ArrayView<float> y)
    {
        if (a[i] < b[i])
        {
            y[i] = 1f;
        }
        else
        {
            y[i] = 2f;
        }
    }

    public static void Exponential(Index1D i, ArrayView<float> a, ArrayView<float> y) => y[i] = MathF.Exp(a[i]);

    public static void Maximum(Index1D i, ArrayView<float> a, ArrayView<float> b, ArrayView<float> y) => y[i] = MathF.Max(a[i], b[i]);

    public static void AtomicSum(Index1D i, ArrayView<float> a, ArrayView<float> y) => Atomic.Add(ref y[0], a[i]);

    public static void ToInteger(Index1D i, ArrayView<float> a, ArrayView<int> y) => y[i] = (int)a[i];

    public static void FusedByName(Index1D i, ArrayView<float> a, ArrayView<float> y) => y[i] = MathF.FusedMultiplyAdd(a[i], a[i], y[i]);
}
