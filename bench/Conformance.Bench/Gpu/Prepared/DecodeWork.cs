using Conformance.Backends;
using Conformance.Models;
using Conformance.Models.Decoding;
using Conformance.Models.Recipes;
using Conformance.Models.Weights;
using Conformance.Operators;
using Conformance.Tensors;

namespace Conformance.Bench.Gpu.Prepared;

/// <summary>
/// One token after the other behind a prefix; the logits stay on the device. Sixteen positions take turns, so that the cache grows and
/// is gone back in.
/// </summary>
internal sealed class DecodeWork : IGpuWork
{
    private const int Span = 16;
    private const int PromptChunk = 32;

    private readonly Decoder _decoder;
    private readonly int _prefix;

    /// <exception cref="BackendException">No room, or the device failed; nothing stays allocated.</exception>
    public DecodeWork(IBackend backend, ModelRecipe recipe, int prefix)
    {
        _prefix = prefix;
        _decoder = new Decoder(backend, PhiloxWeights.Stream(recipe.Config, recipe.Seed));
        try
        {
            for (var at = 0; at < prefix; at += PromptChunk)
            {
                _decoder.Forward([.. Enumerable.Range(at, Math.Min(PromptChunk, prefix - at)).Select(Token)], at);
            }
        }
        catch
        {
            _decoder.Dispose();
            throw;
        }
    }

    public void Launch(int turn)
    {
        var position = _prefix + (turn % Span);
        _decoder.Forward([Token(position)], position);
    }

    public void Dispose() => _decoder.Dispose();

    /// <summary>
    /// Bytes that one token has to read: every matrix but the embedding, of which it is one row (with a tied head the table is read as the
    /// head), the gains, and the keys and values of the positions up to the middle one.
    /// </summary>
    public static long Bytes(LlamaConfig config, int prefix)
    {
        var weights = WeightLayout.Slots(config)
            .Where(s => s.Role != WeightRole.Embedding || config.IsTied)
            .Select(s => WeightLayout.Type(config, s.Role)).Sum(t => t.Format.ByteCount(t.Shape));
        var positions = prefix + (Span / 2);
        return weights + (2L * config.Layers * positions * config.KvDim * sizeof(float));
    }

    private int Token(int position) => 1 + (position * 37 % Math.Min(300, _decoder.Config.Vocabulary - 1));
}
