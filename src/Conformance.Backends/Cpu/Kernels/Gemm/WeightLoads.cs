using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Conformance.Backends.Cpu.Kernels.Gemm;

/// <summary>Reads the 16 weights of a panel that meet one k. Widening is exact ([V3]), so it may happen in the loop.</summary>
internal interface IWeightLoad<T>
    where T : struct
{
    /// <summary>All 16.</summary>
    static abstract Vector512<float> Of(ref T panel, nint offset);

    /// <summary>Eight, for machines whose vectors hold no more.</summary>
    static abstract Vector256<float> Half(ref T panel, nint offset);
}

/// <summary>Weights stored as binary32.</summary>
internal readonly struct WideLoad : IWeightLoad<float>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(ref float panel, nint offset) => Vector512.LoadUnsafe(ref Unsafe.Add(ref panel, offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Half(ref float panel, nint offset) => Vector256.LoadUnsafe(ref Unsafe.Add(ref panel, offset));
}

/// <summary>Weights stored as bfloat16: the upper half of a binary32.</summary>
internal readonly struct NarrowLoad : IWeightLoad<ushort>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(ref ushort panel, nint offset)
    {
        var narrow = Vector256.LoadUnsafe(ref Unsafe.Add(ref panel, offset));
        if (Avx512F.IsSupported)
        {
            return (Avx512F.ConvertToVector512UInt32(narrow) << 16).AsSingle();
        }

        var (low, high) = Vector256.Widen(narrow);
        return (Vector512.Create(low, high) << 16).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Half(ref ushort panel, nint offset)
    {
        var (low, high) = Vector128.Widen(Vector128.LoadUnsafe(ref Unsafe.Add(ref panel, offset)));
        return (Vector256.Create(low, high) << 16).AsSingle();
    }
}
