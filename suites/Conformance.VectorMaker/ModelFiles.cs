using Conformance.Models;
using Conformance.Models.Generation;
using Conformance.Models.Recipes;
using Conformance.Models.Vectors;
using Conformance.Oracle;
using Conformance.Tensors;

namespace Conformance.VectorMaker;

/// <summary>The model vector files, sealed by the oracle's own decoder.</summary>
public static class ModelFiles
{
    private const string Specification = "docs/sa-1.md section 8";

    private static readonly IReadOnlyList<string> Origins =
    [
        "suites/Conformance.Oracle: a second decoder, from docs/sa-1.md alone, on exact arithmetic; it made these values",
        "src/Conformance.Models on the reference backend: the suites demand the same bits of it",
    ];

    /// <summary>Greedy one by one, greedy with the prompt in chunks, and sampled.</summary>
    /// <param name="recipe">A Philox model.</param>
    /// <param name="steps">Positions of each run.</param>
    private static ModelCase[] Cases(ModelRecipe recipe, int steps)
    {
        // Tokens that spread over the vocabulary; they mean nothing.
        int[] prompt = [.. Enumerable.Range(0, 7).Select(i => ((i * 389) + 1) % recipe.Config.Vocabulary)];
        var model = $"model/{recipe.Name}";
        return
        [
            new ModelCase { Id = $"{model}-greedy", Flags = ["Position"], Prompt = prompt, Steps = steps, Chunk = 1 },
            new ModelCase { Id = $"{model}-chunked", Flags = ["Batch"], Prompt = prompt, Steps = steps, Chunk = 5 },
            new ModelCase
            {
                Id = $"{model}-sampled", Flags = ["Rounding"], Prompt = prompt[..3], Steps = steps, Chunk = 3,
                Sampling = new Sampling(0.8f, 50, 0.95f, 0x5eed),
            },
        ];
    }

    /// <summary>File name → canonical bytes of every Philox model.</summary>
    public static IEnumerable<(string Name, byte[] Content)> Philox() => ModelRecipes.All.Select(recipe =>
    {
        var config = OracleOf(recipe.Config);
        var weights = OracleWeights.Philox(config, recipe.Seed);
        var isTiny = recipe.Config.Dim < 512;
        var cases = Cases(recipe, isTiny ? recipe.Config.Context : 10);
        return ($"model-{recipe.Name}.json", ModelVectorWriter.Write(new ModelVectorFile(
            Specification, Origins, new PhiloxSource(recipe.Config, recipe.Seed), [.. cases.Select(c => Seal(c, config, weights))])));
    });

    /// <summary>The trained model, from the directory that holds its files; the texts come from another implementation.</summary>
    public static (string Name, byte[] Content) Trained(string directory)
    {
        var (config, weights) = TrainedModel.Read(Path.Combine(directory, TrainedModel.Source.File));
        return ($"model-{TrainedModel.Name}.json", ModelVectorWriter.Write(new ModelVectorFile(
            Specification, [
                .. Origins, TrainedModel.TextOrigin], TrainedModel.Source, [.. TrainedModel.Cases.Select(c => Seal(c, config, weights))])));
    }

    private static ModelCase Seal(ModelCase vector, OracleConfig config, IReadOnlyDictionary<string, OracleTensor> weights)
    {
        var sampler = vector.Sampling is { } s
            ? new OracleSampler(BitConverter.SingleToUInt32Bits(s.Temperature), s.TopK, BitConverter.SingleToUInt32Bits(s.TopP), s.Seed)
            : null;
        var (steps, tokens) = new OracleDecoder(config, weights).Run(vector.Prompt, vector.Steps - vector.Prompt.Count + 1, sampler);
        return vector with
        {
            Tokens = tokens,
            Positions = [.. steps.Select(p => new GoldenPosition([.. p.Traces.Select(t => t.Digest())], p.Logits.Digest()))],
        };
    }

    private static OracleConfig OracleOf(LlamaConfig config) => new(
        config.Dim, config.Hidden, config.Layers, config.Heads, config.KvHeads, config.Vocabulary, config.Context,
        BitConverter.SingleToUInt32Bits(config.Theta), BitConverter.SingleToUInt32Bits(config.Eps), (long)config.Pairing,
        config.WeightFormat.Name(), config.IsTied);
}
