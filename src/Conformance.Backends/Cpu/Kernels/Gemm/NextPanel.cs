using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Conformance.Backends.Cpu.Kernels.Gemm;

/// <summary>
/// Asks memory for the weights that come after a panel. The processor's own prefetching ends where a stream does, and a panel is short.
/// </summary>
internal static class NextPanel
{
    private const int CacheLine = 64;

    /// <param name="panel">Weights of the present panel.</param>
    /// <param name="ahead">How many weights further the same ones of the next panel stand.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Fetch<T>(ref T panel, nint ahead)
        where T : struct
    {
        if (Sse.IsSupported)
        {
            // Four k: as far as a step of the packed rows.
            var place = (byte*)Unsafe.AsPointer(ref Unsafe.Add(ref panel, ahead));
            for (var offset = 0; offset < PackedRows.Step * PackedWeights.Width * Unsafe.SizeOf<T>(); offset += CacheLine)
            {
                Sse.Prefetch1(place + offset);
            }
        }
    }
}
