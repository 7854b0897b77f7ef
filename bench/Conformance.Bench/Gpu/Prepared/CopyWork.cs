using Conformance.Backends;
using Conformance.Backends.Cuda;

namespace Conformance.Bench.Gpu.Prepared;

/// <summary>A copy between two buffers of the device: what its memory can do, since each byte is read once and written once.</summary>
internal sealed class CopyWork : IGpuWork
{
    private readonly CudaBackend _backend;
    private readonly Operands _operands;
    private readonly IBuffer _from;
    private readonly IBuffer _to;

    public CopyWork(CudaBackend backend, int elements)
    {
        _backend = backend;
        _operands = new Operands(backend);
        try
        {
            (_from, _to) = (_operands.F32(elements), _operands.F32(elements));
        }
        catch
        {
            _operands.Dispose();
            throw;
        }
    }

    public void Launch(int turn) => _backend.Copy(_from, _to);

    public void Dispose() => _operands.Dispose();
}
