using Conformance.Backends;
using Conformance.Models.Weights;
using Conformance.Numerics.Inputs;

namespace Conformance.Models.Decoding;

/// <summary>What of a model stays on the device for as long as the decoder lives: weights, rope tables, caches.</summary>
internal sealed class DeviceModel : IDisposable
{
    private readonly BufferSet _buffers;
    private readonly Dictionary<WeightSlot, IBuffer> _weights = [];

    /// <exception cref="BackendException">No room on the device, or the device failed. Nothing stays allocated then.</exception>
    public DeviceModel(IBackend backend, IWeightSource weights)
    {
        Config = weights.Config;
        _buffers = new BufferSet(backend);
        try
        {
            foreach (var (slot, tensor) in weights.Tensors)
            {
                _weights.Add(slot, _buffers.Upload(tensor));
            }

            // [O6]: the host makes the tables, since no device's cos can be trusted with bits.
            var (cos, sin) = RopeTable.Make(Config.Context, Config.HeadSize / 2, Config.Theta);
            (Cos, Sin) = (_buffers.Upload(cos), _buffers.Upload(sin));
            Caches = [.. Enumerable.Range(0, Config.Layers).Select(_ => new LayerCache(_buffers, Config))];
        }
        catch
        {
            _buffers.Dispose();
            throw;
        }
    }

    public LlamaConfig Config { get; }

    public IBuffer Cos { get; }

    public IBuffer Sin { get; }

    public IReadOnlyList<LayerCache> Caches { get; }

    public IBuffer this[WeightRole role, int layer = 0] =>
        _weights[new(role == WeightRole.Head && Config.IsTied ? WeightRole.Embedding : role, layer)];

    public void Dispose() => _buffers.Dispose();
}

/// <summary>
/// Keys and values of one layer: [context, kv dim] for 'append', and the same as [context, kv heads, head size] for 'attention'.
/// </summary>
internal sealed class LayerCache
{
    public LayerCache(BufferSet buffers, LlamaConfig config)
    {
        Keys = buffers.F32(config.Context, config.KvDim);
        Values = buffers.F32(config.Context, config.KvDim);
        KeyHeads = buffers.View(Keys, config.Context, config.KvHeads, config.HeadSize);
        ValueHeads = buffers.View(Values, config.Context, config.KvHeads, config.HeadSize);
    }

    public IBuffer Keys { get; }

    public IBuffer Values { get; }

    public IBuffer KeyHeads { get; }

    public IBuffer ValueHeads { get; }
}
