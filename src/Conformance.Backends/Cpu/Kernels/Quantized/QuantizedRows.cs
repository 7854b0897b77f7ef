using System.Buffers;
using System.Runtime.Intrinsics;
using Conformance.Numerics.Formats;
using Conformance.Tensors;

namespace Conformance.Backends.Cpu.Kernels.Quantized;

/// <summary>The left side of a product of q8_0 rows, taken apart: integers, widened scales, and sums of integers per block.</summary>
internal readonly struct QuantizedRows : IDisposable
{
    private readonly sbyte[] _integers;
    private readonly float[] _scales;
    private readonly int[] _offsets;
    private readonly int _blocks;

    /// <param name="a">q8_0 [M,K].</param>
    /// <param name="partition">Threads to share the blocks among.</param>
    public QuantizedRows(Tensor a, OutputPartition partition)
    {
        _blocks = a.Shape[1] / QuantizedBlock.Length;
        var count = a.Shape[0] * _blocks;
        _integers = ArrayPool<sbyte>.Shared.Rent(count * QuantizedBlock.Length);
        _scales = ArrayPool<float>.Shared.Rent(count);
        _offsets = ArrayPool<int>.Shared.Rent(count);
        partition.For(
            count, QuantizedBlock.Length, (Rows: this, a), static (state, first, end) => state.Rows.TakeApart(state.a, first, end));
    }

    /// <summary>32 bytes per block.</summary>
    public ReadOnlySpan<sbyte> Integers(int row) =>
        _integers.AsSpan(row * _blocks * QuantizedBlock.Length, _blocks * QuantizedBlock.Length);

    public ReadOnlySpan<float> Scales(int row) => _scales.AsSpan(row * _blocks, _blocks);

    /// <summary>Per block, -128 times the sum of its integers: what a product with weights plus 128 has too much, negated.</summary>
    public ReadOnlySpan<int> Offsets(int row) => _offsets.AsSpan(row * _blocks, _blocks);

    public void Dispose()
    {
        ArrayPool<sbyte>.Shared.Return(_integers);
        ArrayPool<float>.Shared.Return(_scales);
        ArrayPool<int>.Shared.Return(_offsets);
    }

    private void TakeApart(Tensor a, int first, int end)
    {
        for (var place = first; place < end; place++)
        {
            var block = a.Data.AsSpan(place * QuantizedBlock.Bytes, QuantizedBlock.Bytes);
            var integers = Vector256.Create(QuantizedBlock.Integers(block));
            integers.CopyTo(_integers, place * QuantizedBlock.Length);
            _scales[place] = QuantizedBlock.Scale(block);

            // Two of them fit 16 bits, all 32 do too: at most 4096.
            var (low, high) = Vector256.Widen(integers);
            _offsets[place] = -128 * Vector256.Sum(low + high);
        }
    }
}
