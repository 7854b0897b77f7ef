using Conformance.Backends;
using Conformance.Models.Weights;
using Conformance.Operators;
using Conformance.Tensors;

namespace Conformance.Models.Decoding;

/// <summary>
/// All calls of one pass over M rows ([M1], [M2]) with the buffers between them. They are made and checked on the first pass with M
/// rows; later ones have new ids and another position and nothing else, so that a token allocates nothing here.
/// </summary>
internal sealed class Pass : IDisposable
{
    private readonly DeviceModel _model;
    private readonly Workspace _work;
    private readonly CallList _calls;

    /// <param name="backend">The model's.</param>
    /// <param name="model">Weights and caches.</param>
    /// <param name="rows">M.</param>
    /// <param name="position">Of the first row: moved before each run.</param>
    /// <exception cref="BackendException">No room on the device, or the device failed.</exception>
    public Pass(IBackend backend, DeviceModel model, int rows, Position position)
    {
        _model = model;
        _work = new Workspace(backend, model.Config, rows);
        _calls = new CallList(model.Config, position);
        _calls.Embedding(model[WeightRole.Embedding], _work.Ids, _work.Residual);
        var stages = new List<PassStage> { _calls.End(_work.Residual) };
        for (var layer = 0; layer < model.Config.Layers; layer++)
        {
            Attend(layer);
            FeedForward(layer);
            stages.Add(_calls.End(_work.Residual));
        }

        _calls.RmsNorm(_work.Residual, model[WeightRole.FinalNorm], _work.Normed);
        stages.Add(_calls.End(_work.Normed));
        Multiply(Prepare(_work.Normed, _work.QuantizedDim), model[WeightRole.Head], _work.Logits);
        stages.Add(_calls.End(_work.Logits));
        Stages = [.. stages];
    }

    /// <summary>i32 [M]: written before each run.</summary>
    public IBuffer Ids => _work.Ids;

    /// <summary>f32 [M,vocabulary].</summary>
    public IBuffer Logits => _work.Logits;

    /// <summary>One per trace of [M5], in its order.</summary>
    public PassStage[] Stages { get; }

    public void Dispose() => _work.Dispose();

    /// <summary>x after attention = x + wo · attention(rope(wq·h), cache), h = rmsnorm(x).</summary>
    private void Attend(int layer)
    {
        var cache = _model.Caches[layer];
        _calls.RmsNorm(_work.Residual, _model[WeightRole.AttentionNorm, layer], _work.Normed);
        var normed = Prepare(_work.Normed, _work.QuantizedDim);
        Multiply(normed, _model[WeightRole.Wq, layer], _work.Query);
        Multiply(normed, _model[WeightRole.Wk, layer], _work.Key);
        Multiply(normed, _model[WeightRole.Wv, layer], _work.Value);
        _calls.Rope(_work.QueryHeads, _model.Cos, _model.Sin, _work.TurnedQueryHeads);
        _calls.Rope(_work.KeyHeads, _model.Cos, _model.Sin, _work.TurnedKeyHeads);
        _calls.Append(cache.Keys, _work.TurnedKey);
        _calls.Append(cache.Values, _work.Value);
        _calls.Attention(_work.TurnedQueryHeads, cache.KeyHeads, cache.ValueHeads, _work.AttentionHeads);
        Multiply(Prepare(_work.Attention, _work.QuantizedDim), _model[WeightRole.Wo, layer], _work.Projection);
        _calls.Add(_work.Residual, _work.Projection, _work.ResidualAfterAttention);
    }

    /// <summary>x = x after attention + w2 · swiglu(w1·h, w3·h), h = rmsnorm(x after attention).</summary>
    private void FeedForward(int layer)
    {
        _calls.RmsNorm(_work.ResidualAfterAttention, _model[WeightRole.FfnNorm, layer], _work.Normed);
        var normed = Prepare(_work.Normed, _work.QuantizedDim);
        Multiply(normed, _model[WeightRole.W1, layer], _work.Gate);
        Multiply(normed, _model[WeightRole.W3, layer], _work.Up);
        _calls.Swiglu(_work.Gate, _work.Up, _work.Activation);
        Multiply(Prepare(_work.Activation, _work.QuantizedHidden), _model[WeightRole.W2, layer], _work.Projection);
        _calls.Add(_work.ResidualAfterAttention, _work.Projection, _work.Residual);
    }

    /// <summary>[M2]: the input of a product, quantised where the weights are q8_0.</summary>
    private IBuffer Prepare(IBuffer x, IBuffer? quantized)
    {
        if (quantized is null)
        {
            return x;
        }

        _calls.Quantize(x, quantized);
        return quantized;
    }

    private void Multiply(IBuffer a, IBuffer weights, IBuffer y)
    {
        if (_model.Config.WeightFormat == ElementFormat.Q8_0)
        {
            _calls.MatMulQ8(a, weights, y);
        }
        else
        {
            _calls.MatMul(a, weights, y);
        }
    }
}
