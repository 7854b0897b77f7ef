using Conformance.Operators;
using Conformance.Tensors;
using ILGPU;
using ILGPU.Runtime;

namespace Conformance.Backends.Ilgpu;

/// <summary>A tensor in an accelerator's memory: bytes, seen by each kernel as the elements that it wants.</summary>
internal sealed class IlgpuBuffer(TensorType type, MemoryBuffer1D<byte, Stride1D.Dense> memory, bool isView) : IBuffer
{
    public TensorType Type { get; } = type;

    public MemoryBuffer1D<byte, Stride1D.Dense> Memory { get; } = memory;

    public int Count => checked((int)Type.Shape.ElementCount);

    /// <summary>Exactly the tensor's bytes; the memory may be longer, since no accelerator knows empty memory.</summary>
    public ArrayView<byte> Bytes => Memory.View.BaseView.SubView(0, Type.Format.ByteCount(Type.Shape));

    public ArrayView<float> Floats => Of<float>();

    public ArrayView<ushort> Halves => Of<ushort>();

    public ArrayView<int> Ints => Of<int>();

    public ArrayView<ulong> ULongs => Of<ulong>();

    public void Dispose()
    {
        if (!isView && !Memory.IsDisposed)
        {
            Memory.Dispose();
        }
    }

    private ArrayView<T> Of<T>()
        where T : unmanaged => Memory.View.BaseView.Cast<T>();
}
