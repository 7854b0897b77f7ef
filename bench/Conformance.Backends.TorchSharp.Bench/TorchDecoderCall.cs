using Conformance.Backends.TorchSharp;
using Conformance.Models.Weights;
using Conformance.Numerics.Formats;
using Conformance.Tensors;
using TorchSharp;
using HostTensor = Conformance.Tensors.Tensor;

namespace Conformance.Bench.Peers.Torch;

/// <summary>A decoder in torch from an empty cache, with the weights' own type.</summary>
internal sealed class TorchDecoderCall : IPeerCall
{
    private readonly IDisposable _inference = torch.inference_mode(true);
    private readonly TorchDecoder _decoder;
    private readonly IReadOnlyList<int> _tokens;
    private readonly int _chunk;
    private HostTensor? _logits;

    public TorchDecoderCall(LlamaWeights weights, IReadOnlyList<int> tokens, int chunk, int threads)
    {
        torch.set_num_threads(threads);
        _decoder = new TorchDecoder(weights, weights.Config.WeightFormat);
        (_tokens, _chunk) = (tokens, chunk);
    }

    public void Run() => _logits = _decoder.Run(_tokens, _chunk);

    public HostTensor Result()
    {
        var wide = new HostTensor(ElementFormat.F32, _logits!.Shape);
        StorageFormat.Widen(_logits, 0, wide.Floats);
        return wide;
    }

    public void Dispose()
    {
        _decoder.Dispose();
        _inference.Dispose();
    }
}
