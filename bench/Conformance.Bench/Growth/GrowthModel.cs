using Conformance.Models;
using Conformance.Models.Weights;
using Conformance.Tensors;

namespace Conformance.Bench.Growth;

/// <summary>Models of one shape and many sizes, made from a seed like those of the suite.</summary>
internal static class GrowthModel
{
    private const ulong Seed = 0x5341_3201;

    /// <summary>Heads of 64, two queries to a key head where there are two, and a feed-forward layer of 8/3 of the width.</summary>
    /// <param name="dim">A multiple of 64.</param>
    public static LlamaConfig Config(int dim, int context, ElementFormat format = ElementFormat.F32) => new LlamaConfig
    {
        Dim = dim,
        Hidden = (dim * 8 / 3 / 32 + 1) * 32,
        Layers = 4,
        Heads = dim / 64,
        KvHeads = dim >= 128 ? dim / 128 : 1,
        Vocabulary = 1024,
        Context = context,
        WeightFormat = format,
    }.Validate();

    public static LlamaWeights Weights(LlamaConfig config) => PhiloxWeights.Make(config, Seed);

    /// <summary>Numbers in all weights.</summary>
    public static double Parameters(LlamaConfig config) =>
        (config.Layers * ((double)config.Dim * ((2 * config.Dim) + (2 * config.KvDim) + (3 * config.Hidden) + 2)))
            + ((double)config.Vocabulary * config.Dim) + config.Dim;

    public static int[] Tokens(int count) => [.. Enumerable.Range(0, count).Select(i => 1 + (i * 37 % 1000))];
}
