using Conformance.Backends;
using Conformance.Bench.Peers;
using Conformance.Models.Decoding;
using Conformance.Models.Weights;
using Conformance.Tensors;

namespace Conformance.Bench.Kernels.Targets;

/// <summary>
/// Given tokens through a decoder, from an empty cache. Each pass is waited for, as one must be that chooses the next token.
/// </summary>
internal sealed class DecoderCall(Device device, LlamaWeights weights, int[] tokens, int chunk) : IPeerCall
{
    private readonly Decoder _decoder = new(device.Backend, weights);

    public void Run()
    {
        for (var i = 0; i < tokens.Length; i += chunk)
        {
            _decoder.Forward(tokens.AsSpan(i, chunk), i);
            device.Finish();
        }
    }

    public Tensor Result()
    {
        var logits = new Tensor(ElementFormat.F32, new Shape(tokens.Length, weights.Config.Vocabulary));
        for (var i = 0; i < tokens.Length; i += chunk)
        {
            device.Backend.Download(_decoder.Forward(tokens.AsSpan(i, chunk), i)).Floats.CopyTo(
                logits.Floats[(i * weights.Config.Vocabulary)..]);
        }

        return logits;
    }

    public void Dispose() => _decoder.Dispose();
}
