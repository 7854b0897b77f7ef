using Conformance.Backends;
using Conformance.Tensors;

namespace Conformance.Models.Decoding;

/// <summary>
/// Every intermediate buffer for M rows at once, made on the first call with M rows and used by all later ones. Names ending in
/// 'Heads' are views [M, heads, head size] of the buffer before them.
/// </summary>
internal sealed class Workspace : IDisposable
{
    private readonly BufferSet _buffers;

    public Workspace(IBackend backend, LlamaConfig config, int rows)
    {
        _buffers = new BufferSet(backend);
        try
        {
            Ids = _buffers.Allocate(ElementFormat.I32, rows);
            Residual = _buffers.F32(rows, config.Dim);
            ResidualAfterAttention = _buffers.F32(rows, config.Dim);
            Normed = _buffers.F32(rows, config.Dim);
            Query = _buffers.F32(rows, config.Dim);
            Key = _buffers.F32(rows, config.KvDim);
            Value = _buffers.F32(rows, config.KvDim);
            QueryHeads = _buffers.View(Query, rows, config.Heads, config.HeadSize);
            KeyHeads = _buffers.View(Key, rows, config.KvHeads, config.HeadSize);
            TurnedQueryHeads = _buffers.F32(rows, config.Heads, config.HeadSize);
            TurnedKey = _buffers.F32(rows, config.KvDim);
            TurnedKeyHeads = _buffers.View(TurnedKey, rows, config.KvHeads, config.HeadSize);
            Attention = _buffers.F32(rows, config.Dim);
            AttentionHeads = _buffers.View(Attention, rows, config.Heads, config.HeadSize);
            Projection = _buffers.F32(rows, config.Dim);
            Gate = _buffers.F32(rows, config.Hidden);
            Up = _buffers.F32(rows, config.Hidden);
            Activation = _buffers.F32(rows, config.Hidden);
            Logits = _buffers.F32(rows, config.Vocabulary);
            if (config.WeightFormat == ElementFormat.Q8_0)
            {
                QuantizedDim = _buffers.Allocate(ElementFormat.Q8_0, rows, config.Dim);
                QuantizedHidden = _buffers.Allocate(ElementFormat.Q8_0, rows, config.Hidden);
            }
        }
        catch
        {
            _buffers.Dispose();
            throw;
        }
    }

    public IBuffer Ids { get; }

    /// <summary>The stream x between layers.</summary>
    public IBuffer Residual { get; }

    /// <summary>x in the middle of a layer: operators do not write over what they read.</summary>
    public IBuffer ResidualAfterAttention { get; }

    public IBuffer Normed { get; }

    public IBuffer Query { get; }

    public IBuffer QueryHeads { get; }

    public IBuffer TurnedQueryHeads { get; }

    public IBuffer Key { get; }

    public IBuffer KeyHeads { get; }

    public IBuffer TurnedKey { get; }

    public IBuffer TurnedKeyHeads { get; }

    public IBuffer Value { get; }

    public IBuffer Attention { get; }

    public IBuffer AttentionHeads { get; }

    public IBuffer Projection { get; }

    public IBuffer Gate { get; }

    public IBuffer Up { get; }

    public IBuffer Activation { get; }

    public IBuffer Logits { get; }

    /// <summary>The input of a product in q8_0 ([M2]); null for other formats.</summary>
    public IBuffer? QuantizedDim { get; }

    public IBuffer? QuantizedHidden { get; }

    public void Dispose() => _buffers.Dispose();
}
