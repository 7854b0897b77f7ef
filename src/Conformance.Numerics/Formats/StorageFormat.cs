using Conformance.Tensors;

namespace Conformance.Numerics.Formats;

/// <summary>Whole tensors between binary32 and the storage formats (SA-1 [V3]).</summary>
public static class StorageFormat
{
    /// <summary>Narrows once to f16, bf16 or, by [O1], to q8_0; f32 is copied.</summary>
    public static void Narrow(ReadOnlySpan<float> values, Tensor target)
    {
        switch (target.Format)
        {
            case ElementFormat.F32:
                values.CopyTo(target.Floats);
                break;
            case ElementFormat.F16:
                for (var i = 0; i < values.Length; i++)
                {
                    target.Halves[i] = Binary16.Narrow(values[i]);
                }

                break;
            case ElementFormat.BF16:
                for (var i = 0; i < values.Length; i++)
                {
                    target.Halves[i] = BFloat16.Narrow(values[i]);
                }

                break;
            case ElementFormat.Q8_0:
                for (var block = 0; block < values.Length / QuantizedBlock.Length; block++)
                {
                    QuantizedBlock.Quantize(
                        values.Slice(block * QuantizedBlock.Length, QuantizedBlock.Length),
                        target.Data.AsSpan(block * QuantizedBlock.Bytes, QuantizedBlock.Bytes));
                }

                break;
            default:
                throw new ShapeException($"f32 cannot be narrowed to {target.Format.Name()}");
        }
    }

    /// <summary>Widens elements <paramref name="start"/>.. of a tensor; for q8_0 start and length are multiples of 32.</summary>
    public static void Widen(Tensor source, int start, Span<float> values)
    {
        switch (source.Format)
        {
            case ElementFormat.F32:
                source.Floats.Slice(start, values.Length).CopyTo(values);
                break;
            case ElementFormat.F16:
                for (var i = 0; i < values.Length; i++)
                {
                    values[i] = Binary16.Widen(source.Halves[start + i]);
                }

                break;
            case ElementFormat.BF16:
                for (var i = 0; i < values.Length; i++)
                {
                    values[i] = BFloat16.Widen(source.Halves[start + i]);
                }

                break;
            case ElementFormat.Q8_0:
                for (var i = 0; i < values.Length; i += QuantizedBlock.Length)
                {
                    var block = (start + i) / QuantizedBlock.Length;
                    QuantizedBlock.Dequantize(
                        source.Data.AsSpan(block * QuantizedBlock.Bytes, QuantizedBlock.Bytes),
                        values.Slice(i, QuantizedBlock.Length));
                }

                break;
            default:
                throw new ShapeException($"{source.Format.Name()} cannot be widened to f32");
        }
    }
}
