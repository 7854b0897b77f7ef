using ILGPU;

namespace Conformance.Backends.Ilgpu.Kernels;

/// <summary>SA-1 section 4: the order of a reduction is a function of its length alone ([R5]), never of lanes or accelerators.</summary>
internal static class Reductions
{
    public const int Chunk = 256;

    private const int BlocksPerChunk = Chunk / Formats.Block;

    /// <summary>[R1] [R3]: a[aStart + k·aStep] · b[bStart + k·bStep].</summary>
    public static float Dot(ArrayView<float> a, int aStart, ArrayView<float> b, int bStart, int bStep, int n)
    {
        var total = 0f;
        for (var start = 0; start < n; start += Chunk)
        {
            var c = 0f;
            var end = Math.Min(start + Chunk, n);
            for (var k = start; k < end; k++)
            {
                c = Exact.Fma(a[aStart + k], b[bStart + (k * bStep)], c);
            }

            total = start == 0 ? c : Exact.Add(total, c);
        }

        return total;
    }

    /// <summary>[R1] with weights in binary16, or bfloat16.</summary>
    public static float DotHalf(ArrayView<float> a, int aStart, ArrayView<ushort> b, int bStart, int n, int isBF16)
    {
        var total = 0f;
        for (var start = 0; start < n; start += Chunk)
        {
            var c = 0f;
            var end = Math.Min(start + Chunk, n);
            for (var k = start; k < end; k++)
            {
                var weight = b[bStart + k];
                c = Exact.Fma(a[aStart + k], isBF16 != 0 ? Formats.WidenBF16(weight) : Formats.WidenF16(weight), c);
            }

            total = start == 0 ? c : Exact.Add(total, c);
        }

        return total;
    }

    /// <summary>[R4]; the integers of a block add up to at most 32·128², exact in int32 and in binary32.</summary>
    public static float DotQ8(ArrayView<byte> a, int aBlock, ArrayView<byte> b, int bBlock, int blocks)
    {
        var total = 0f;
        for (var start = 0; start < blocks; start += BlocksPerChunk)
        {
            var c = 0f;
            var end = Math.Min(start + BlocksPerChunk, blocks);
            for (var block = start; block < end; block++)
            {
                var integer = 0;
                for (var i = 0; i < Formats.Block; i++)
                {
                    integer += Formats.Quant(a, aBlock + block, i) * Formats.Quant(b, bBlock + block, i);
                }

                var scale = Exact.Mul(Formats.Scale(a, aBlock + block), Formats.Scale(b, bBlock + block));
                c = Exact.Fma(Exact.FromInt(integer), scale, c);
            }

            total = start == 0 ? c : Exact.Add(total, c);
        }

        return total;
    }

    /// <summary>[R2] [R3].</summary>
    public static float Sum(ArrayView<float> a, int offset, int n)
    {
        var total = 0f;
        for (var start = 0; start < n; start += Chunk)
        {
            var c = 0f;
            var end = Math.Min(start + Chunk, n);
            for (var k = start; k < end; k++)
            {
                c = Exact.Add(c, a[offset + k]);
            }

            total = start == 0 ? c : Exact.Add(total, c);
        }

        return total;
    }

    /// <summary>The key of the maximum, by [P2].</summary>
    public static uint MaxKey(ArrayView<float> a, int offset, int n)
    {
        var best = Binary32.EmptyKey;
        for (var k = 0; k < n; k++)
        {
            var key = Binary32.Key(a[offset + k]);
            best = key > best ? key : best;
        }

        return best;
    }

    /// <summary>[P3]; the row is not empty.</summary>
    public static int ArgMax(ArrayView<float> a, int offset, int n)
    {
        var best = 0;
        var bestKey = Binary32.Key(a[offset]);
        for (var k = 1; k < n; k++)
        {
            var key = Binary32.Key(a[offset + k]);
            best = key > bestKey ? k : best;
            bestKey = key > bestKey ? key : bestKey;
        }

        return best;
    }
}
