using Conformance.Backends;
using Conformance.Backends.Cuda;
using Conformance.Bench.Gpu.Prepared;
using Conformance.Operators;
using Conformance.Tensors;

namespace Conformance.Bench.Gpu.Cublas;

/// <summary>A product of cuBLAS on buffers of our backend, and the same one by our kernels to compare with.</summary>
internal sealed class CublasWork : IGpuWork
{
    private readonly CudaBackend _backend;
    private readonly Operands _operands;
    private readonly Action<int> _launch;
    private readonly OperatorCall _ours;
    private readonly IBuffer _theirs;
    private readonly int _size;

    /// <exception cref="BackendException">No room, or the device failed; nothing stays allocated.</exception>
    public CublasWork(CudaBackend backend, CublasHandle cublas, GpuTask task, int turns)
    {
        _backend = backend;
        _operands = new Operands(backend);
        try
        {
            var (rows, columns, size) = task.Operation == GpuOperation.MatVec
                ? (1, task.Sizes[0], task.Sizes[1])
                : (task.Sizes[0], task.Sizes[0], task.Sizes[0]);
            _size = size;
            var left = Operands.Random(1, task.Format, rows, size);
            var right = Operands.Random(2, task.Format, columns, size);
            var a = _operands.In(left, task.Format);
            IBuffer[] weights = [.. Enumerable.Range(0, turns).Select(_ => _operands.In(right, task.Format))];
            _theirs = _operands.F32(rows, columns);
            _ours = new OperatorCall(
                OperatorRegistry.Get("matmul"), Attributes.None,
                [task.Format == ElementFormat.F32 ? a : _operands.Upload(left), weights[0], null], [_operands.F32(rows, columns)]);

            // Addresses once: the loop that is timed makes one call and nothing else.
            var (x, y) = (backend.AddressOf(a), backend.AddressOf(_theirs));
            ulong[] w = [.. weights.Select(backend.AddressOf)];
            _launch = (task.Format, rows) switch
            {
                (ElementFormat.BF16, _) => turn => cublas.ProductBF16(x, w[turn % w.Length], y, rows, columns, size),
                (_, 1) => turn => cublas.MatVec(x, w[turn % w.Length], y, columns, size),
                _ => turn => cublas.Product(x, w[turn % w.Length], y, rows, columns, size),
            };
        }
        catch
        {
            _operands.Dispose();
            throw;
        }
    }

    public void Launch(int turn) => _launch(turn);

    /// <summary>
    /// Null where both gave the same product. Operands are uniform in [-1/2, 1/2), so a sum of k products has magnitudes of k/16 together;
    /// f32 rounds each step by 2^-24 of what is summed so far, and the worst of all sums stays below 2^-19 of that; with operands rounded
    /// to TF32 it is off by twenty times as much. Matrix units do not round their sums of bf16 as IEEE does: 2^-16.
    /// </summary>
    public string? Difference()
    {
        _backend.MakeCurrent();
        Launch(0);
        _backend.Run(_ours);
        var (ours, theirs) = (_backend.Download(_ours.Outputs[0]!), _backend.Download(_theirs));
        var allowed = _size / 16.0 * (_ours.Inputs[1]!.Type.Format == ElementFormat.F32 ? 1.0 / (1 << 19) : 1.0 / (1 << 16));
        var worst = 0.0;
        for (var i = 0; i < ours.Floats.Length; i++)
        {
            // NaN compares with nothing, and must not pass.
            var difference = Math.Abs((double)ours.Floats[i] - theirs.Floats[i]);
            worst = double.IsNaN(difference) ? double.PositiveInfinity : Math.Max(worst, difference);
        }

        return worst <= allowed
            ? null
            : FormattableString.Invariant($"it computes something else: off by {worst:g3}, allowed are {allowed:g3}");
    }

    public void Dispose() => _operands.Dispose();
}
