using System.Buffers.Binary;
using Conformance.Numerics.Formats;
using Conformance.Operators;
using Conformance.Tensors;

namespace Conformance.Certification.Grading;

/// <summary>Elements of any format as bits and as values.</summary>
internal static class TensorBits
{
    /// <summary>Elements to compare; a q8_0 tensor is compared byte by byte.</summary>
    public static int Count(Tensor tensor) => tensor.Data.Length / Size(tensor.Format);

    public static uint At(Tensor tensor, int index) => Size(tensor.Format) switch
    {
        4 => BinaryPrimitives.ReadUInt32LittleEndian(tensor.Data.AsSpan(4 * index)),
        2 => BinaryPrimitives.ReadUInt16LittleEndian(tensor.Data.AsSpan(2 * index)),
        _ => tensor.Data[index],
    };

    /// <summary>The element as a number; 0 where the format has none.</summary>
    public static double Value(Tensor tensor, int index) => tensor.Format switch
    {
        ElementFormat.F32 => tensor.Floats[index],
        ElementFormat.F16 => Binary16.Widen(tensor.Halves[index]),
        ElementFormat.BF16 => BFloat16.Widen(tensor.Halves[index]),
        _ => 0,
    };

    /// <summary>Rounded once into a 16-bit format; f32 tensors only, everything else stays.</summary>
    public static Tensor Narrow(Tensor tensor, ElementFormat format)
    {
        if (tensor.Format != ElementFormat.F32 || format == ElementFormat.F32)
        {
            return tensor;
        }

        var narrowed = new Tensor(format, tensor.Shape);
        StorageFormat.Narrow(tensor.Floats, narrowed);
        return narrowed;
    }

    /// <summary>Exactly widened to f32; integers stay.</summary>
    public static Tensor Widen(Tensor tensor)
    {
        if (tensor.Format is not (ElementFormat.F16 or ElementFormat.BF16))
        {
            return tensor;
        }

        var wide = new Tensor(ElementFormat.F32, tensor.Shape);
        StorageFormat.Widen(tensor, 0, wide.Floats);
        return wide;
    }

    public static TensorType TypeOf(Tensor tensor) => new(tensor.Format, tensor.Shape);

    private static int Size(ElementFormat format) => format switch
    {
        ElementFormat.F32 or ElementFormat.I32 => 4,
        ElementFormat.F16 or ElementFormat.BF16 => 2,
        ElementFormat.Q8_0 => 1,
        _ => throw new ShapeException($"{format.Name()} is not graded"),
    };
}
