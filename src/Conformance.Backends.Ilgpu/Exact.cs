using ILGPU;
using ILGPU.IR.Intrinsics;

namespace Conformance.Backends.Ilgpu;

/// <summary>
/// The only arithmetic on floats that a strict kernel may use (SA-1 [P1]). On the CPU accelerator these are the .NET operations,
/// which are IEEE's and are never contracted. For PTX and OpenCL C <see cref="Intrinsics.ExactIntrinsics"/> replaces each by the
/// instruction with its rounding written out, so that neither ILGPU's rewrites of floats (x + 0, (x + c1) + c2) nor the
/// driver's contraction of mul and add can touch it. A test scans the compiled kernels for any other float operation.
/// </summary>
public static class Exact
{
    [IntrinsicImplementation]
    public static float Add(float a, float b) => a + b;

    [IntrinsicImplementation]
    public static float Sub(float a, float b) => a - b;

    [IntrinsicImplementation]
    public static float Mul(float a, float b) => a * b;

    [IntrinsicImplementation]
    public static float Div(float a, float b) => a / b;

    [IntrinsicImplementation]
    public static float Sqrt(float x) => MathF.Sqrt(x);

    [IntrinsicImplementation]
    public static float Fma(float a, float b, float c) => MathF.FusedMultiplyAdd(a, b, c);

    /// <summary>[P4]; every integer that a kernel converts is below 2^24, so nothing is rounded.</summary>
    [IntrinsicImplementation]
    public static float FromInt(int value) => value;

    /// <summary>The upper half of a 128-bit product.</summary>
    [IntrinsicImplementation]
    public static ulong MulHigh(ulong a, ulong b) => Math.BigMul(a, b, out _);

    public static uint Bits(float x) => Interop.FloatAsInt(x);

    public static float FromBits(uint bits) => Interop.IntAsFloat(bits);
}
