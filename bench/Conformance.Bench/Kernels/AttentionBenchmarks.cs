using BenchmarkDotNet.Attributes;
using Conformance.Bench.Harness;
using Conformance.Bench.Kernels.Cases;
using Conformance.Bench.Peers;
using Conformance.Certification.Grading;

namespace Conformance.Bench.Kernels;

/// <summary>
/// Attention of one new token over a cache: 32 heads of 64, whose keys and values 8 groups share. Keys and values are read once: their
/// bytes are the limit. (A prefill of 32 tokens at 512 positions is among the operators.)
/// </summary>
public class AttentionBenchmarks : KernelBenchmarks
{
    private const int Heads = 32;
    private const int Groups = 8;
    private const int HeadSize = 64;

    [Params(128, 512, 2048, 8192)]
    public int Positions { get; set; }

    [Peer<CopyPeer>]
    [Benchmark(Description = "copy of the cache's bytes, half read and half written")]
    public void Copy() => Run();

    [Peer<TorchPeer>]
    [Benchmark(Description = "scaled_dot_product_attention, a group's heads as rows, no mask")]
    public void Torch() => Run();

    [Peer<OnnxPeer>]
    [Benchmark(Description = "Attention of opset 23, cache in its own layout, no mask")]
    public void Onnx() => Run();

    [Against(nameof(Copy))]
    [Against(nameof(Torch))]
    [Against(nameof(Onnx))]
    [Benchmark(Description = "SA-1")]
    public void Strict() => Run();

    public override Work? WorkOf(string method) => Work.Bytes(2.0 * Positions * Groups * HeadSize * sizeof(float));

    protected override GradedCall Call(string method) => Calls.Attention(1, Positions, Heads, Groups, HeadSize);
}
