using Conformance.Numerics.Inputs;
using Conformance.Tensors;
using Conformance.Vectors;

namespace Conformance.Models.Weights;

//  Philox-made weights (SA-1 [M6]).
//  Key:     the model's seed.
//  Tensor:  0 embedding, 1 final norm, 2 head; layer l from 0: 16·(l+1) + {0 attention norm, 1 wq, 2 wk, 3 wv, 4 wo, 5 ffn norm,
//           6 w1, 7 w2, 8 w3}.
//  Fill:    norms uniform; embedding and head normalish; the other matrices normalish times 2^-4, so that sums over a row of
//           some hundred elements neither vanish nor explode over the layers.

/// <summary>Weights that any machine can make from 64 bits.</summary>
public static class PhiloxWeights
{
    private const int IdsPerLayer = 16;

    /// <exception cref="ModelFormatException">An impossible configuration.</exception>
    public static LlamaWeights Make(LlamaConfig config, ulong seed) => new(config, slot => Make(config, seed, slot));

    /// <summary>The same tensors, made while they are taken: for models that the host should not hold.</summary>
    /// <exception cref="ModelFormatException">An impossible configuration.</exception>
    public static StreamedWeights Stream(LlamaConfig config, ulong seed) => new(config, slot => Make(config, seed, slot));

    /// <summary>The recipe of one tensor.</summary>
    public static TensorRecipe Recipe(LlamaConfig config, ulong seed, WeightSlot slot) => new()
    {
        Type = WeightLayout.Type(config, slot.Role),
        Fill = WeightLayout.IsNorm(slot.Role) ? Fills.Uniform : Fills.Normalish,
        Seed = seed,
        TensorId = (uint)TensorId(slot),
        Scale = WeightLayout.IsNorm(slot.Role) || slot.Role is WeightRole.Embedding or WeightRole.Head ? 0 : -4,
    };

    private static Tensor Make(LlamaConfig config, ulong seed, WeightSlot slot) => TensorMaker.Make(Recipe(config, seed, slot));

    private static int TensorId(WeightSlot slot) => slot.Role switch
    {
        WeightRole.Embedding => 0,
        WeightRole.FinalNorm => 1,
        WeightRole.Head => 2,
        _ => (IdsPerLayer * (slot.Layer + 1)) + (slot.Role - WeightRole.AttentionNorm),
    };
}
