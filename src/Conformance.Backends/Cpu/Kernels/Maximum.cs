using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Conformance.Numerics;

namespace Conformance.Backends.Cpu.Kernels;

/// <summary>The maximum of a row ([P2]), on the order keys of [P3]; a NaN anywhere gives NaN.</summary>
internal static class Maximum
{
    public static float Of(ReadOnlySpan<float> a)
    {
        if (a.Length < Vector512<float>.Count)
        {
            return Reductions.Max(a);
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
            return Primitives.NaN;
        }

        var key = int.MinValue;
        for (var lane = 0; lane < Vector512<int>.Count; lane++)
        {
            key = Math.Max(key, best[lane]);
        }

        return BitConverter.Int32BitsToSingle(key >= 0 ? key : key ^ int.MaxValue);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Join(Vector512<float> x, ref Vector512<int> best, ref Vector512<float> same)
    {
        var bits = x.AsInt32();
        best = Vector512.Max(best, bits ^ ((bits >> 31) & Vector512.Create(int.MaxValue)));
        same &= Vector512.Equals(x, x);
    }
}
