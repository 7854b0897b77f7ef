using System.Runtime.Intrinsics;

namespace Conformance.Backends.Cpu.Kernels;

/// <summary>One row against one number: each element is rounded once.</summary>
internal static class RowScale
{
    public static void Multiply(ReadOnlySpan<float> x, float factor, Span<float> y)
    {
        var i = 0;
        for (; i <= y.Length - Vector512<float>.Count; i += Vector512<float>.Count)
        {
            (Vector512.Create(x[i..]) * factor).CopyTo(y[i..]);
        }

        for (; i < y.Length; i++)
        {
            y[i] = x[i] * factor;
        }
    }

    public static void Divide(ReadOnlySpan<float> x, float divisor, Span<float> y)
    {
        var i = 0;
        for (; i <= y.Length - Vector512<float>.Count; i += Vector512<float>.Count)
        {
            (Vector512.Create(x[i..]) / Vector512.Create(divisor)).CopyTo(y[i..]);
        }

        for (; i < y.Length; i++)
        {
            y[i] = x[i] / divisor;
        }
    }

    public static void Subtract(ReadOnlySpan<float> x, float subtrahend, Span<float> y)
    {
        var i = 0;
        for (; i <= y.Length - Vector512<float>.Count; i += Vector512<float>.Count)
        {
            (Vector512.Create(x[i..]) - Vector512.Create(subtrahend)).CopyTo(y[i..]);
        }

        for (; i < y.Length; i++)
        {
            y[i] = x[i] - subtrahend;
        }
    }
}
