using System.Buffers;
using System.Runtime.InteropServices;
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
    public QuantizedRows(Tensor a)
    {
        _blocks = a.Shape[1] / QuantizedBlock.Length;
        var count = a.Shape[0] * _blocks;
        _integers = ArrayPool<sbyte>.Shared.Rent(count * QuantizedBlock.Length);
        _scales = ArrayPool<float>.Shared.Rent(count);
        _offsets = ArrayPool<int>.Shared.Rent(count);
        for (var place = 0; place < count; place++)
        {
            var block = a.Data.AsSpan(place * QuantizedBlock.Bytes, QuantizedBlock.Bytes);
            var integers = QuantizedBlock.Integers(block);
            integers.CopyTo(_integers.AsSpan(place * QuantizedBlock.Length));
            _scales[place] = QuantizedBlock.Scale(block);
            var sum = 0;
            foreach (var integer in integers)
            {
                sum += integer;
            }

            _offsets[place] = -128 * sum;
        }
    }

    /// <summary>32 bytes per block.</summary>
    public ReadOnlySpan<sbyte> Integers(int row) => _integers.AsSpan(row * _blocks * QuantizedBlock.Length, _blocks * QuantizedBlock.Length);

    public ReadOnlySpan<float> Scales(int row) => _scales.AsSpan(row * _blocks, _blocks);

    /// <summary>Per block, -128 times the sum of its integers: what a product with weights plus 128 has too much, negated.</summary>
    public ReadOnlySpan<int> Offsets(int row) => _offsets.AsSpan(row * _blocks, _blocks);

    public void Dispose()
    {
        ArrayPool<sbyte>.Shared.Return(_integers);
        ArrayPool<float>.Shared.Return(_scales);
        ArrayPool<int>.Shared.Return(_offsets);
    }
}
