using Conformance.Backends.OnnxRuntime;
using Conformance.Models.Weights;
using Conformance.Tensors;

namespace Conformance.Bench.Peers.Onnx;

/// <summary>A decoder as one graph, from an empty cache; f32 throughout.</summary>
internal sealed class OnnxDecoderCall(LlamaWeights weights, IReadOnlyList<int> tokens, int chunk, int threads) : IPeerCall
{
    private readonly OrtDecoder _decoder = new(weights, OrtSchedules.WithThreads(threads));
    private Tensor? _logits;

    public void Run() => _logits = _decoder.Run(tokens, chunk);

    public Tensor Result() => _logits!;

    public void Dispose() => _decoder.Dispose();
}
