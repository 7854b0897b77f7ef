using Conformance.Backends.Cpu.Kernels.Casting;
using Conformance.Numerics.Formats;

namespace Conformance.Backends.Tests.Cpu;

/// <summary>
/// [V3]: the vectors convert like the reference, which is another algorithm: all 65536 patterns up; down every midpoint between two
/// neighbours with what lies next to it, and one input in 1021, or with CONFORMANCE_EXHAUSTIVE=1 all 2^32
/// (half a minute; last done on 2026-11-24, 0 differences).
/// </summary>
public class HalfRowsTests
{
    private const int BlockLength = 1 << 16;
    private const uint Stride = 1021;

    [Fact]
    public void WidenF16_AllPatterns_EqualTheReference() => Widen<F16>(Binary16.Widen);

    [Fact]
    public void WidenBF16_AllPatterns_EqualTheReference() => Widen<BF16>(BFloat16.Widen);

    [Fact]
    public void NarrowF16_AllInputsOrASample_EqualTheReference() => Narrow<F16>(Binary16.Narrow);

    [Fact]
    public void NarrowBF16_AllInputsOrASample_EqualTheReference() => Narrow<BF16>(BFloat16.Narrow);

    [Fact]
    public void NarrowF16_NextToEveryMidpoint_EqualsTheReference() => NarrowNextToMidpoints<F16>(Binary16.Widen, Binary16.Narrow);

    [Fact]
    public void NarrowBF16_NextToEveryMidpoint_EqualsTheReference() => NarrowNextToMidpoints<BF16>(BFloat16.Widen, BFloat16.Narrow);

    private static void Widen<TFormat>(Func<ushort, float> reference)
        where TFormat : struct, IHalfFormat
    {
        ushort[] x = [.. Enumerable.Range(0, BlockLength).Select(i => (ushort)i)];
        var y = new float[BlockLength];
        HalfRows.Widen<TFormat>(x, y);
        Assert.All(x, bits => Assert.Equal(Bits(reference(bits)), Bits(y[bits])));
    }

    private static void Narrow<TFormat>(Func<float, ushort> reference)
        where TFormat : struct, IHalfFormat
    {
        var isExhaustive = Environment.GetEnvironmentVariable("CONFORMANCE_EXHAUSTIVE") == "1";
        long differences = 0;
        long inputs = 0;
        Parallel.For(0, 1 << 16, block =>
        {
            var x = new List<float>(isExhaustive ? BlockLength : (BlockLength / (int)Stride) + 1);
            for (var i = isExhaustive ? 0 : (uint)block % Stride; i < BlockLength; i += isExhaustive ? 1 : Stride)
            {
                x.Add(BitConverter.UInt32BitsToSingle(((uint)block << 16) | i));
            }

            Interlocked.Add(ref differences, Differences<TFormat>([.. x], reference));
            Interlocked.Add(ref inputs, x.Count);
        });
        Assert.Equal(0, differences);
        Assert.True(isExhaustive ? inputs == 1L << 32 : inputs >= (1L << 32) / Stride - (1 << 16));
    }

    private static void NarrowNextToMidpoints<TFormat>(Func<ushort, float> widen, Func<float, ushort> reference)
        where TFormat : struct, IHalfFormat
    {
        var x = new List<float>();
        for (var bits = 0; bits < 0x7fff; bits++)
        {
            // The middle of two neighbours is a binary32, and past the largest finite one it is where infinity begins.
            var (low, high) = (Bits(widen((ushort)bits)), Bits(widen((ushort)(bits + 1))));
            var middle = Bits((float)(((double)widen((ushort)bits) + widen((ushort)(bits + 1))) / 2));
            foreach (var near in (uint[])[low, unchecked(low + 1), middle - 1, middle, middle + 1, unchecked(high - 1)])
            {
                x.Add(BitConverter.UInt32BitsToSingle(near & 0x7fffffff));
                x.Add(BitConverter.UInt32BitsToSingle(near | 0x80000000));
            }
        }

        // 65520 and its bfloat16 counterpart.
        x.AddRange(
            [65519.996f, 65520f, 65535.996f, 65536f,
            BitConverter.UInt32BitsToSingle(0x7f7f7fff), BitConverter.UInt32BitsToSingle(0x7f7f8000)]);
        Assert.Equal(0, Differences<TFormat>([.. x], reference));
    }

    private static int Differences<TFormat>(float[] x, Func<float, ushort> reference)
        where TFormat : struct, IHalfFormat
    {
        var y = new ushort[x.Length];
        HalfRows.Narrow<TFormat>(x, y);
        var differences = 0;
        for (var i = 0; i < x.Length; i++)
        {
            differences += y[i] == reference(x[i]) ? 0 : 1;
        }

        return differences;
    }

    private static uint Bits(float x) => BitConverter.SingleToUInt32Bits(x);
}
