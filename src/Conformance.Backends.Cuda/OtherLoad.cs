using Conformance.Backends.Cuda.Driver;

namespace Conformance.Backends.Cuda;

/// <summary>Work of no use on a stream of its own, so that what is checked has to share the device. Kernels/load.cu.</summary>
internal sealed class OtherLoad : IDisposable
{
    private const int Words = 1 << 16;
    private static readonly LaunchShape Shape = new(64, 1, 1, 256);

    private readonly ICudaContext _context;
    private readonly nint _kernel;
    private readonly nint _stream;
    private readonly ulong _memory;
    private readonly int _rounds;

    public OtherLoad(ICudaContext context, nint kernel, int rounds)
    {
        _rounds = rounds;
        _context = context;
        _kernel = kernel;
        _stream = context.CreateStream();
        _memory = context.Allocate(Words * 4L);
    }

    /// <summary>Launches the next one if the last has ended, so that the stream is busy and never far behind.</summary>
    public void Feed()
    {
        if (_context.IsDone(_stream))
        {
            _context.Launch(_kernel, Shape, [_memory, Words - 1u, _rounds], _stream);
        }
    }

    public void Dispose()
    {
        _context.Synchronize(_stream);
        _context.DestroyStream(_stream);
        _context.Free(_memory);
    }
}
