using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Conformance.Numerics.Formats;

namespace Conformance.Backends.Cpu.Kernels.Quantized;

/// <summary>Operator 'quantize' ([O1]): a block of 32 is two vectors. Blocks are shared among threads.</summary>
internal static class Quantize
{
    private const int Lanes = 16;

    public static void Run(CpuCall call)
    {
        call.For(call.Input(0).Floats.Length / QuantizedBlock.Length, QuantizedBlock.Length * 4, Part);
    }

    private static void Part(CpuCall call, int first, int end)
    {
        var x = call.Input(0).Floats;
        var y = call.Result.Data.AsSpan();
        for (var block = first; block < end; block++)
        {
            Block(
                x.Slice(block * QuantizedBlock.Length, QuantizedBlock.Length),
                y.Slice(block * QuantizedBlock.Bytes, QuantizedBlock.Bytes));
        }
    }

    private static void Block(ReadOnlySpan<float> values, Span<byte> block)
    {
        var low = Vector512.Create(values);
        var high = Vector512.Create(values[Lanes..]);

        // Magnitudes are ordered as their bits are; infinities and NaN lie on top.
        var magnitude = Vector512.Max(Vector512.Abs(low).AsUInt32(), Vector512.Abs(high).AsUInt32());
        var d = BitConverter.UInt32BitsToSingle(Greatest(magnitude)) / QuantizedBlock.Limit;
        if (!float.IsFinite(d) || d == 0)
        {
            QuantizedBlock.Quantize(values, block);
            return;
        }

        BinaryPrimitives.WriteUInt16LittleEndian(block, Binary16.Narrow(d));
        var target = MemoryMarshal.Cast<byte, sbyte>(block[2..]);
        Store(low, d, target);
        Store(high, d, target[Lanes..]);
    }

    /// <summary>Halves until one is left: a loop over the lanes would go through memory.</summary>
    private static uint Greatest(Vector512<uint> x)
    {
        var eight = Vector256.Max(x.GetLower(), x.GetUpper());
        var four = Vector128.Max(eight.GetLower(), eight.GetUpper());
        var two = Vector128.Max(four, Vector128.Shuffle(four, Vector128.Create(2u, 3u, 0u, 1u)));
        return Math.Max(two[0], two[1]);
    }

    /// <summary>rint(x/d), clamped: what is rounded lies within ±(127 and a little), so the conversion is exact.</summary>
    private static void Store(Vector512<float> x, float d, Span<sbyte> target)
    {
        var rounded = Vector512.Round(x / Vector512.Create(d));
        var limit = Vector512.Create((float)QuantizedBlock.Limit);
        var integers = Vector512.ConvertToInt32(Vector512.Min(Vector512.Max(rounded, -limit), limit));
        var shorts = Vector256.Narrow(integers.GetLower(), integers.GetUpper());
        Vector128.Narrow(shorts.GetLower(), shorts.GetUpper()).CopyTo(target);
    }
}
