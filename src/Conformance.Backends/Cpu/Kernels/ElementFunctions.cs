using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Conformance.Backends.Cpu.Kernels;

/// <summary>A function of one element, for 16 at a time.</summary>
internal interface IUnary
{
    Vector512<float> Of(Vector512<float> x);
}

/// <summary>A function of two elements, for 16 pairs at a time.</summary>
internal interface IBinary
{
    Vector512<float> Of(Vector512<float> a, Vector512<float> b);
}

internal readonly struct Add : IBinary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Of(Vector512<float> a, Vector512<float> b) => a + b;
}

internal readonly struct Subtract : IBinary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Of(Vector512<float> a, Vector512<float> b) => a - b;
}

internal readonly struct Multiply : IBinary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Of(Vector512<float> a, Vector512<float> b) => a * b;
}

internal readonly struct Divide : IBinary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Of(Vector512<float> a, Vector512<float> b) => a / b;
}

internal readonly struct SquareRoot : IUnary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Of(Vector512<float> x) => Vector512.Sqrt(x);
}

internal readonly struct Exponential : IUnary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Of(Vector512<float> x) => VectorExp.Of(x);
}

/// <summary>exp(x − shift), the difference rounded ([O5]).</summary>
internal readonly struct ShiftedExponential(float shift) : IUnary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Of(Vector512<float> x) => VectorExp.Of(x - Vector512.Create(shift));
}

/// <summary>[F2].</summary>
internal readonly struct Silu : IUnary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Of(Vector512<float> x) => x / (Vector512<float>.One + VectorExp.Of(x ^ Vector512.Create(-0f)));
}

/// <summary>silu(a) · b ([O9]).</summary>
internal readonly struct SiluTimes : IBinary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Of(Vector512<float> a, Vector512<float> b) => default(Silu).Of(a) * b;
}

/// <summary>x · factor.</summary>
internal readonly struct Times(float factor) : IUnary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Of(Vector512<float> x) => x * Vector512.Create(factor);
}

/// <summary>x / divisor.</summary>
internal readonly struct DividedBy(float divisor) : IUnary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Of(Vector512<float> x) => x / Vector512.Create(divisor);
}

/// <summary>(x · factor) · g, both rounded ([O4]).</summary>
internal readonly struct ScaledProduct(float factor) : IBinary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Of(Vector512<float> x, Vector512<float> g) => x * Vector512.Create(factor) * g;
}
