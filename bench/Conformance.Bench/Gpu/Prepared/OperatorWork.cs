using Conformance.Backends;
using Conformance.Operators;
using Conformance.Tensors;

namespace Conformance.Bench.Gpu.Prepared;

/// <summary>A task as calls of one operator on any backend: the path that the suite and the decoder go.</summary>
internal sealed class OperatorWork : IGpuWork
{
    private readonly IBackend _backend;
    private readonly Operands _operands;
    private readonly OperatorCall[] _calls;

    /// <exception cref="BackendException">No room, or the device failed; nothing stays allocated.</exception>
    public OperatorWork(IBackend backend, GpuTask task, int turns)
    {
        _backend = backend;
        _operands = new Operands(backend);
        try
        {
            _calls = Calls(task, turns);
        }
        catch
        {
            _operands.Dispose();
            throw;
        }
    }

    public void Launch(int turn) => _backend.Run(_calls[turn % _calls.Length]);

    public void Dispose() => _operands.Dispose();

    private OperatorCall[] Calls(GpuTask task, int turns)
    {
        var sizes = task.Sizes;
        return task.Operation switch
        {
            GpuOperation.MatMul => Products(task.Format, sizes[0], sizes[0], sizes[0], turns),
            GpuOperation.MatVec => Products(task.Format, 1, sizes[0], sizes[1], turns),
            GpuOperation.Softmax =>
            [
                Call("softmax", Attributes.None, [Rows(1, sizes), null], [null, null, null, _operands.F32(sizes[0], sizes[1])]),
            ],
            GpuOperation.RmsNorm =>
            [
                Call(
                    "rmsnorm", Attributes.Of(("eps", 1e-5f)),
                    [Rows(1, sizes), Uploaded(2, sizes[1])], [null, null, _operands.F32(sizes[0], sizes[1])]),
            ],
            GpuOperation.Exp => [Call("exp", Attributes.None, [Uploaded(1, sizes[0])], [_operands.F32(sizes[0])])],
            GpuOperation.Attention => Attention(sizes[0], sizes[1], sizes[2], turns),
            _ => throw new ArgumentOutOfRangeException(nameof(task), task.Operation, "no single operator"),
        };
    }

    private IBuffer Rows(int seed, IReadOnlyList<int> sizes) => Uploaded(seed, sizes[0], sizes[1]);

    private IBuffer Uploaded(int seed, params ReadOnlySpan<int> shape) => _operands.Upload(Operands.Random(seed, ElementFormat.F32, shape));

    private OperatorCall[] Products(ElementFormat format, int rows, int columns, int size, int turns)
    {
        var left = _operands.In(Operands.Random(1, format, rows, size), format == ElementFormat.Q8_0 ? format : ElementFormat.F32);
        var weights = Operands.Random(2, format, columns, size);
        var y = _operands.F32(rows, columns);
        return
        [
            .. Enumerable.Range(0, turns).Select(_ => _operands.In(weights, format)).Select(right => format == ElementFormat.Q8_0
                ? Call("matmul_q8_0", Attributes.None, [left, right], [y])
                : Call("matmul", Attributes.None, [left, right, null], [y])),
        ];
    }

    private OperatorCall[] Attention(int positions, int heads, int size, int turns)
    {
        var q = Uploaded(1, 1, heads, size);
        var keys = Operands.Random(2, ElementFormat.F32, positions, heads, size);
        var values = Operands.Random(3, ElementFormat.F32, positions, heads, size);
        var y = _operands.F32(1, heads, size);
        var attributes = Attributes.Of(("position", positions - 1), ("scale", 1 / MathF.Sqrt(size)));
        return
        [
            .. Enumerable.Range(0, turns).Select(_ => Call(
                "attention", attributes, [q, _operands.Upload(keys), _operands.Upload(values)], [null, null, y])),
        ];
    }

    private static OperatorCall Call(string name, Attributes attributes, IReadOnlyList<IBuffer?> inputs, IReadOnlyList<IBuffer?> outputs) =>
        new(OperatorRegistry.Get(name), attributes, inputs, outputs);
}
