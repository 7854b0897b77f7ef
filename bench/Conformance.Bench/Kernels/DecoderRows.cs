using BenchmarkDotNet.Attributes;
using Conformance.Bench.Harness;
using Conformance.Bench.Kernels.Targets;
using Conformance.Bench.Peers;
using Conformance.Models.Weights;
using Conformance.Tensors;

namespace Conformance.Bench.Kernels;

/// <summary>
/// Decoding: given tokens one after the other from an empty cache, and the same ones many at a time, whose logits have the same bits. The
/// time is per token. Peers are decoders as users of their library write them; none has blocks of 8-bit integers.
/// </summary>
public abstract class DecoderRows : TargetBenchmarks
{
    protected const int Tokens = 64;
    private const int Chunk = 32;

    public abstract string Model { get; set; }

    [Peer<TorchPeer>]
    [Benchmark(OperationsPerInvoke = Tokens, Description = "one token at a time, the cache concatenated")]
    public void Torch() => Run();

    [Peer<OnnxPeer>]
    [Benchmark(OperationsPerInvoke = Tokens, Description = "one token at a time, one graph, f32")]
    public void Onnx() => Run();

    [Against(nameof(Torch))]
    [Against(nameof(Onnx))]
    [Benchmark(OperationsPerInvoke = Tokens, Description = "SA-1, one token at a time")]
    public void OneByOne() => Run();

    [Against(nameof(OneByOne), Goal = 1.0 / 8)]
    [Benchmark(OperationsPerInvoke = Tokens, Description = "SA-1, 32 tokens at a time")]
    public void ByThirtyTwo() => Run();

    public override bool HasRow(string method) => base.HasRow(method) && method switch
    {
        nameof(Torch) => FormatOf(method) != ElementFormat.Q8_0,
        nameof(Onnx) => FormatOf(method) == ElementFormat.F32,
        _ => true,
    };

    public override Work? WorkOf(string method) => Work.Tokens(1);

    internal override ElementFormat FormatOf(string method) =>
        Model.EndsWith("q8_0", StringComparison.Ordinal) ? ElementFormat.Q8_0
            : Model.EndsWith("bf16", StringComparison.Ordinal) ? ElementFormat.BF16
            : ElementFormat.F32;

    protected abstract LlamaWeights Weights();

    private protected override IPeerCall Prepare(string method)
    {
        var weights = LastWeights.Of(Model, Weights);
        int[] tokens = [.. Enumerable.Range(0, Tokens).Select(i => 1 + (i * 37 % 300))];
        var chunk = method == nameof(ByThirtyTwo) ? Chunk : 1;
        return PeerOf(method)?.Peer is IDecoderPeer peer
            ? peer.PrepareDecoder(weights, tokens, chunk, On.Threads)
            : new DecoderCall(Device.Of(On), weights, tokens, chunk);
    }
}
