using ILGPU;

namespace Conformance.Backends.Ilgpu.Kernels;

/// <summary>[V3], [O1], [O10]: formats, quantisation and table rows.</summary>
internal static class Casts
{
    public static void Narrow(Index1D lane, int lanes, int count, ArrayView<float> x, ArrayView<ushort> y, int isBF16)
    {
        for (int i = lane; i < count; i += lanes)
        {
            y[i] = isBF16 != 0 ? Formats.NarrowBF16(x[i]) : Formats.NarrowF16(x[i]);
        }
    }

    public static void WidenHalf(Index1D lane, int lanes, int count, ArrayView<ushort> x, ArrayView<float> y, int isBF16)
    {
        for (int i = lane; i < count; i += lanes)
        {
            y[i] = isBF16 != 0 ? Formats.WidenBF16(x[i]) : Formats.WidenF16(x[i]);
        }
    }

    public static void WidenQ8(Index1D lane, int lanes, int count, ArrayView<byte> x, ArrayView<float> y)
    {
        for (int i = lane; i < count; i += lanes)
        {
            y[i] = Formats.WidenQ8(x, i);
        }
    }

    /// <summary>[O1]: one block of 32 each; d before its narrowing divides.</summary>
    public static void Quantize(Index1D lane, int lanes, int count, ArrayView<float> x, ArrayView<byte> y)
    {
        for (int block = lane; block < count; block += lanes)
        {
            var amax = Binary32.Key(0f);
            for (var i = 0; i < Formats.Block; i++)
            {
                var key = Binary32.Key(Binary32.Abs(x[(block * Formats.Block) + i]));
                amax = key > amax ? key : amax;
            }

            var d = Exact.Div(Binary32.FromKey(amax), 127f);
            var scale = Formats.NarrowF16(d);
            var at = block * Formats.BlockBytes;
            y[at] = (byte)(scale & 0xff);
            y[at + 1] = (byte)(scale >> 8);
            for (var i = 0; i < Formats.Block; i++)
            {
                var quotient = Exact.Div(x[(block * Formats.Block) + i], d);
                var q = Exact.Bits(d) == 0 ? 0 : Binary32.ToQuant(quotient);
                y[at + 2 + i] = (byte)(q & 0xff);
            }
        }
    }

    /// <summary>[O7]: rows of a cache.</summary>
    public static void Copy(Index1D lane, int lanes, int count, ArrayView<float> x, ArrayView<float> y, int start)
    {
        for (int i = lane; i < count; i += lanes)
        {
            y[start + i] = x[i];
        }
    }

    /// <summary>[O10] from a table in f32.</summary>
    public static void Embedding(
        Index1D lane, int lanes, int count, ArrayView<float> table, ArrayView<int> ids, ArrayView<float> y, int rows, int width)
    {
        for (int i = lane; i < count; i += lanes)
        {
            var id = ids[i / width];
            if (id < 0 || id >= rows)
            {
                y[i] = Exact.FromBits(Binary32.NaN);
            }
            else
            {
                y[i] = Binary32.Canonical(table[(id * width) + (i % width)]);
            }
        }
    }

    public static void EmbeddingHalf(
        Index1D lane, int lanes, int count, ArrayView<ushort> table, ArrayView<int> ids, ArrayView<float> y, int rows, int width, int isBF16)
    {
        for (int i = lane; i < count; i += lanes)
        {
            var id = ids[i / width];
            if (id < 0 || id >= rows)
            {
                y[i] = Exact.FromBits(Binary32.NaN);
            }
            else
            {
                var half = table[(id * width) + (i % width)];
                y[i] = isBF16 != 0 ? Formats.WidenBF16(half) : Formats.WidenF16(half);
            }
        }
    }

    public static void EmbeddingQ8(
        Index1D lane, int lanes, int count, ArrayView<byte> table, ArrayView<int> ids, ArrayView<float> y, int rows, int width)
    {
        for (int i = lane; i < count; i += lanes)
        {
            var id = ids[i / width];
            if (id < 0 || id >= rows)
            {
                y[i] = Exact.FromBits(Binary32.NaN);
            }
            else
            {
                y[i] = Formats.WidenQ8(table, (id * width) + (i % width));
            }
        }
    }
}
