namespace Conformance.Backends.Cuda.Driver;

/// <summary>
/// One context: memory, modules, streams and events of one device. After a kernel has faulted the context is lost and every
/// call fails with the driver's sticky error. Calls come from one thread at a time. Handles are the driver's; 0 is none.
/// </summary>
public interface ICudaContext : IDisposable
{
    /// <summary>
    /// cuCtxSetCurrent on the calling thread: for another library that is to work in this context. Calls here do it themselves.
    /// </summary>
    void MakeCurrent();

    /// <summary>cuMemGetInfo, in bytes.</summary>
    (long Free, long Total) Memory();

    /// <summary>cuMemAlloc: a device address, aligned to 256 bytes at least.</summary>
    ulong Allocate(long bytes);

    void Free(ulong address);

    /// <summary>Copies to the device; the data may be reused when it returns.</summary>
    void Write(ulong address, ReadOnlySpan<byte> data);

    /// <summary>Copies from the device, after everything queued on the default stream.</summary>
    void Read(ulong address, Span<byte> data);

    /// <summary>Sets bytes to zero, in the order of the default stream.</summary>
    void FillZero(ulong address, long bytes);

    /// <summary>cuMemcpyDtoDAsync, in the order of the stream; the ranges do not overlap.</summary>
    void Copy(ulong to, ulong from, long bytes, nint stream = 0);

    /// <summary>cuModuleLoadDataEx: PTX text, a cubin or a fat binary.</summary>
    /// <exception cref="CudaException">The image is refused; the message carries the first line of the JIT's log.</exception>
    nint LoadModule(ReadOnlySpan<byte> image);

    /// <summary>cuModuleGetFunction.</summary>
    nint Function(nint module, string name);

    /// <summary>cuLaunchKernel: asynchronous on the stream (0: the default stream).</summary>
    void Launch(nint function, LaunchShape shape, ReadOnlySpan<KernelArgument> arguments, nint stream = 0);

    /// <summary>cuStreamCreate, a stream that does not wait for the default stream.</summary>
    nint CreateStream();

    void DestroyStream(nint stream);

    /// <summary>Waits until a stream is done (0: the default stream).</summary>
    void Synchronize(nint stream = 0);

    /// <summary>cuStreamQuery: true when everything queued on the stream is done. A fault of a kernel is thrown here.</summary>
    bool IsDone(nint stream = 0);

    nint CreateEvent();

    void DestroyEvent(nint handle);

    void RecordEvent(nint handle, nint stream = 0);

    /// <summary>
    /// Milliseconds between two recorded events that are done (cuEventElapsedTime; about half a microsecond of resolution).
    /// </summary>
    float Elapsed(nint start, nint end);
}
