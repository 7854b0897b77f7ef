using System.Runtime.InteropServices;
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
    private readonly DeviceModel _model;
    private readonly Dictionary<int, Pass> _passes = [];
    private readonly Position _position = new();

    /// <summary>Uploads the weights. The backend stays the caller's and must outlive the decoder.</summary>
    /// <exception cref="BackendException">No room on the device, or the device failed.</exception>
    public Decoder(IBackend backend, IWeightSource weights)
    {
        Backend = backend;
        _model = new DeviceModel(backend, weights);
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
        Length = position;
        if (!_passes.TryGetValue(tokens.Length, out var pass))
        {
            pass = new Pass(Backend, _model, tokens.Length, _position);
            _passes.Add(tokens.Length, pass);
        }

        _position.Value = position;
        Backend.Write(pass.Ids, MemoryMarshal.AsBytes(tokens));
        for (var trace = 0; trace < pass.Stages.Length; trace++)
        {
            foreach (var call in pass.Stages[trace].Calls)
            {
                Backend.Run(call);
            }

            Trace(observer, pass.Stages[trace].Result, position, trace);
        }

        Length = position + tokens.Length;
        return pass.Logits;
    }

    public void Dispose()
    {
        foreach (var pass in _passes.Values)
        {
            pass.Dispose();
        }

        _passes.Clear();
        _model.Dispose();
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
