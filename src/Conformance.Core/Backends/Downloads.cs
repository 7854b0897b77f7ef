using Conformance.Tensors;

namespace Conformance.Backends;

/// <summary>Buffers back to the host as tensors of their own.</summary>
public static class Downloads
{
    /// <summary>A copy of a buffer of this backend, after all work queued so far.</summary>
    public static Tensor Download(this IBackend backend, IBuffer buffer)
    {
        var tensor = new Tensor(buffer.Type.Format, buffer.Type.Shape);
        backend.Read(buffer, tensor.Data);
        return tensor;
    }
}
