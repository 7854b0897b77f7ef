using Conformance.Tensors;

namespace Conformance.Backends.Cuda;

// For measurements, and for another library that works on the same memory in the same order.
public sealed partial class CudaBackend
{
    /// <summary>CUstream of all work; 0 is the default stream.</summary>
    public nint Stream => _queue.Stream;

    /// <summary>CUdeviceptr of a buffer of this backend; good while the buffer lives.</summary>
    /// <exception cref="BackendException">Another backend's buffer, or a disposed one.</exception>
    public ulong AddressOf(IBuffer buffer) => Own(buffer).Address;

    /// <summary>Makes the device's primary context current on the calling thread.</summary>
    public void MakeCurrent() => _queue.MakeCurrent();

    public CudaEvent CreateEvent() => new(_queue);

    /// <summary>Queues a copy on the device.</summary>
    /// <exception cref="ShapeException">The buffers differ in format or size.</exception>
    public void Copy(IBuffer from, IBuffer to)
    {
        var (source, target) = (Own(from), Own(to));
        if (source.Type.Format != target.Type.Format || source.Type.Shape.ElementCount != target.Type.Shape.ElementCount)
        {
            throw new ShapeException($"{source.Type} is not copied to {target.Type}");
        }

        _activity = $"copy of {source.Type}";
        _queue.Copy(target.Address, source.Address, source.Type.Format.ByteCount(source.Type.Shape), _describe);
    }

    /// <summary>Waits, and hands memory that no buffer uses back to the driver: for whatever else is to run on the device.</summary>
    public void Trim()
    {
        Finish();
        _queue.Trim();
    }
}
