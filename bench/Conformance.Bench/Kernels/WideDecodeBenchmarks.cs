using BenchmarkDotNet.Attributes;
using Conformance.Bench.Harness;
using Conformance.Bench.Kernels.Targets;
using Conformance.Bench.Peers;
using Conformance.Models;
using Conformance.Models.Weights;
using Conformance.Tensors;

namespace Conformance.Bench.Kernels;

/// <summary>
/// Two layers as wide as those of a model of a billion weights, 105 million in all: more than any cache holds, so that a token can come no
/// faster than its weights from memory. The copy moves as many bytes, half read and half written.
/// </summary>
public class WideDecodeBenchmarks : TargetBenchmarks
{
    private const int Tokens = 8;

    private static readonly LlamaConfig Config = new()
    {
        Dim = 2048, Hidden = 5504, Layers = 2, Heads = 32, KvHeads = 8, Vocabulary = 8192, Context = 64,
    };

    [Params(ElementFormat.F32, ElementFormat.BF16, ElementFormat.Q8_0)]
    public ElementFormat Weights { get; set; }

    [Peer<CopyPeer>]
    [Benchmark(OperationsPerInvoke = Tokens, Description = "copy of the weights' bytes")]
    public void Copy() => Run();

    [Peer<TorchPeer>]
    [Benchmark(OperationsPerInvoke = Tokens, Description = "one token at a time, the cache concatenated")]
    public void Torch() => Run();

    [Against(nameof(Copy), Goal = 1 / 0.85)]
    [Against(nameof(Torch))]
    [Benchmark(OperationsPerInvoke = Tokens, Description = "SA-1, one token at a time")]
    public void OneByOne() => Run();

    public override bool HasRow(string method) => base.HasRow(method) && (method != nameof(Torch) || Weights != ElementFormat.Q8_0);

    public override Work? WorkOf(string method) => Work.Tokens(1);

    /// <summary>The decoders are those of <see cref="DecoderRows"/>.</summary>
    internal override bool IsChecked => false;

    internal override ElementFormat FormatOf(string method) => Weights;

    private protected override IPeerCall Prepare(string method)
    {
        var config = Config with { WeightFormat = Weights, IsTied = false };
        var weights = LastWeights.Of($"wide-{Weights}", () => PhiloxWeights.Make(config, 0x5341_3107));
        int[] tokens = [.. Enumerable.Range(1, Tokens)];
        if (method == nameof(Copy))
        {
            // The embedding gives one row a token; everything else is read whole.
            var bytes = weights.Tensors.Where(t => t.Key.Role != WeightRole.Embedding).Sum(t => t.Value.Data.Length);
            return CopyPeer.Of(bytes, On.Threads, Tokens);
        }

        return PeerOf(method)?.Peer is IDecoderPeer peer
            ? peer.PrepareDecoder(weights, tokens, 1, On.Threads)
            : new DecoderCall(Device.Of(On), weights, tokens, 1);
    }
}
