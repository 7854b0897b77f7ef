using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Conformance.Numerics;

namespace Conformance.Backends.Cpu.Kernels;

/// <summary>The maximum of a row ([P2]), on the order keys of [P3]; a NaN anywhere gives NaN.</summary>
internal static class Maximum
{
    /// <summary>Above the key of every number.</summary>
    public const int KeyOfNaN = int.MaxValue;

    public static float Of(ReadOnlySpan<float> a)
    {
        var key = Key(a);
        return key == KeyOfNaN ? Primitives.NaN : BitConverter.Int32BitsToSingle(BitsOf(key));
    }

    /// <summary>The greatest <see cref="Primitives.OrderKey"/>; that of −∞ for the empty set.</summary>
    public static int Key(ReadOnlySpan<float> a)
    {
        if (a.Length < Vector512<float>.Count)
        {
            return Primitives.OrderKey(Reductions.Max(a));
        }

        ref var first = ref MemoryMarshal.GetReference(a);
        var best = Vector512.Create(int.MinValue);
        var same = Vector512<float>.AllBitsSet;
        for (nint i = 0; i <= a.Length - Vector512<float>.Count; i += Vector512<float>.Count)
        {
            Join(Vector512.LoadUnsafe(ref Unsafe.Add(ref first, i)), ref best, ref same);
        }

        // The last vector overlaps the one before: a maximum does not mind.
        Join(Vector512.LoadUnsafe(ref Unsafe.Add(ref first, a.Length - Vector512<float>.Count)), ref best, ref same);
        if (!Vector512.EqualsAll(same.AsInt32(), Vector512<int>.AllBitsSet))
        {
            return KeyOfNaN;
        }

        var key = int.MinValue;
        for (var lane = 0; lane < Vector512<int>.Count; lane++)
        {
            key = Math.Max(key, best[lane]);
        }

        return key;
    }

    /// <summary>The order keys of numbers; those of NaN lie outside of all of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Keys(Vector512<float> x) => x.AsInt32() ^ ((x.AsInt32() >> 31) & Vector512.Create(int.MaxValue));

    /// <summary>The number whose key it is, as bits.</summary>
    public static int BitsOf(int key) => key >= 0 ? key : key ^ int.MaxValue;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Join(Vector512<float> x, ref Vector512<int> best, ref Vector512<float> same)
    {
        best = Vector512.Max(best, Keys(x));
        same &= Vector512.Equals(x, x);
    }
}
