using Conformance.Operators;
using Conformance.Tensors;

namespace Conformance.Backends.Hosted;

/// <summary>A buffer in ordinary memory. A backend may hang a derived form (packed weights) on it with <see cref="Derived"/>.</summary>
public sealed class HostBuffer(Tensor tensor) : IBuffer
{
    public TensorType Type { get; } = new(tensor.Format, tensor.Shape);

    public Tensor Tensor { get; private set; } = tensor;

    /// <summary>Something computed from the contents; dropped whenever the buffer is written.</summary>
    public object? Derived { get; set; }

    public void Dispose()
    {
        Derived = null;
        Tensor = new Tensor(ElementFormat.F32, new Shape(0));
    }
}
