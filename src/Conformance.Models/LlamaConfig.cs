using Conformance.Tensors;

namespace Conformance.Models;

/// <summary>The dimensions of a decoder of SA-1 section 8. Nothing is believed before <see cref="Validate"/>.</summary>
public sealed record LlamaConfig
{
    /// <summary>Width of the residual stream.</summary>
    public required int Dim { get; init; }

    /// <summary>Width of the feed-forward layer.</summary>
    public required int Hidden { get; init; }

    public required int Layers { get; init; }

    /// <summary>Query heads; a divisor of <see cref="Dim"/>.</summary>
    public required int Heads { get; init; }

    /// <summary>Key and value heads; a divisor of <see cref="Heads"/>.</summary>
    public required int KvHeads { get; init; }

    /// <summary>Number of tokens.</summary>
    public required int Vocabulary { get; init; }

    /// <summary>Positions of the cache and of the rope tables.</summary>
    public required int Context { get; init; }

    /// <summary>Base of the rope frequencies, 1 or more.</summary>
    public float Theta { get; init; } = 10000f;

    /// <summary>Addend of 'rmsnorm'.</summary>
    public float Eps { get; init; } = 1e-5f;

    public RopePairing Pairing { get; init; } = RopePairing.Adjacent;

    /// <summary>Storage format of the matrices; norm gains and the cache are f32 ([M2]).</summary>
    public ElementFormat WeightFormat { get; init; } = ElementFormat.F32;

    /// <summary>The head is the embedding.</summary>
    public bool IsTied { get; init; } = true;

    public int HeadSize => Dim / Heads;

    /// <summary>Width of one row of the key or value cache.</summary>
    public int KvDim => HeadSize * KvHeads;

    /// <summary>Group of digests per position: embedding, each layer, final norm, logits ([M5]).</summary>
    public int TraceCount => Layers + 3;

    /// <summary>Refuses what no decoder can be. Allocates nothing.</summary>
    /// <param name="file">Named in the message.</param>
    /// <returns>This configuration.</returns>
    /// <exception cref="ModelFormatException">Names the field, what is allowed and what was found.</exception>
    public LlamaConfig Validate(string file = "configuration")
    {
        LlamaConfigRules.Check(this, file);
        return this;
    }
}
