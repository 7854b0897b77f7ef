using Conformance.Backends.Cuda.Driver;
using Conformance.Operators;

namespace Conformance.Backends.Cuda;

/// <summary>A tensor in device memory of one backend. An empty tensor has memory too, since the driver knows no size 0.</summary>
internal sealed class CudaBuffer : IBuffer
{
    private readonly CudaBuffer? _parent;
    private ulong _address;

    public CudaBuffer(CudaBackend owner, TensorType type, ulong address, long bytes) =>
        (Owner, Type, _address, Bytes) = (owner, type, address, bytes);

    /// <summary>The memory of another buffer under another shape: it lives as long as that one, and disposing it frees nothing.</summary>
    public CudaBuffer(CudaBuffer parent, TensorType type)
        : this(parent.Owner, type, 0, 0) => _parent = parent;

    public TensorType Type { get; }

    public CudaBackend Owner { get; }

    /// <summary>What was taken from the device for it.</summary>
    public long Bytes { get; }

    public bool IsDisposed => _parent?.IsDisposed ?? (_address == 0);

    /// <exception cref="BackendException">The buffer was disposed.</exception>
    public ulong Address => _parent is not null
        ? _parent.Address
        : _address != 0
            ? _address
            : throw new BackendException(BackendFailure.Execution, $"a disposed buffer ({Type}) was used");

    public static implicit operator KernelArgument(CudaBuffer buffer) => buffer.Address;

    public void Dispose()
    {
        if (_address != 0)
        {
            Owner.Forget(this, _address);
            _address = 0;
        }
    }
}
