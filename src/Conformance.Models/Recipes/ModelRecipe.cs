using Conformance.Models.Weights;

namespace Conformance.Models.Recipes;

/// <summary>A model made from a seed (SA-1 [M6]): nothing to download, the same bits everywhere.</summary>
/// <param name="Name">The selector in vectors and reports.</param>
public sealed record ModelRecipe(string Name, LlamaConfig Config, ulong Seed)
{
    public LlamaWeights MakeWeights() => PhiloxWeights.Make(Config, Seed);
}
