using System.Numerics.Tensors;
using BenchmarkDotNet.Attributes;
using Conformance.Backends;
using Conformance.Backends.Cpu;
using Conformance.Bench.Harness;
using Conformance.Operators;
using Conformance.Tensors;

namespace Conformance.Bench.Kernels;

/// <summary>Functions of rows of 4096 on one thread, against System.Numerics.Tensors, which rounds as it likes.</summary>
public class RowBenchmarks : IStatesWork
{
    private const int Length = 4096;

    private readonly float[] _x = new float[Length];
    private readonly float[] _y = new float[Length];
    private IBackend _cpu = null!;
    private OperatorCall _exp = null!;
    private OperatorCall _softmax = null!;
    private OperatorCall _rmsNorm = null!;
    private OperatorCall _sum = null!;
    private OperatorCall _dot = null!;

    [GlobalSetup]
    public void Setup()
    {
        _cpu = new CpuBackend(1);
        var x = Operands.F32(1, 1, Length);
        x.Floats.CopyTo(_x);
        var buffer = _cpu.Upload(x);
        var gain = _cpu.Upload(Operands.F32(2, Length));
        IBuffer Row() => _cpu.Allocate(new TensorType(ElementFormat.F32, new Shape(1, Length)));
        IBuffer One() => _cpu.Allocate(new TensorType(ElementFormat.F32, new Shape(1)));
        _exp = new(OperatorRegistry.Get("exp"), Attributes.None, [buffer], [Row()]);
        _softmax = new(OperatorRegistry.Get("softmax"), Attributes.None, [buffer, null], [null, null, null, Row()]);
        _rmsNorm = new(OperatorRegistry.Get("rmsnorm"), Attributes.Of(("eps", 1e-5f)), [buffer, gain], [null, null, Row()]);
        _sum = new(OperatorRegistry.Get("sum"), Attributes.None, [buffer], [One()]);
        _dot = new(OperatorRegistry.Get("dot"), Attributes.None, [buffer, buffer], [One()]);
    }

    [GlobalCleanup]
    public void Cleanup() => _cpu.Dispose();

    [Benchmark(Description = "exp, Numerics.Tensors")]
    public void ExpPeer() => TensorPrimitives.Exp(_x, _y);

    [Against(nameof(ExpPeer), Goal = 1.5)]
    [Benchmark(Description = "exp, SA-1 (correctly rounded)")]
    public void Exp() => _cpu.Run(_exp);

    [Benchmark(Description = "softmax, Numerics.Tensors")]
    public void SoftmaxPeer() => TensorPrimitives.SoftMax(_x, _y);

    [Against(nameof(SoftmaxPeer))]
    [Benchmark(Description = "softmax, SA-1")]
    public void Softmax() => _cpu.Run(_softmax);

    [Benchmark(Description = "sum, Numerics.Tensors")]
    public float SumPeer() => TensorPrimitives.Sum<float>(_x);

    [Against(nameof(SumPeer))]
    [Benchmark(Description = "sum, SA-1")]
    public void Sum() => _cpu.Run(_sum);

    [Benchmark(Description = "dot, Numerics.Tensors")]
    public float DotPeer() => TensorPrimitives.Dot<float>(_x, _x);

    [Against(nameof(DotPeer))]
    [Benchmark(Description = "dot, SA-1")]
    public void Dot() => _cpu.Run(_dot);

    [Benchmark(Description = "rmsnorm, Numerics.Tensors")]
    public void RmsNormPeer()
    {
        var scale = 1f / MathF.Sqrt((TensorPrimitives.SumOfSquares<float>(_x) / Length) + 1e-5f);
        TensorPrimitives.Multiply(_x, scale, _y);
        TensorPrimitives.Multiply(_y, _x, _y);
    }

    [Against(nameof(RmsNormPeer))]
    [Benchmark(Description = "rmsnorm, SA-1")]
    public void RmsNorm() => _cpu.Run(_rmsNorm);

    public Work? WorkOf(string method) => Work.Elements(Length);
}
