using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Conformance.Backends.Cpu.Kernels;

/// <summary>What a chain of a reduction does with its next element.</summary>
internal interface IStep
{
    /// <summary>Whether a second operand takes part.</summary>
    static abstract bool IsProduct { get; }

    static abstract float Of(float sum, float a, float b);

    /// <summary>The same for 16 chains.</summary>
    static abstract Vector512<float> Of(Vector512<float> sum, Vector512<float> a, Vector512<float> b);
}

/// <summary>[R2]: c + a.</summary>
internal readonly struct AddStep : IStep
{
    public static bool IsProduct => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Of(float sum, float a, float b) => sum + a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> sum, Vector512<float> a, Vector512<float> b) => sum + a;
}

/// <summary>[R1] of a row with itself: fma(a, a, c).</summary>
internal readonly struct SquareStep : IStep
{
    public static bool IsProduct => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Of(float sum, float a, float b) => MathF.FusedMultiplyAdd(a, a, sum);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> sum, Vector512<float> a, Vector512<float> b) =>
        Vector512.FusedMultiplyAdd(a, a, sum);
}

/// <summary>[R1]: fma(a, b, c).</summary>
internal readonly struct FmaStep : IStep
{
    public static bool IsProduct => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Of(float sum, float a, float b) => MathF.FusedMultiplyAdd(a, b, sum);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> sum, Vector512<float> a, Vector512<float> b) =>
        Vector512.FusedMultiplyAdd(a, b, sum);
}
