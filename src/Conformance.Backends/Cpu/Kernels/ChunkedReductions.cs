using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Conformance.Numerics;

namespace Conformance.Backends.Cpu.Kernels;

/// <summary>
/// The reductions of one row ([R1], [R2], [P2]). A chunk is a chain of dependent steps of four cycles each, but chunks do not
/// depend on one another: eight run side by side, and then join from left to right ([R3]).
/// </summary>
internal static class ChunkedReductions
{
    private const int Chunk = Reductions.Chunk;
    private const int Abreast = 8;

    private interface IStep
    {
        static abstract float Of(float sum, float a, float b);
    }

    public static float Sum(ReadOnlySpan<float> a) => a.Length < 2 * Chunk ? Reductions.Sum(a) : Run<AddStep>(a, a);

    public static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b) => a.Length < 2 * Chunk ? Reductions.Dot(a, b) : Run<FmaStep>(a, b);

    /// <summary>[P2]: on the order keys of [P3], a NaN anywhere gives NaN.</summary>
    public static float Max(ReadOnlySpan<float> a)
    {
        if (a.Length < Vector512<float>.Count)
        {
            return Reductions.Max(a);
        }

        var best = Vector512.Create(int.MinValue);
        var same = Vector512<float>.AllBitsSet;
        var i = 0;
        for (; i <= a.Length - Vector512<float>.Count; i += Vector512<float>.Count)
        {
            Join(Vector512.Create(a[i..]), ref best, ref same);
        }

        // The last vector overlaps the one before: a maximum does not mind.
        Join(Vector512.Create(a[^Vector512<float>.Count..]), ref best, ref same);
        if (!Vector512.EqualsAll(same.AsInt32(), Vector512<int>.AllBitsSet))
        {
            return Primitives.NaN;
        }

        var key = int.MinValue;
        for (var lane = 0; lane < Vector512<int>.Count; lane++)
        {
            key = Math.Max(key, best[lane]);
        }

        return BitConverter.Int32BitsToSingle(key >= 0 ? key : key ^ int.MaxValue);
    }

    private static void Join(Vector512<float> x, ref Vector512<int> best, ref Vector512<float> same)
    {
        var bits = x.AsInt32();
        best = Vector512.Max(best, bits ^ ((bits >> 31) & Vector512.Create(int.MaxValue)));
        same &= Vector512.Equals(x, x);
    }

    private static float Run<TStep>(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
        where TStep : IStep
    {
        Span<float> sums = stackalloc float[Abreast];
        var total = 0f;
        for (var start = 0; start < a.Length; start += Abreast * Chunk)
        {
            var count = Math.Min(Abreast, (a.Length - start + Chunk - 1) / Chunk);
            if (a.Length - start >= Abreast * Chunk)
            {
                Eight<TStep>(a.Slice(start, Abreast * Chunk), b.Slice(start, Abreast * Chunk), sums);
            }
            else
            {
                Few<TStep>(a[start..], b[start..], sums);
            }

            for (var j = 0; j < count; j++)
            {
                total = start + j == 0 ? sums[j] : total + sums[j];
            }
        }

        return total;
    }

    private static void Eight<TStep>(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> sums)
        where TStep : IStep
    {
        ref var p = ref MemoryMarshal.GetReference(a);
        ref var q = ref MemoryMarshal.GetReference(b);
        var (c0, c1, c2, c3, c4, c5, c6, c7) = (0f, 0f, 0f, 0f, 0f, 0f, 0f, 0f);
        for (var k = 0; k < Chunk; k++)
        {
            c0 = TStep.Of(c0, p, q);
            c1 = TStep.Of(c1, Unsafe.Add(ref p, Chunk), Unsafe.Add(ref q, Chunk));
            c2 = TStep.Of(c2, Unsafe.Add(ref p, 2 * Chunk), Unsafe.Add(ref q, 2 * Chunk));
            c3 = TStep.Of(c3, Unsafe.Add(ref p, 3 * Chunk), Unsafe.Add(ref q, 3 * Chunk));
            c4 = TStep.Of(c4, Unsafe.Add(ref p, 4 * Chunk), Unsafe.Add(ref q, 4 * Chunk));
            c5 = TStep.Of(c5, Unsafe.Add(ref p, 5 * Chunk), Unsafe.Add(ref q, 5 * Chunk));
            c6 = TStep.Of(c6, Unsafe.Add(ref p, 6 * Chunk), Unsafe.Add(ref q, 6 * Chunk));
            c7 = TStep.Of(c7, Unsafe.Add(ref p, 7 * Chunk), Unsafe.Add(ref q, 7 * Chunk));
            p = ref Unsafe.Add(ref p, 1);
            q = ref Unsafe.Add(ref q, 1);
        }

        (sums[0], sums[1], sums[2], sums[3]) = (c0, c1, c2, c3);
        (sums[4], sums[5], sums[6], sums[7]) = (c4, c5, c6, c7);
    }

    /// <summary>Fewer than eight whole chunks: two at a time, and what is left alone.</summary>
    private static void Few<TStep>(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> sums)
        where TStep : IStep
    {
        var j = 0;
        for (; (j + 2) * Chunk <= a.Length; j += 2)
        {
            var (left, right) = (j * Chunk, (j + 1) * Chunk);
            var (c0, c1) = (0f, 0f);
            for (var k = 0; k < Chunk; k++)
            {
                c0 = TStep.Of(c0, a[left + k], b[left + k]);
                c1 = TStep.Of(c1, a[right + k], b[right + k]);
            }

            (sums[j], sums[j + 1]) = (c0, c1);
        }

        for (; j * Chunk < a.Length; j++)
        {
            var c = 0f;
            for (var k = j * Chunk; k < Math.Min(a.Length, (j + 1) * Chunk); k++)
            {
                c = TStep.Of(c, a[k], b[k]);
            }

            sums[j] = c;
        }
    }

    private readonly struct AddStep : IStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static float Of(float sum, float a, float b) => sum + a;
    }

    private readonly struct FmaStep : IStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static float Of(float sum, float a, float b) => MathF.FusedMultiplyAdd(a, b, sum);
    }
}
