using BenchmarkDotNet.Attributes;
using Conformance.Bench.Harness;
using Conformance.Bench.Kernels.Cases;
using Conformance.Bench.Peers;
using Conformance.Certification.Grading;

namespace Conformance.Bench.Kernels;

/// <summary>
/// A matrix of 4096 × 4096 times one row: each weight is read once, so memory is the limit. Four matrices take turns, or the
/// smaller formats would come from the cache. The copy moves as many bytes as the f32 matrix has, half read and half written.
/// </summary>
public class MatVecBenchmarks : KernelBenchmarks
{
    private const int Size = 4096;

    protected override int Turns => 4;

    [Peer<CopyPeer>]
    [Benchmark(Description = "copy of the f32 matrix' bytes")]
    public void Copy() => Run();

    [Peer<BestBlas>]
    [Against(nameof(Copy))]
    [Benchmark(Description = "sgemv, best kernels")]
    public void Blas() => Run();

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

    [Against(nameof(Copy), Goal = 1 / 0.85)]
    [Against(nameof(Blas))]
    [Against(nameof(TorchBinary32))]
    [Against(nameof(OnnxBinary32))]
    [Benchmark(Description = "SA-1 f32 (64 MiB)")]
    public void Binary32() => Run();

    [Against(nameof(Copy), Goal = 0.5 / 0.85)]
    [Against(nameof(TorchBFloat16))]
    [Benchmark(Description = "SA-1 bf16 (32 MiB)")]
    public void BFloat16() => Run();

    [Against(nameof(Copy), Goal = 34.0 / 128 / 0.85)]
    [Against(nameof(OnnxQuantized))]
    [Benchmark(Description = "SA-1 q8_0 (18 MiB)")]
    public void Quantized() => Run();

    public override Work? WorkOf(string method) => Work.Bytes(Formats.BytesOfRow(method) * Size * Size);

    protected override GradedCall Call(string method) => Calls.Product(1, Size, Size, Formats.OfRow(method));
}
