using Conformance.Operators;
using Conformance.Tensors;

namespace Conformance.Backends.Hosted;

/// <summary>A buffer in ordinary memory. A backend may hang a derived form (packed weights) on it with <see cref="Derived"/>.</summary>
public sealed class HostBuffer(Tensor tensor) : IBuffer
{
    private bool _isShared;

    public TensorType Type { get; } = new(tensor.Format, tensor.Shape);

    public Tensor Tensor { get; private set; } = tensor;

    /// <summary>
    /// Something computed from the contents; dropped whenever the buffer is written. A buffer with views keeps none: a write through
    /// one of them would leave the others' form stale.
    /// </summary>
    public object? Derived
    {
        get;
        set => field = _isShared ? null : value;
    }

    /// <summary>The same bytes under another shape.</summary>
    public HostBuffer View(Shape shape)
    {
        _isShared = true;
        Derived = null;
        return new HostBuffer(Tensor.Reshape(shape)) { _isShared = true };
    }

    public void Dispose()
    {
        Derived = null;
        Tensor = new Tensor(ElementFormat.F32, new Shape(0));
    }
}
