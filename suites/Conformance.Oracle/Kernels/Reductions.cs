using System.Runtime.CompilerServices;

namespace Conformance.Oracle.Kernels;

//  The sums of SA-1 section 4, one value at a time. Lanes computes many dots of one left operand at once.
internal static class Reductions
{
    public const int Chunk = 256;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Sum(ReadOnlySpan<float> a) // [R2] [R3]
    {
        var total = 0f;
        for (var start = 0; start < a.Length; start += Chunk)
        {
            var c = 0f;
            foreach (var x in a[start..Math.Min(start + Chunk, a.Length)])
            {
                c = Strict.Add(c, x);
            }

            total = start == 0 ? c : Strict.Add(total, c);
        }

        return total;
    }

    public static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b) => Dot(a, b, 0, 1); // [R1] [R3]

    /// <summary>The dot of a with the elements offset + k·step of b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b, int offset, int step)
    {
        var total = 0f;
        for (var start = 0; start < a.Length; start += Chunk)
        {
            var c = 0f;
            for (var k = start; k < Math.Min(start + Chunk, a.Length); k++)
            {
                c = Strict.Fma(a[k], b[offset + (k * step)], c);
            }

            total = start == 0 ? c : Strict.Add(total, c);
        }

        return total;
    }
}
