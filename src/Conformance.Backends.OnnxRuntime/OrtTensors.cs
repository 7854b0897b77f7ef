using Conformance.Tensors;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using HostTensor = Conformance.Tensors.Tensor;

namespace Conformance.Backends.OnnxRuntime;

/// <summary>Host tensors to ONNX Runtime's and back, bits untouched.</summary>
internal static class OrtTensors
{
    public static TensorElementType TypeOf(ElementFormat format) => format switch
    {
        ElementFormat.F32 => TensorElementType.Float,
        ElementFormat.F16 => TensorElementType.Float16,
        ElementFormat.BF16 => TensorElementType.BFloat16,
        ElementFormat.I32 => TensorElementType.Int32,
        _ => throw new ShapeException($"{format.Name()} has no ONNX type"),
    };

    public static long[] Dimensions(Shape shape)
    {
        var dimensions = new long[shape.Rank];
        for (var i = 0; i < dimensions.Length; i++)
        {
            dimensions[i] = shape[i];
        }

        return dimensions;
    }

    public static OrtValue Of(HostTensor tensor) => Of(TypeOf(tensor.Format), Dimensions(tensor.Shape), tensor.Data);

    public static OrtValue Of(TensorElementType type, long[] dimensions, ReadOnlySpan<byte> data)
    {
        var value = OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, type, dimensions);
        if (!data.IsEmpty)
        {
            data.CopyTo(value.GetTensorMutableRawData());
        }

        return value;
    }

    public static HostTensor ToHost(OrtValue value)
    {
        var info = value.GetTensorTypeAndShape();
        var format = info.ElementDataType switch
        {
            TensorElementType.Float => ElementFormat.F32,
            TensorElementType.Float16 => ElementFormat.F16,
            TensorElementType.BFloat16 => ElementFormat.BF16,
            TensorElementType.Int32 => ElementFormat.I32,
            var other => throw new BackendException(BackendFailure.Execution, $"ONNX Runtime gave elements of type {other}"),
        };
        int[] shape = [.. info.Shape.Select(d => checked((int)d))];
        return new HostTensor(format, new Shape(shape), info.ElementCount == 0 ? [] : value.GetTensorMutableRawData().ToArray());
    }
}
