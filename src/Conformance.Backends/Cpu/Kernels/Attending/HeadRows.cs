using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Conformance.Backends.Cpu.Kernels.Attending;

/// <summary>
/// Keys or values of one head, gathered side by side. In the cache of positions they lie apart by those of all heads, often by a power
/// of two: then they fall into few sets of the first cache and push each other out.
/// </summary>
internal static class HeadRows
{
    /// <summary>Floats from one line of the first cache to the next of the same set (64 sets of 64 bytes).</summary>
    public const int SameSet = 1024;

    private const int Lanes = 16;

    /// <param name="source">The first row and the others, <paramref name="stride"/> floats apart.</param>
    /// <param name="rows">[count, size].</param>
    public static void Gather(ReadOnlySpan<float> source, int stride, int size, int count, Span<float> rows)
    {
        if (size < Lanes)
        {
            for (var j = 0; j < count; j++)
            {
                source.Slice(j * stride, size).CopyTo(rows[(j * size)..]);
            }

            return;
        }

        ref var from = ref MemoryMarshal.GetReference(source[..(((count - 1) * stride) + size)]);
        ref var to = ref MemoryMarshal.GetReference(rows[..(count * size)]);
        unchecked
        {
            for (var j = 0; j < count; j++)
            {
                for (var d = 0; d <= size - Lanes; d += Lanes)
                {
                    Vector512.LoadUnsafe(ref Unsafe.Add(ref from, d)).StoreUnsafe(ref Unsafe.Add(ref to, d));
                }

                // The last vector overlaps the one before.
                Vector512.LoadUnsafe(ref Unsafe.Add(ref from, size - Lanes)).StoreUnsafe(ref Unsafe.Add(ref to, size - Lanes));
                from = ref Unsafe.Add(ref from, stride);
                to = ref Unsafe.Add(ref to, size);
            }
        }
    }
}
