using Conformance.Backends;
using Conformance.Operators;

namespace Conformance.Backends.OpenCl;

/// <summary>A tensor in a memory object of one backend. An empty tensor has memory too, since OpenCL knows no size 0.</summary>
internal sealed class OpenClBuffer(OpenClBackend owner, TensorType type, nint memory) : IBuffer
{
    private nint _memory = memory;

    public TensorType Type => type;

    public OpenClBackend Owner => owner;

    public bool IsDisposed => _memory == 0;

    /// <exception cref="BackendException">The buffer was disposed.</exception>
    public nint Memory => _memory != 0
        ? _memory
        : throw new BackendException(BackendFailure.Execution, $"a disposed buffer ({type}) was used");

    public void Dispose()
    {
        if (_memory != 0)
        {
            // Commands in the queue that still use it keep it alive: the driver counts them.
            owner.Forget(this, _memory);
            _memory = 0;
        }
    }
}
