using BenchmarkDotNet.Attributes;
using Conformance.Backends;
using Conformance.Backends.Cpu;
using Conformance.Bench.Harness;
using Conformance.Bench.Peers;
using Conformance.Operators;
using Conformance.Tensors;

namespace Conformance.Bench.Kernels;

/// <summary>Square products on the CPU; weights are packed once, as a model's are. 2·n³ operations each.</summary>
public class MatMulBenchmarks : IStatesWork
{
    private IBackend _cpu = null!;
    private OperatorCall _f32 = null!;
    private OperatorCall _bf16 = null!;
    private OperatorCall _q8 = null!;
    private float[] _a = null!;
    private float[] _b = null!;
    private float[] _y = null!;

    [Params(64, 512, 1024, 2048)]
    public int Size { get; set; }

    [Params(1, 2)]
    public int Threads { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _cpu = new CpuBackend(Threads);
        var a = Operands.F32(1, Size, Size);
        var b = Operands.F32(2, Size, Size);
        (_a, _b, _y) = (a.Floats.ToArray(), b.Floats.ToArray(), new float[Size * Size]);
        _f32 = Operands.Product(_cpu, a, b, ElementFormat.F32);
        _bf16 = Operands.Product(_cpu, a, b, ElementFormat.BF16);
        _q8 = Operands.Product(_cpu, a, b, ElementFormat.Q8_0);
        BlasPeers.Own?.SetThreads(Threads);
        BlasPeers.Best?.SetThreads(Threads);
    }

    [GlobalCleanup]
    public void Cleanup() => _cpu.Dispose();

    [Needs(typeof(BlasPeers))]
    [Benchmark(Description = "OpenBLAS, best kernels")]
    public void BestBlas() => Peer(BlasPeers.Best);

    [Needs(typeof(BlasPeers))]
    [Against(nameof(BestBlas))]
    [Benchmark(Description = "OpenBLAS, own choice")]
    public void OwnBlas() => Peer(BlasPeers.Own);

    [Against(nameof(BestBlas), Goal = 1.0)]
    [Benchmark(Description = "SA-1 f32")]
    public void Binary32() => _cpu.Run(_f32);

    [Against(nameof(Binary32), Goal = 1.0)]
    [Benchmark(Description = "SA-1 bf16")]
    public void BFloat16() => _cpu.Run(_bf16);

    [Against(nameof(Binary32), Goal = 1.0)]
    [Benchmark(Description = "SA-1 q8_0")]
    public void Quantized() => _cpu.Run(_q8);

    public Work? WorkOf(string method) => Work.Flop(2.0 * Size * Size * Size);

    private void Peer(OpenBlas? blas) => blas!.Product(_a, _b, _y, Size, Size, Size);
}
