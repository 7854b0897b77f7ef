using Conformance.Backends;
using Conformance.Operators;
using Conformance.Tensors;

namespace Conformance.Bench.Growth;

/// <summary>Counts the bytes that are asked of a backend.</summary>
internal sealed class CountingBackend(IBackend backend) : IBackend
{
    public long Bytes { get; private set; }

    public BackendFacts Facts => backend.Facts;

    public IBuffer Upload(Tensor tensor)
    {
        Bytes += tensor.Data.LongLength;
        return backend.Upload(tensor);
    }

    public IBuffer Allocate(TensorType type)
    {
        var buffer = backend.Allocate(type);
        Bytes += type.Format.ByteCount(type.Shape);
        return buffer;
    }

    public IBuffer View(IBuffer buffer, Shape shape) => backend.View(buffer, shape);

    public void Write(IBuffer buffer, ReadOnlySpan<byte> data) => backend.Write(buffer, data);

    public void Read(IBuffer buffer, Span<byte> data) => backend.Read(buffer, data);

    public void Run(OperatorCall call) => backend.Run(call);

    public void Dispose() => backend.Dispose();
}
