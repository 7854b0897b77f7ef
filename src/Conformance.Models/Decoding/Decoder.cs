using Conformance.Backends;
using Conformance.Models.Weights;
using Conformance.Operators;
using Conformance.Tensors;

namespace Conformance.Models.Decoding;

//  The decoder (SA-1 section 8), once for every backend.
//  Input:   M token ids and the position of the first; the caches hold all positions before it.
//  Output:  logits f32 [M,vocabulary] on the device; the caches hold M positions more.
//  Order:   [M1]; with q8_0 weights [M2]. M tokens at once give the bits of M calls with one ([M3]), because every operator's
//           row depends on its own inputs and its absolute position alone ([R5], [O8]).

/// <summary>A model on a backend, with its cache. One sequence at a time, one thread at a time.</summary>
public sealed class Decoder : IDisposable
{
    private readonly OperatorRunner _run;
    private readonly DeviceModel _model;
    private readonly Dictionary<int, Workspace> _workspaces = [];
    private readonly Attributes _eps;
    private readonly float _scale;
    private IBuffer? _ids;

    /// <summary>Uploads the weights. The backend stays the caller's and must outlive the decoder.</summary>
    /// <exception cref="BackendException">No room on the device, or the device failed.</exception>
    public Decoder(IBackend backend, IWeightSource weights)
    {
        Backend = backend;
        _run = new OperatorRunner(backend);
        _model = new DeviceModel(backend, weights);
        _eps = Attributes.Of(("eps", Config.Eps));

        // Two rounded steps, as [M1] has it; neither is an approximation.
        _scale = 1f / MathF.Sqrt(Config.HeadSize);
    }

    public IBackend Backend { get; }

    public LlamaConfig Config => _model.Config;

    /// <summary>Positions in the cache. <see cref="Forward"/> may go back to any of them and may not leave a gap.</summary>
    public int Length { get; private set; }

    /// <summary>The most rows of one pass: the widest intermediate must be one tensor.</summary>
    public int MaxRows => (int)Math.Min(
        Config.Context, ModelLimits.TensorBytes / (4L * Math.Max(Config.Vocabulary, Math.Max(Config.Hidden, Config.Dim))));

    /// <summary>One pass over M tokens at positions position..position+M−1.</summary>
    /// <param name="tokens">From 1 to <see cref="MaxRows"/> ids, each below the vocabulary.</param>
    /// <param name="position">At most <see cref="Length"/>; what the cache held from here on is forgotten.</param>
    /// <param name="observer">Sees the rows of [M5], position by position within each trace.</param>
    /// <returns>f32 [M,vocabulary], owned by the decoder and good until the next call.</returns>
    /// <exception cref="ArgumentException">Tokens or a position that the model does not have.</exception>
    /// <exception cref="BackendException">The device failed. The cache then ends at <paramref name="position"/>.</exception>
    public IBuffer Forward(ReadOnlySpan<int> tokens, int position, ITraceObserver? observer = null)
    {
        Check(tokens, position);
        var rows = tokens.Length;
        Length = position;
        if (!_workspaces.TryGetValue(rows, out var work))
        {
            work = new Workspace(Backend, Config, rows);
            _workspaces.Add(rows, work);
        }

        // The ids of the last call may only go now: until its logits were read a queue could still need them.
        _ids?.Dispose();
        _ids = null;
        _ids = Backend.Upload(Tensor.FromInts(new Shape(rows), tokens));
        _run.Embedding(_model[WeightRole.Embedding], _ids, work.Residual);
        Trace(observer, work.Residual, position, trace: 0);
        var append = Attributes.Of(("position", position));
        var rope = Attributes.Of(("position", position), ("pairing", (int)Config.Pairing));
        var attention = Attributes.Of(("position", position), ("scale", _scale));
        for (var layer = 0; layer < Config.Layers; layer++)
        {
            Attend(work, layer, append, rope, attention);
            FeedForward(work, layer);
            Trace(observer, work.Residual, position, layer + 1);
        }

        _run.RmsNorm(_eps, work.Residual, _model[WeightRole.FinalNorm], work.Normed);
        Trace(observer, work.Normed, position, Config.Layers + 1);
        Multiply(Prepare(work.Normed, work.QuantizedDim), _model[WeightRole.Head], work.Logits);
        Trace(observer, work.Logits, position, Config.Layers + 2);
        Length = position + rows;
        return work.Logits;
    }

