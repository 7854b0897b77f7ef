using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Conformance.Backends.Cpu.Kernels.Sampling;

/// <summary>What a cut counts.</summary>
internal interface IMass
{
    static abstract ulong Of(ulong weight);

    /// <summary>The masses of 16 elements of which some are chosen (all ones), summed up into 8 lanes.</summary>
    static abstract Vector512<ulong> Of(Vector512<int> chosen, ref ulong weights);
}

/// <summary>Each element counts 1: top_k.</summary>
internal readonly struct One : IMass
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Of(ulong weight) => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Of(Vector512<int> chosen, ref ulong weights)
    {
        var pairs = chosen.AsUInt64();
        return (pairs & Vector512<ulong>.One) + (pairs >> 63);
    }
}

/// <summary>Each element counts its weight: top_p.</summary>
internal readonly struct Weight : IMass
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Of(ulong weight) => weight;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Of(Vector512<int> chosen, ref ulong weights)
    {
        var (low, high) = Vector512.Widen(chosen);
        return (low.AsUInt64() & Vector512.LoadUnsafe(ref weights))
            + (high.AsUInt64() & Vector512.LoadUnsafe(ref Unsafe.Add(ref weights, Vector512<ulong>.Count)));
    }
}
