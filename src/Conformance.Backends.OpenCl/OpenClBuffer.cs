using Conformance.Backends;
using Conformance.Operators;

namespace Conformance.Backends.OpenCl;

/// <summary>A tensor in a memory object of one backend. An empty tensor has memory too, since OpenCL knows no size 0.</summary>
internal sealed class OpenClBuffer : IBuffer
{
    private readonly OpenClBuffer? _parent;
    private nint _memory;

    public OpenClBuffer(OpenClBackend owner, TensorType type, nint memory) => (Owner, Type, _memory) = (owner, type, memory);

    /// <summary>The memory of another buffer under another shape: it lives as long as that one, and disposing it frees nothing.</summary>
    public OpenClBuffer(OpenClBuffer parent, TensorType type)
        : this(parent.Owner, type, 0) => _parent = parent;

    public TensorType Type { get; }

    public OpenClBackend Owner { get; }

    public bool IsDisposed => _parent?.IsDisposed ?? (_memory == 0);

    /// <exception cref="BackendException">The buffer was disposed.</exception>
    public nint Memory => _parent is not null
        ? _parent.Memory
        : _memory != 0
            ? _memory
            : throw new BackendException(BackendFailure.Execution, $"a disposed buffer ({Type}) was used");

    public void Dispose()
    {
        if (_memory != 0)
        {
            // Commands in the queue that still use it keep it alive: the driver counts them.
            Owner.Forget(this, _memory);
            _memory = 0;
        }
    }
}
