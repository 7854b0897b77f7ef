using Conformance.Operators;
using Conformance.Tensors;

namespace Conformance.Backends;

/// <summary>
/// Something that computes strict operators: the reference, the CPU with SIMD, one OpenCL device… It owns its buffers and
/// decides nothing about right and wrong. Calls come from one thread at a time; results must be complete when
/// <see cref="Read"/> returns. Every failure of the device or its library is a <see cref="BackendException"/>.
/// </summary>
public interface IBackend : IDisposable
{
    BackendFacts Facts { get; }

    /// <summary>Copies a host tensor to the device. The caller keeps the tensor and does not change it while the buffer lives.</summary>
    IBuffer Upload(Tensor tensor);

    /// <summary>A new buffer with all bytes zero.</summary>
    IBuffer Allocate(TensorType type);

    /// <summary>
    /// The memory of a buffer of this backend under another shape of the same format and element count: what is written through
    /// one is read through the other. A product gives [M,H·D] where 'rope' and 'attention' take [M,H,D], so no decoder could stay on
    /// the device without it. The view is valid while the buffer lives; disposing it frees nothing.
    /// </summary>
    /// <exception cref="ShapeException">Another element count.</exception>
    IBuffer View(IBuffer buffer, Shape shape);

    /// <summary>
    /// Overwrites a buffer, in call order after all work queued so far. The bytes are the caller's again when it returns.
    /// </summary>
    /// <param name="buffer">A buffer of this backend.</param>
    /// <param name="data">All bytes of the buffer, elements little-endian.</param>
    /// <exception cref="ShapeException">Another byte count.</exception>
    void Write(IBuffer buffer, ReadOnlySpan<byte> data);

    /// <summary>Copies a buffer back to the host, after all work queued so far.</summary>
    /// <param name="buffer">A buffer of this backend.</param>
    /// <param name="data">Receives all bytes of the buffer, elements little-endian.</param>
    /// <exception cref="ShapeException">Another byte count.</exception>
    void Read(IBuffer buffer, Span<byte> data);

    /// <summary>Runs (or queues) one operator on buffers of this backend, in call order.</summary>
    /// <exception cref="ShapeException">Buffers or attributes that the operator does not accept.</exception>
    /// <exception cref="BackendException">The device cannot do it or failed.</exception>
    void Run(OperatorCall call);
}
