using System.Collections.Frozen;
using System.Globalization;
using System.Runtime.Intrinsics;
using Conformance.Backends.Cpu.Kernels;
using Conformance.Backends.Cpu.Kernels.Attending;
using Conformance.Backends.Cpu.Kernels.Casting;
using Conformance.Backends.Cpu.Kernels.Quantized;
using Conformance.Backends.Cpu.Kernels.Sampling;
using Conformance.Backends.Hosted;
using Conformance.Operators;

namespace Conformance.Backends.Cpu;

/// <summary>
/// The CPU with vectors and threads. Lanes and threads divide outputs only, never the order inside one ([R5]): the bits are
/// those of the reference under every instruction set and thread count. Only 'append', a copy, is the reference's
/// code. The operators of a decoder allocate nothing once they ran.
/// </summary>
public sealed class CpuBackend : HostBackend
{
    private static readonly FrozenDictionary<string, Action<CpuCall>> Kernels = new Dictionary<string, Action<CpuCall>>
    {
        ["add"] = static c => Elementwise.Binary<Add>(c),
        ["sub"] = static c => Elementwise.Binary<Subtract>(c),
        ["mul"] = static c => Elementwise.Binary<Multiply>(c),
        ["div"] = static c => Elementwise.Binary<Divide>(c),
        ["sqrt"] = static c => Elementwise.Unary<SquareRoot>(c),
        ["exp"] = static c => Elementwise.Unary<Exponential>(c),
        ["fma"] = Elementwise.Fma,
        ["narrow"] = Casts.Narrow,
        ["widen"] = Casts.Widen,
        ["quantize"] = Quantize.Run,
        ["sum"] = RowReductions.Sum,
        ["max"] = RowReductions.Max,
        ["dot"] = RowReductions.Dot,
        ["argmax"] = ArgMax.Run,
        ["matmul"] = MatMul.Run,
        ["matmul_q8_0"] = QuantizedMatMul.Run,
        ["rmsnorm"] = RmsNorm.Run,
        ["softmax"] = Softmax.Run,
        ["attention"] = Attention.Run,
        ["swiglu"] = Swiglu.Run,
        ["rope"] = Rope.Run,
        ["append"] = static c => Numerics.Operators.Append.Run(c.Input(0), c.Input(1), c.Attributes.Int("position"), c.Result),
        ["embedding"] = Embedding.Run,
        ["sample"] = Sample.Run,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly OutputPartition _partition;

    /// <param name="threads">Threads that share the outputs of one operator; 0 means one per processor.</param>
    public CpuBackend(int threads = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        var count = threads == 0 ? Environment.ProcessorCount : threads;
        _partition = new OutputPartition(count);
        Facts = new BackendFacts(
            "cpu",
            "cpu",
            "SIMD .NET",
            new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                ["threads"] = count.ToString(CultureInfo.InvariantCulture),
                ["vector_bits"] = (Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128)
                    .ToString(CultureInfo.InvariantCulture),
            },
            new SortedDictionary<string, string>(StringComparer.Ordinal));
    }

    public override BackendFacts Facts { get; }

    public override void Dispose()
    {
        _partition.Dispose();
        base.Dispose();
    }

    protected override void Execute(OperatorCall call)
    {
        if (Kernels.TryGetValue(call.Operator.Name, out var kernel))
        {
            kernel(new CpuCall(call, _partition));
        }
        else
        {
            Numerics.Operators.ReferenceOperators.Run(Arguments(call));
        }
    }
}
