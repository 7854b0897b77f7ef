using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Conformance.Backends.Cpu.Kernels;

/// <summary>
/// 4 to 16 chains side by side, one in each lane: chunks of one row, or the same chunk of several rows. Each lane takes its own
/// elements in ascending order; four neighbours of 16 chains are loaded at once and turned around in registers.
/// </summary>
internal static class SideBySide
{
    public const int Lanes = 16;

    /// <summary>Chains that share a quarter of a vector. Fewer cannot be told apart from their neighbours.</summary>
    public const int Least = 4;

    /// <summary>sums[c] = the chain over a[c·stride ..] (and b likewise), from +0.</summary>
    /// <param name="lengths">Of each chain; what they have in common runs side by side.</param>
    public static void Run<TStep>(ReadOnlySpan<float> a, ReadOnlySpan<float> b, int stride, ReadOnlySpan<int> lengths, Span<float> sums)
        where TStep : IStep
    {
        var (common, end) = (int.MaxValue, 0);
        for (var chain = 0; chain < lengths.Length; chain++)
        {
            common = Math.Min(common, lengths[chain] & ~3);
            end = Math.Max(end, (chain * stride) + lengths[chain]);
        }

        var quarters = new Quarters(lengths.Length, stride);
        quarters.Store(
            Common<TStep>(ref MemoryMarshal.GetReference(a[..end]), ref MemoryMarshal.GetReference(b[..end]), quarters, common), sums);
        for (var chain = 0; chain < lengths.Length; chain++)
        {
            for (var k = (chain * stride) + common; k < (chain * stride) + lengths[chain]; k++)
            {
                sums[chain] = TStep.Of(sums[chain], a[k], b[k]);
            }
        }
    }

    private static Vector512<float> Common<TStep>(ref float a, ref float b, in Quarters quarters, nint length)
        where TStep : IStep
    {
        unchecked
        {
            var places = quarters;
            var sum = Vector512<float>.Zero;
            for (nint k = 0; k < length; k += 4)
            {
                places.Load(ref Unsafe.Add(ref a, k), out var a0, out var a1, out var a2, out var a3);
                var (b0, b1, b2, b3) = (a0, a1, a2, a3);
                if (TStep.IsProduct)
                {
                    places.Load(ref Unsafe.Add(ref b, k), out b0, out b1, out b2, out b3);
                }

                sum = TStep.Of(sum, a0, b0);
                sum = TStep.Of(sum, a1, b1);
                sum = TStep.Of(sum, a2, b2);
                sum = TStep.Of(sum, a3, b3);
            }

            return sum;
        }
    }
}
