using System.Globalization;
using Conformance.Numerics.Formats;
using Conformance.Tensors;
using Conformance.Verdicts;

namespace Conformance.Certification.Running;

/// <summary>Bit by bit: the first element that differs, and how many do. There is no tolerance here.</summary>
public static class TensorComparer
{
    /// <returns>Null when the tensors have the same bits.</returns>
    public static Mismatch? Compare(string where, Tensor expected, Tensor actual)
    {
        var size = expected.Format switch
        {
            ElementFormat.F32 or ElementFormat.I32 => 4,
            ElementFormat.F16 or ElementFormat.BF16 => 2,
            ElementFormat.U64 => 8,
            _ => 1,
        };
        if (expected.Format != actual.Format || !expected.Shape.Equals(actual.Shape))
        {
            throw new ArgumentException($"{expected.Format.Name()} {expected.Shape} is not comparable with {actual.Format.Name()} {actual.Shape}");
        }

        var elements = expected.Data.Length / size;
        long differing = 0;
        var first = -1;
        for (var i = 0; i < elements; i++)
        {
            if (!expected.Data.AsSpan(i * size, size).SequenceEqual(actual.Data.AsSpan(i * size, size)))
            {
                first = first < 0 ? i : first;
                differing++;
            }
        }

        return first < 0
            ? null
            : new Mismatch(
                where,
                first,
                Coordinates(expected, first),
                ElementHex.Of(expected, first),
                ElementHex.Of(actual, first),
                Value(expected, first),
                Value(actual, first),
                Ulps(expected, actual, first),
                differing,
                elements);
    }

    private static string Coordinates(Tensor tensor, int index)
    {
        if (tensor.Format == ElementFormat.Q8_0)
        {
            return $"block {index / QuantizedBlock.Bytes}, byte {index % QuantizedBlock.Bytes}";
        }

        var coordinates = new int[tensor.Shape.Rank];
        for (var d = tensor.Shape.Rank - 1; d >= 0; d--)
        {
            coordinates[d] = index % tensor.Shape[d];
            index /= tensor.Shape[d];
        }

        return $"[{string.Join(',', coordinates)}]";
    }

    private static string Value(Tensor tensor, int index) => tensor.Format switch
    {
        ElementFormat.F32 => Text(tensor.Floats[index]),
        ElementFormat.F16 => Text(Binary16.Widen(tensor.Halves[index])),
        ElementFormat.BF16 => Text(BFloat16.Widen(tensor.Halves[index])),
        ElementFormat.I32 => tensor.Ints[index].ToString(CultureInfo.InvariantCulture),
        ElementFormat.U64 => tensor.ULongs[index].ToString(CultureInfo.InvariantCulture),
        _ => tensor.Data[index].ToString(CultureInfo.InvariantCulture),
    };

    private static string Text(float value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>Steps between two floats along the number line; −0 and +0 are one step apart here, since their bits differ.</summary>
    private static long? Ulps(Tensor expected, Tensor actual, int index)
    {
        long Key(Tensor tensor) => tensor.Format switch
        {
            ElementFormat.F32 => Ordered(BitConverter.SingleToUInt32Bits(tensor.Floats[index]), 31),
            _ => Ordered(tensor.Halves[index], 15),
        };

        if (expected.Format is not (ElementFormat.F32 or ElementFormat.F16 or ElementFormat.BF16)
            || Value(expected, index) == "NaN" || Value(actual, index) == "NaN")
        {
            return null;
        }

        return Math.Abs(Key(expected) - Key(actual));
    }

    private static long Ordered(uint bits, int signBit)
    {
        long magnitude = bits & ((1u << signBit) - 1);
        return (bits >> signBit) == 0 ? magnitude : -1 - magnitude;
    }
}
