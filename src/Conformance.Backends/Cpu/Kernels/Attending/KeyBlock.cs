using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Conformance.Backends.Cpu.Kernels.Attending;

/// <summary>Keys of 32 positions turned around, [size][32], so that a lane is a position.</summary>
internal static class KeyBlock
{
    public const int Positions = 32;

    private const int Lanes = 16;

    /// <param name="keys">Of 32 positions, <paramref name="stride"/> floats apart.</param>
    /// <param name="block">[size][32].</param>
    public static void Turn(ReadOnlySpan<float> keys, int stride, int size, Span<float> block)
    {
        var d = 0;
        ref var source = ref MemoryMarshal.GetReference(keys[..(((Positions - 1) * stride) + size)]);
        ref var target = ref MemoryMarshal.GetReference(block[..(size * Positions)]);
        for (; Avx512F.IsSupported && d <= size - Lanes; d += Lanes)
        {
            Sixteen(ref Unsafe.Add(ref source, d), stride, ref Unsafe.Add(ref target, d * Positions));
            Sixteen(ref Unsafe.Add(ref source, (Lanes * stride) + d), stride, ref Unsafe.Add(ref target, (d * Positions) + Lanes));
        }

        for (; d <= size - 4; d += 4)
        {
            Four(ref Unsafe.Add(ref source, d), stride, ref Unsafe.Add(ref target, d * Positions));
            Four(ref Unsafe.Add(ref source, (Lanes * stride) + d), stride, ref Unsafe.Add(ref target, (d * Positions) + Lanes));
        }

        for (; d < size; d++)
        {
            for (var j = 0; j < Positions; j++)
            {
                block[(d * Positions) + j] = keys[(j * stride) + d];
            }
        }
    }

    private static void Four(ref float source, nint stride, ref float target)
    {
        new Quarters(Lanes, stride).Load(ref source, out var v0, out var v1, out var v2, out var v3);
        v0.StoreUnsafe(ref target);
        v1.StoreUnsafe(ref target, Positions);
        v2.StoreUnsafe(ref target, 2 * Positions);
        v3.StoreUnsafe(ref target, 3 * Positions);
    }

    /// <summary>16 positions × 16 elements: each key's cache line is read once.</summary>
    private static void Sixteen(ref float source, nint stride, ref float target)
    {
        unchecked
        {
            // Quarter q of lines i, i+4, i+8 and i+12 becomes one vector; then each group of four is turned around in its quarters.
            Gather(ref source, stride, out var a0, out var a1, out var a2, out var a3);
            Gather(ref Unsafe.Add(ref source, stride), stride, out var b0, out var b1, out var b2, out var b3);
            Gather(ref Unsafe.Add(ref source, 2 * stride), stride, out var c0, out var c1, out var c2, out var c3);
            Gather(ref Unsafe.Add(ref source, 3 * stride), stride, out var d0, out var d1, out var d2, out var d3);
            Store(a0, b0, c0, d0, ref target);
            Store(a1, b1, c1, d1, ref Unsafe.Add(ref target, 4 * Positions));
            Store(a2, b2, c2, d2, ref Unsafe.Add(ref target, 8 * Positions));
            Store(a3, b3, c3, d3, ref Unsafe.Add(ref target, 12 * Positions));
        }
    }

    /// <summary>Lines 0, 4, 8 and 12 from here: their first quarters, their second, and so on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Gather(
        ref float source, nint stride, out Vector512<float> q0, out Vector512<float> q1, out Vector512<float> q2, out Vector512<float> q3)
    {
        unchecked
        {
            var r0 = Vector512.LoadUnsafe(ref source);
            var r1 = Vector512.LoadUnsafe(ref Unsafe.Add(ref source, 4 * stride));
            var r2 = Vector512.LoadUnsafe(ref Unsafe.Add(ref source, 8 * stride));
            var r3 = Vector512.LoadUnsafe(ref Unsafe.Add(ref source, 12 * stride));
            var low01 = Avx512F.Shuffle4x128(r0, r1, 0x44);
            var low23 = Avx512F.Shuffle4x128(r2, r3, 0x44);
            var high01 = Avx512F.Shuffle4x128(r0, r1, 0xEE);
            var high23 = Avx512F.Shuffle4x128(r2, r3, 0xEE);
            q0 = Avx512F.Shuffle4x128(low01, low23, 0x88);
            q1 = Avx512F.Shuffle4x128(low01, low23, 0xDD);
            q2 = Avx512F.Shuffle4x128(high01, high23, 0x88);
            q3 = Avx512F.Shuffle4x128(high01, high23, 0xDD);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d, ref float target)
    {
        Quarters.Turn(ref a, ref b, ref c, ref d);
        a.StoreUnsafe(ref target);
        b.StoreUnsafe(ref target, Positions);
        c.StoreUnsafe(ref target, 2 * Positions);
        d.StoreUnsafe(ref target, 3 * Positions);
    }
}
