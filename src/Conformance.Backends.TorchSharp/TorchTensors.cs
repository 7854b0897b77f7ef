using Conformance.Tensors;
using Tensor = TorchSharp.torch.Tensor;
using static TorchSharp.torch;
using HostTensor = Conformance.Tensors.Tensor;

namespace Conformance.Backends.TorchSharp;

/// <summary>Host tensors to torch's and back, bits untouched.</summary>
internal static class TorchTensors
{
    public static ScalarType TypeOf(ElementFormat format) => format switch
    {
        ElementFormat.F32 => ScalarType.Float32,
        ElementFormat.F16 => ScalarType.Float16,
        ElementFormat.BF16 => ScalarType.BFloat16,
        ElementFormat.I32 => ScalarType.Int32,
        _ => throw new ShapeException($"{format.Name()} has no torch type"),
    };

    public static Tensor Of(HostTensor host)
    {
        var shape = new long[host.Shape.Rank];
        for (var i = 0; i < shape.Length; i++)
        {
            shape[i] = host.Shape[i];
        }

        var tensor = empty(shape, dtype: TypeOf(host.Format));
        if (host.Data.Length > 0)
        {
            tensor.bytes = host.Data;
        }

        return tensor;
    }

    public static HostTensor ToHost(Tensor tensor)
    {
        var format = tensor.dtype switch
        {
            ScalarType.Float32 => ElementFormat.F32,
            ScalarType.Float16 => ElementFormat.F16,
            ScalarType.BFloat16 => ElementFormat.BF16,
            ScalarType.Int32 => ElementFormat.I32,
            var other => throw new BackendException(BackendFailure.Execution, $"torch gave elements of type {other}"),
        };
        int[] shape = [.. tensor.shape.Select(d => checked((int)d))];
        var data = tensor.numel() == 0 ? [] : tensor.contiguous().bytes.ToArray();
        return new HostTensor(format, new Shape(shape), data);
    }
}
