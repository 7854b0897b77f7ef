using Conformance.Models;
using Conformance.Models.Recipes;
using Conformance.Tensors;

namespace Conformance.Bench.Gpu;

/// <summary>
/// A model of 1.12 billion parameters in the shape of a small Llama, made from a seed. It is no recipe of the suite: no vectors are made
/// of it, and no run but this one should pay for it.
/// </summary>
internal static class BillionModel
{
    public static ModelRecipe Of(ElementFormat format) => new(
        $"philox-1b-{format.Name()}",
        new LlamaConfig
        {
            Dim = 2048, Hidden = 5632, Layers = 22, Heads = 32, KvHeads = 8, Vocabulary = 32000, Context = 1024,
            WeightFormat = format, IsTied = false,
        },
        0x5341_3110);
}
