using Conformance.Backends.Cuda.Driver;

namespace Conformance.Backends.Cuda;

/// <summary>
/// Device memory that is given out again. cuMemFree waits for the whole device, which a decoder would pay at every token; work is
/// in one order, so memory may be given out while kernels that use it are still queued. Not zeroed.
/// </summary>
internal sealed class MemoryPool(ICudaContext context)
{
    /// <summary>The driver's own alignment; sizes are rounded up to it.</summary>
    public const long Grain = 256;

    private readonly Dictionary<long, Stack<ulong>> _idle = [];

    /// <summary>Bytes that the driver has given, used or idle.</summary>
    public long Held { get; private set; }

    /// <param name="bytes">A multiple of <see cref="Grain"/>.</param>
    public ulong Take(long bytes)
    {
        if (_idle.TryGetValue(bytes, out var stack) && stack.TryPop(out var address))
        {
            return address;
        }

        try
        {
            address = context.Allocate(bytes);
        }
        catch (CudaException e) when (e.Result == CudaErrors.OutOfMemory && _idle.Values.Any(s => s.Count > 0))
        {
            Trim();
            address = context.Allocate(bytes);
        }

        Held += bytes;
        return address;
    }

    public void Give(ulong address, long bytes)
    {
        if (!_idle.TryGetValue(bytes, out var stack))
        {
            _idle[bytes] = stack = new Stack<ulong>();
        }

        stack.Push(address);
    }

    /// <summary>Hands everything idle back to the driver.</summary>
    public void Trim()
    {
        foreach (var (bytes, stack) in _idle)
        {
            while (stack.TryPop(out var address))
            {
                context.Free(address);
                Held -= bytes;
            }
        }
    }
}
