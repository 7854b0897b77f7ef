using System.Buffers.Binary;
using System.Globalization;

namespace Conformance.Tensors;

/// <summary>Elements as hex of their bits, as vectors and reports print them.</summary>
public static class ElementHex
{
    /// <summary>Elements that a golden value shows ([D2]).</summary>
    public const int Shown = 16;

    /// <summary>The first elements of a tensor; for q8_0 the bytes of the first block as one string.</summary>
    public static IReadOnlyList<string> First(Tensor tensor) => tensor.Format == ElementFormat.Q8_0
        ? tensor.Shape.ElementCount == 0 ? [] : [Convert.ToHexStringLower(tensor.Data.AsSpan(0, ElementFormats.BlockBytes))]
        : [.. Enumerable.Range(0, (int)Math.Min(Shown, tensor.Shape.ElementCount)).Select(i => Of(tensor, i))];

    /// <summary>One element; for q8_0 the index counts bytes.</summary>
    public static string Of(Tensor tensor, long index)
    {
        var data = tensor.Data;
        var i = (int)index;
        return tensor.Format switch
        {
            ElementFormat.F32 or ElementFormat.I32 =>
                BinaryPrimitives.ReadUInt32LittleEndian(data.AsSpan(4 * i)).ToString("x8", CultureInfo.InvariantCulture),
            ElementFormat.F16 or ElementFormat.BF16 =>
                BinaryPrimitives.ReadUInt16LittleEndian(data.AsSpan(2 * i)).ToString("x4", CultureInfo.InvariantCulture),
            ElementFormat.U64 =>
                BinaryPrimitives.ReadUInt64LittleEndian(data.AsSpan(8 * i)).ToString("x16", CultureInfo.InvariantCulture),
            _ => data[i].ToString("x2", CultureInfo.InvariantCulture),
        };
    }
}
