using BenchmarkDotNet.Attributes;
using Conformance.Bench.Harness;
using Conformance.Bench.Kernels.Cases;
using Conformance.Bench.Peers;
using Conformance.Certification.Grading;
using Conformance.Tensors;

namespace Conformance.Bench.Kernels;

/// <summary>Square products; weights are packed once, as a model's are. 2·n³ operations each.</summary>
public abstract class SquareProducts : KernelBenchmarks
{
    public abstract int Size { get; set; }

    [Peer<BestBlas>]
    [Benchmark(Description = "sgemm, best kernels")]
    public void BestBlas() => Run();

    [Peer<OwnBlas>]
    [Against(nameof(BestBlas))]
    [Benchmark(Description = "sgemm, own choice")]
    public void OwnBlas() => Run();

    [Peer<TorchPeer>]
    [Benchmark(Description = "linear, f32")]
    public void TorchBinary32() => Run();

    [Peer<TorchPeer>]
    [Benchmark(Description = "linear, bf16 on both sides")]
    public void TorchBFloat16() => Run();

    [Peer<OnnxPeer>]
    [Benchmark(Description = "Gemm, f32, weights packed")]
    public void OnnxBinary32() => Run();

    [Peer<OnnxPeer>]
    [Benchmark(Description = "MatMulNBits, 8 bits in blocks of 32 on both sides")]
    public void OnnxQuantized() => Run();

    [Against(nameof(BestBlas), Goal = 1.0)]
    [Against(nameof(TorchBinary32))]
    [Against(nameof(OnnxBinary32))]
    [Benchmark(Description = "SA-1 f32")]
    public void Binary32() => Run();

    [Against(nameof(Binary32), Goal = 1.0)]
    [Against(nameof(TorchBFloat16))]
    [Benchmark(Description = "SA-1 bf16")]
    public void BFloat16() => Run();

    [Against(nameof(Binary32), Goal = 1.0)]
    [Against(nameof(OnnxQuantized))]
    [Benchmark(Description = "SA-1 q8_0")]
    public void Quantized() => Run();

    public override Work? WorkOf(string method) => Work.Flop(2.0 * Size * Size * Size);

    protected override GradedCall Call(string method) => Calls.Product(Size, Size, Size, Formats.OfRow(method));
}
