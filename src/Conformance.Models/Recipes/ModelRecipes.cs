using Conformance.Tensors;

namespace Conformance.Models.Recipes;

/// <summary>
/// The Philox models of the suite. Together they cover both pairings, tied and untied heads, and every weight format; the tiny
/// ones have dimensions that no tile divides and are for quick tests. A tied head of random rows tends to fall into a loop of two
/// tokens under greedy choice (their logits still differ at every position), so only one of the three large ones is tied.
/// </summary>
public static class ModelRecipes
{
    public static readonly ModelRecipe F32 = new("philox-512-f32", Medium with { IsTied = false }, 0x5341_3101);

    public static readonly ModelRecipe BF16 = new(
        "philox-512-bf16",
        Medium with { WeightFormat = ElementFormat.BF16, Pairing = RopePairing.Halves, Theta = 500000f, Eps = 1e-6f },
        0x5341_3102);

    public static readonly ModelRecipe Q8 = new(
        "philox-512-q8_0", Medium with { WeightFormat = ElementFormat.Q8_0, IsTied = false }, 0x5341_3103);

    /// <summary>Three queries to a key head, a head size of 10, prime hidden width and vocabulary.</summary>
    public static readonly ModelRecipe TinyF32 = new("philox-tiny-f32", Tiny, 0x5341_3104);

    public static readonly ModelRecipe TinyF16 = new(
        "philox-tiny-f16", Tiny with { WeightFormat = ElementFormat.F16, Pairing = RopePairing.Halves, IsTied = false }, 0x5341_3105);

    public static readonly ModelRecipe TinyQ8 = new(
        "philox-tiny-q8_0",
        Tiny with { Dim = 96, Heads = 6, KvHeads = 2, Hidden = 160, WeightFormat = ElementFormat.Q8_0, Pairing = RopePairing.Halves },
        0x5341_3106);

    public static readonly IReadOnlyList<ModelRecipe> All = [F32, BF16, Q8, TinyF32, TinyF16, TinyQ8];

    private static LlamaConfig Medium => new()
    {
        Dim = 512, Hidden = 1376, Layers = 6, Heads = 8, KvHeads = 4, Vocabulary = 2048, Context = 256,
    };

    private static LlamaConfig Tiny => new()
    {
        Dim = 90, Hidden = 131, Layers = 2, Heads = 9, KvHeads = 3, Vocabulary = 307, Context = 41,
    };

    /// <summary>The recipe of that name, or null.</summary>
    public static ModelRecipe? Find(string name)
    {
        foreach (var recipe in All)
        {
            if (recipe.Name == name)
            {
                return recipe;
            }
        }

        return null;
    }
}
