using System.Runtime.Intrinsics;

namespace Conformance.Backends.Cpu.Kernels;

/// <summary>[P1], [F1] for 16 lanes at a time. A short tail is computed in a full vector, by the same instructions.</summary>
internal static class Elementwise
{
    private const int Lanes = 16;

    public interface IUnary
    {
        static abstract Vector512<float> Of(Vector512<float> x);
    }

    public interface IBinary
    {
        static abstract Vector512<float> Of(Vector512<float> a, Vector512<float> b);
    }

    public static void Unary<TFunction>(CpuCall call)
        where TFunction : IUnary
    {
        call.For(call.Result.Floats.Length, 8, static (call, first, end) =>
            Unary<TFunction>(call.Input(0).Floats[first..end], call.Result.Floats[first..end]));
    }

    public static void Unary<TFunction>(ReadOnlySpan<float> x, Span<float> y)
        where TFunction : IUnary
    {
        var i = 0;
        for (; i <= y.Length - Lanes; i += Lanes)
        {
            TFunction.Of(Vector512.Create(x[i..])).CopyTo(y[i..]);
        }

        if (i < y.Length)
        {
            Span<float> tail = stackalloc float[Lanes];
            x[i..].CopyTo(tail);
            TFunction.Of(Vector512.Create<float>(tail)).CopyTo(tail);
            tail[..(y.Length - i)].CopyTo(y[i..]);
        }
    }

    public static void Binary<TFunction>(CpuCall call)
        where TFunction : IBinary
    {
        call.For(call.Result.Floats.Length, 1, static (call, first, end) =>
            Binary<TFunction>(call.Input(0).Floats[first..end], call.Input(1).Floats[first..end], call.Result.Floats[first..end]));
    }

    public static void Binary<TFunction>(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y)
        where TFunction : IBinary
    {
        var i = 0;
        for (; i <= y.Length - Lanes; i += Lanes)
        {
            TFunction.Of(Vector512.Create(a[i..]), Vector512.Create(b[i..])).CopyTo(y[i..]);
        }

        if (i < y.Length)
        {
            Span<float> tailA = stackalloc float[Lanes];
            Span<float> tailB = stackalloc float[Lanes];
            a[i..].CopyTo(tailA);
            b[i..].CopyTo(tailB);
            TFunction.Of(Vector512.Create<float>(tailA), Vector512.Create<float>(tailB)).CopyTo(tailA);
            tailA[..(y.Length - i)].CopyTo(y[i..]);
        }
    }

    public static void Fma(CpuCall call)
    {
        var a = call.Input(0).Floats;
        var b = call.Input(1).Floats;
        var c = call.Input(2).Floats;
        var y = call.Result.Floats;
        var i = 0;
        for (; i <= y.Length - Lanes; i += Lanes)
        {
            Vector512.FusedMultiplyAdd(Vector512.Create<float>(a[i..]), Vector512.Create<float>(b[i..]), Vector512.Create<float>(c[i..]))
                .CopyTo(y[i..]);
        }

        for (; i < y.Length; i++)
        {
            y[i] = MathF.FusedMultiplyAdd(a[i], b[i], c[i]);
        }
    }

    public readonly struct Add : IBinary
    {
        public static Vector512<float> Of(Vector512<float> a, Vector512<float> b) => a + b;
    }

    public readonly struct Subtract : IBinary
    {
        public static Vector512<float> Of(Vector512<float> a, Vector512<float> b) => a - b;
    }

    public readonly struct Multiply : IBinary
    {
        public static Vector512<float> Of(Vector512<float> a, Vector512<float> b) => a * b;
    }

    public readonly struct Divide : IBinary
    {
        public static Vector512<float> Of(Vector512<float> a, Vector512<float> b) => a / b;
    }

    public readonly struct SquareRoot : IUnary
    {
        public static Vector512<float> Of(Vector512<float> x) => Vector512.Sqrt(x);
    }

    public readonly struct Exponential : IUnary
    {
        public static Vector512<float> Of(Vector512<float> x) => VectorExp.Of(x);
    }

    /// <summary>[F2].</summary>
    public readonly struct Silu : IUnary
    {
        public static Vector512<float> Of(Vector512<float> x) =>
            x / (Vector512<float>.One + VectorExp.Of(x ^ Vector512.Create(-0f)));
    }
}
