using Conformance.Backends;
using Conformance.Operators;
using Conformance.Tensors;

namespace Conformance.Models.Decoding;

/// <summary>Buffers of one backend that are freed together, newest first, so that views go before what they look at.</summary>
internal sealed class BufferSet(IBackend backend) : IDisposable
{
    private readonly Stack<IBuffer> _buffers = new();

    public IBackend Backend { get; } = backend;

    public IBuffer Upload(Tensor tensor) => Keep(Backend.Upload(tensor));

    public IBuffer Allocate(ElementFormat format, params ReadOnlySpan<int> dimensions) =>
        Keep(Backend.Allocate(new TensorType(format, new Shape(dimensions))));

    public IBuffer F32(params ReadOnlySpan<int> dimensions) => Allocate(ElementFormat.F32, dimensions);

    public IBuffer View(IBuffer buffer, params ReadOnlySpan<int> dimensions) => Keep(Backend.View(buffer, new Shape(dimensions)));

    public void Dispose()
    {
        while (_buffers.TryPop(out var buffer))
        {
            buffer.Dispose();
        }
    }

    private IBuffer Keep(IBuffer buffer)
    {
        _buffers.Push(buffer);
        return buffer;
    }
}
