using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Conformance.Backends.Cpu.Kernels.Casting;

/// <summary>Rows of a 16-bit format from and to binary32, 16 elements at a time; a short tail by the reference.</summary>
internal static class HalfRows
{
    private const int Lanes = 16;

    public static void Widen<TFormat>(ReadOnlySpan<ushort> x, Span<float> y)
        where TFormat : struct, IHalfFormat
    {
        ref var source = ref MemoryMarshal.GetReference(x[..y.Length]);
        ref var target = ref MemoryMarshal.GetReference(y);
        var i = 0;
        for (; i <= y.Length - Lanes; i += Lanes)
        {
            TFormat.Widen(Spread(Vector256.LoadUnsafe(ref source, (nuint)i))).StoreUnsafe(ref target, (nuint)i);
        }

        for (; i < y.Length; i++)
        {
            y[i] = TFormat.Widen(x[i]);
        }
    }

    public static void Narrow<TFormat>(ReadOnlySpan<float> x, Span<ushort> y)
        where TFormat : struct, IHalfFormat
    {
        ref var source = ref MemoryMarshal.GetReference(x[..y.Length]);
        ref var target = ref MemoryMarshal.GetReference(y);
        var i = 0;
        for (; i <= y.Length - Lanes; i += Lanes)
        {
            Gather(TFormat.Narrow(Vector512.LoadUnsafe(ref source, (nuint)i))).StoreUnsafe(ref target, (nuint)i);
        }

        for (; i < y.Length; i++)
        {
            y[i] = TFormat.Narrow(x[i]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Spread(Vector256<ushort> bits)
    {
        if (Avx512F.IsSupported)
        {
            return Avx512F.ConvertToVector512UInt32(bits);
        }

        var (low, high) = Vector256.Widen(bits);
        return Vector512.Create(low, high);
    }

    /// <summary>The low halves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ushort> Gather(Vector512<uint> bits) => Avx512F.IsSupported
        ? Avx512F.ConvertToVector256UInt16(bits)
        : Vector256.Narrow(bits.GetLower(), bits.GetUpper());
}