    public void Dispose()
    {
        _ids?.Dispose();
        _ids = null;
        foreach (var work in _workspaces.Values)
        {
            work.Dispose();
        }

        _workspaces.Clear();
        _model.Dispose();
    }

    /// <summary>x after attention = x + wo · attention(rope(wq·h), cache), h = rmsnorm(x).</summary>
    private void Attend(Workspace work, int layer, Attributes append, Attributes rope, Attributes attention)
    {
        var cache = _model.Caches[layer];
        _run.RmsNorm(_eps, work.Residual, _model[WeightRole.AttentionNorm, layer], work.Normed);
        var normed = Prepare(work.Normed, work.QuantizedDim);
        Multiply(normed, _model[WeightRole.Wq, layer], work.Query);
        Multiply(normed, _model[WeightRole.Wk, layer], work.Key);
        Multiply(normed, _model[WeightRole.Wv, layer], work.Value);
        _run.Rope(rope, work.QueryHeads, _model.Cos, _model.Sin, work.TurnedQueryHeads);
        _run.Rope(rope, work.KeyHeads, _model.Cos, _model.Sin, work.TurnedKeyHeads);
        _run.Append(append, cache.Keys, work.TurnedKey);
        _run.Append(append, cache.Values, work.Value);
        _run.Attention(attention, work.TurnedQueryHeads, cache.KeyHeads, cache.ValueHeads, work.AttentionHeads);
        Multiply(Prepare(work.Attention, work.QuantizedDim), _model[WeightRole.Wo, layer], work.Projection);
        _run.Add(work.Residual, work.Projection, work.ResidualAfterAttention);
    }

    /// <summary>x = x after attention + w2 · swiglu(w1·h, w3·h), h = rmsnorm(x after attention).</summary>
    private void FeedForward(Workspace work, int layer)
    {
        _run.RmsNorm(_eps, work.ResidualAfterAttention, _model[WeightRole.FfnNorm, layer], work.Normed);
        var normed = Prepare(work.Normed, work.QuantizedDim);
        Multiply(normed, _model[WeightRole.W1, layer], work.Gate);
        Multiply(normed, _model[WeightRole.W3, layer], work.Up);
        _run.Swiglu(work.Gate, work.Up, work.Activation);
        Multiply(Prepare(work.Activation, work.QuantizedHidden), _model[WeightRole.W2, layer], work.Projection);
        _run.Add(work.ResidualAfterAttention, work.Projection, work.Residual);
    }

    /// <summary>[M2]: the input of a product, quantised where the weights are q8_0.</summary>
    private IBuffer Prepare(IBuffer x, IBuffer? quantized)
    {
        if (quantized is null)
        {
            return x;
        }

        _run.Quantize(x, quantized);
        return quantized;
    }

    private void Multiply(IBuffer a, IBuffer weights, IBuffer y)
    {
        if (Config.WeightFormat == ElementFormat.Q8_0)
        {
            _run.MatMulQ8(a, weights, y);
        }
        else
        {
            _run.MatMul(a, weights, y);
        }
    }

    private void Trace(ITraceObserver? observer, IBuffer buffer, int position, int trace)
    {
        if (observer is null)
        {
            return;
        }

        var matrix = Backend.Download(buffer);
        for (var row = 0; row < matrix.Shape[0]; row++)
        {
            observer.Observe(position + row, trace, Rows.Of(matrix, row));
        }
    }

    private void Check(ReadOnlySpan<int> tokens, int position)
    {
        if (position < 0 || position > Length)
        {
            throw new ArgumentOutOfRangeException(nameof(position), position, $"the cache holds {Length} positions");
        }

        var most = Math.Min(MaxRows, Config.Context - position);
        if (tokens.IsEmpty || tokens.Length > most)
        {
            throw new ArgumentException($"{tokens.Length} tokens at position {position}: expected from 1 to {most}", nameof(tokens));
        }

        foreach (var token in tokens)
        {
            if (token < 0 || token >= Config.Vocabulary)
            {
                throw new ArgumentOutOfRangeException(nameof(tokens), token, $"tokens are 0..{Config.Vocabulary - 1}");
            }
        }
    }
}
