using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Conformance.Backends.Cpu.Kernels.Gemm;

/// <summary>
/// Rows of a, regrouped for a register tile: four k of each of <paramref name="height"/> rows lie side by side,
/// [k/4][height][4], so that a tile walks one stream and no row needs a pointer. Rows past the last are zeros and nobody reads
/// their results; the elements of k past the last are never read, since even a zero times a weight could change a sum's sign.
/// </summary>
internal static class PackedRows
{
    /// <summary>Neighbouring k of one row.</summary>
    public const int Step = 4;

    /// <summary>Floats that a tile of so many rows takes.</summary>
    public static int Size(int height, int length) => (length + Step - 1) / Step * Step * height;

    /// <param name="a">Row after row, <paramref name="stride"/> floats apart, beginning at the first k wanted.</param>
    /// <param name="rows">How many of the tile's rows there are.</param>
    /// <param name="length">How many k.</param>
    public static void Pack(ReadOnlySpan<float> a, int stride, int rows, int height, int length, Span<float> packed)
    {
        if (rows < height)
        {
            packed[..Size(height, length)].Clear();
        }

        for (var r = 0; r < rows; r++)
        {
            var row = a.Slice(r * stride, length);
            ref var source = ref MemoryMarshal.GetReference(row);
            ref var target = ref packed[r * Step];
            var k = 0;
            for (; k <= length - Step; k += Step)
            {
                Vector128.LoadUnsafe(ref source, (nuint)k).StoreUnsafe(ref Unsafe.Add(ref target, (nint)k * height));
            }

            for (; k < length; k++)
            {
                packed[(k / Step * Step * height) + (r * Step) + (k % Step)] = row[k];
            }
        }
    }
}
