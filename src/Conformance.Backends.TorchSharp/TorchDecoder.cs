using Conformance.Models;
using Conformance.Models.Weights;
using Conformance.Numerics.Inputs;
using Conformance.Tensors;
using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;
using HostTensor = Conformance.Tensors.Tensor;

namespace Conformance.Backends.TorchSharp;

/// <summary>
/// The decoder of SA-1 section 8 in torch, as its users write it: linear, scaled_dot_product_attention, a cache that is concatenated.
/// </summary>
internal sealed class TorchDecoder : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly Dictionary<WeightSlot, Tensor> _weights = [];
    private readonly Tensor _cos;
    private readonly Tensor _sin;
    private readonly ScalarType _type;

    public TorchDecoder(LlamaWeights weights, ElementFormat format)
    {
        Weights = weights;
        Format = format;
        _type = TorchTensors.TypeOf(format);
        foreach (var (slot, tensor) in weights.Tensors)
        {
            _weights.Add(slot, TorchTensors.Of(tensor).to_type(_type));
        }

        var (cos, sin) = RopeTable.Make(Config.Context, Config.HeadSize / 2, Config.Theta);
        (_cos, _sin) = (TorchTensors.Of(cos).to_type(_type), TorchTensors.Of(sin).to_type(_type));

        // Kept past the scope of any one pass.
        _scope.Detach([.. _weights.Values, _cos, _sin]);
    }

    public LlamaWeights Weights { get; }

    public ElementFormat Format { get; }

    private LlamaConfig Config => Weights.Config;

    public HostTensor Run(IReadOnlyList<int> tokens, int chunk)
    {
        using var scope = NewDisposeScope();
        var keys = new Tensor?[Config.Layers];
        var values = new Tensor?[Config.Layers];
        var rows = new List<Tensor>();
        for (var position = 0; position < tokens.Count; position += chunk)
        {
            int[] part = [.. tokens.Skip(position).Take(chunk)];
            rows.Add(Forward(part, position, keys, values));
        }

        return TorchTensors.ToHost(cat(rows, 0));
    }

    public void Dispose()
    {
        foreach (var tensor in _weights.Values)
        {
            tensor.Dispose();
        }

        _cos.Dispose();
        _sin.Dispose();
        _scope.Dispose();
    }

    private Tensor Forward(int[] tokens, int position, Tensor?[] keys, Tensor?[] values)
    {
        var rows = tokens.Length;
        var pairing = (int)Config.Pairing;
        var scale = 1f / MathF.Sqrt(Config.HeadSize);
        var x = W(WeightRole.Embedding).index_select(0, tensor(tokens, device: TorchTensors.Device));
        for (var layer = 0; layer < Config.Layers; layer++)
        {
            var h = TorchOperators.RmsNorm(x, W(WeightRole.AttentionNorm, layer), Config.Eps);
            var q = TorchOperators.Rope(Heads(F.linear(h, W(WeightRole.Wq, layer)), Config.Heads), _cos, _sin, position, pairing);
            var k = TorchOperators.Rope(Heads(F.linear(h, W(WeightRole.Wk, layer)), Config.KvHeads), _cos, _sin, position, pairing);
            var v = Heads(F.linear(h, W(WeightRole.Wv, layer)), Config.KvHeads);
            keys[layer] = keys[layer] is { } oldKeys ? cat([oldKeys, k], 0) : k;
            values[layer] = values[layer] is { } oldValues ? cat([oldValues, v], 0) : v;
            var a = TorchOperators.Attention(q, keys[layer]!, values[layer]!, position, scale).reshape(rows, Config.Dim);
            x = x.add(F.linear(a, W(WeightRole.Wo, layer)));
            h = TorchOperators.RmsNorm(x, W(WeightRole.FfnNorm, layer), Config.Eps);
            var gate = F.linear(h, W(WeightRole.W1, layer)).silu().mul(F.linear(h, W(WeightRole.W3, layer)));
            x = x.add(F.linear(gate, W(WeightRole.W2, layer)));
        }

        return F.linear(TorchOperators.RmsNorm(x, W(WeightRole.FinalNorm), Config.Eps), W(WeightRole.Head));
    }

    private Tensor W(WeightRole role, int layer = 0) =>
        _weights[new(role == WeightRole.Head && Config.IsTied ? WeightRole.Embedding : role, layer)];

    private Tensor Heads(Tensor x, int heads) => x.reshape(x.shape[0], heads, Config.HeadSize);
}
