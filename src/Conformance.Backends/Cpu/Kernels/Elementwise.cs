using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Conformance.Backends.Cpu.Kernels;

/// <summary>
/// [P1], [F1] for 16 lanes at a time. A short tail is computed in a full vector, by the same instructions. A result may take its
/// operand's place: every vector is read before it is written.
/// </summary>
internal static class Elementwise
{
    private const int Lanes = 16;

    public static void Unary<TFunction>(CpuCall call)
        where TFunction : struct, IUnary
    {
        call.For(call.Result.Floats.Length, 8, static (call, first, end) =>
            Unary<TFunction>(call.Input(0).Floats[first..end], call.Result.Floats[first..end]));
    }

    public static void Unary<TFunction>(ReadOnlySpan<float> x, Span<float> y)
        where TFunction : struct, IUnary => Unary(default(TFunction), x, y);

    public static void Unary<TFunction>(TFunction function, ReadOnlySpan<float> x, Span<float> y)
        where TFunction : struct, IUnary
    {
        ref var source = ref MemoryMarshal.GetReference(x[..y.Length]);
        ref var target = ref MemoryMarshal.GetReference(y);
        nint i = 0;

        // Two at a time, so that the constants of a function are loaded half as often.
        for (; i <= y.Length - (2 * Lanes); i += 2 * Lanes)
        {
            var left = function.Of(Load(ref source, i));
            var right = function.Of(Load(ref source, i + Lanes));
            left.StoreUnsafe(ref Unsafe.Add(ref target, i));
            right.StoreUnsafe(ref Unsafe.Add(ref target, i + Lanes));
        }

        for (; i < y.Length; i += Lanes)
        {
            var count = (int)Math.Min(Lanes, y.Length - i);
            Store(function.Of(Part(ref Unsafe.Add(ref source, i), count)), ref Unsafe.Add(ref target, i), count);
        }
    }

    public static void Binary<TFunction>(CpuCall call)
        where TFunction : struct, IBinary
    {
        call.For(call.Result.Floats.Length, 1, static (call, first, end) =>
            Binary<TFunction>(call.Input(0).Floats[first..end], call.Input(1).Floats[first..end], call.Result.Floats[first..end]));
    }

    public static void Binary<TFunction>(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y)
        where TFunction : struct, IBinary => Binary(default(TFunction), a, b, y);

    public static void Binary<TFunction>(TFunction function, ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y)
        where TFunction : struct, IBinary
    {
        ref var left = ref MemoryMarshal.GetReference(a[..y.Length]);
        ref var right = ref MemoryMarshal.GetReference(b[..y.Length]);
        ref var target = ref MemoryMarshal.GetReference(y);
        nint i = 0;
        for (; i <= y.Length - Lanes; i += Lanes)
        {
            function.Of(Load(ref left, i), Load(ref right, i)).StoreUnsafe(ref Unsafe.Add(ref target, i));
        }

        if (i < y.Length)
        {
            var count = (int)(y.Length - i);
            Store(
                function.Of(Part(ref Unsafe.Add(ref left, i), count), Part(ref Unsafe.Add(ref right, i), count)),
                ref Unsafe.Add(ref target, i), count);
        }
    }

    public static void Fma(CpuCall call)
    {
        call.For(call.Result.Floats.Length, 1, static (call, first, end) => Fma(
            call.Input(0).Floats[first..end], call.Input(1).Floats[first..end], call.Input(2).Floats[first..end],
            call.Result.Floats[first..end]));
    }

    private static void Fma(ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> z, Span<float> result)
    {
        ref var a = ref MemoryMarshal.GetReference(x[..result.Length]);
        ref var b = ref MemoryMarshal.GetReference(y[..result.Length]);
        ref var c = ref MemoryMarshal.GetReference(z[..result.Length]);
        ref var target = ref MemoryMarshal.GetReference(result);
        nint i = 0;
        for (; i <= result.Length - Lanes; i += Lanes)
        {
            Vector512.FusedMultiplyAdd(Load(ref a, i), Load(ref b, i), Load(ref c, i)).StoreUnsafe(ref Unsafe.Add(ref target, i));
        }

        for (; i < result.Length; i++)
        {
            result[(int)i] = MathF.FusedMultiplyAdd(x[(int)i], y[(int)i], z[(int)i]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Load(ref float source, nint offset) => Vector512.LoadUnsafe(ref Unsafe.Add(ref source, offset));

    /// <summary>The first elements, and zeros.</summary>
    private static Vector512<float> Part(ref float source, int count)
    {
        Span<float> part = stackalloc float[Lanes];
        MemoryMarshal.CreateReadOnlySpan(ref source, count).CopyTo(part);
        return Vector512.Create<float>(part);
    }

    private static void Store(Vector512<float> value, ref float target, int count)
    {
        Span<float> part = stackalloc float[Lanes];
        value.CopyTo(part);
        part[..count].CopyTo(MemoryMarshal.CreateSpan(ref target, count));
    }
}
