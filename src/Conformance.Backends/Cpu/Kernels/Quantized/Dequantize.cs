using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Conformance.Numerics.Formats;

namespace Conformance.Backends.Cpu.Kernels.Quantized;

/// <summary>Blocks of q8_0 to binary32: mul(float(q), widen(d)), 16 at a time.</summary>
internal static class Dequantize
{
    private const int Lanes = 16;

    /// <param name="blocks">As many as the values need, or more.</param>
    /// <param name="values">Of whole blocks.</param>
    public static void Run(ReadOnlySpan<byte> blocks, Span<float> values)
    {
        for (var i = 0; i < values.Length; i += QuantizedBlock.Length)
        {
            var block = blocks.Slice(i / QuantizedBlock.Length * QuantizedBlock.Bytes, QuantizedBlock.Bytes);
            var d = Vector512.Create(QuantizedBlock.Scale(block));
            ref var integers = ref MemoryMarshal.GetReference(QuantizedBlock.Integers(block));
            var target = values.Slice(i, QuantizedBlock.Length);
            (Floats(Vector128.LoadUnsafe(ref integers)) * d).CopyTo(target);
            (Floats(Vector128.LoadUnsafe(ref integers, Lanes)) * d).CopyTo(target[Lanes..]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Floats(Vector128<sbyte> integers)
    {
        if (Avx512F.IsSupported)
        {
            return Vector512.ConvertToSingle(Avx512F.ConvertToVector512Int32(integers));
        }

        var (lowShorts, highShorts) = Vector128.Widen(integers);
        var (low, high) = Vector256.Widen(Vector256.Create(lowShorts, highShorts));
        return Vector512.ConvertToSingle(Vector512.Create(low, high));
    }
}
