using BenchmarkDotNet.Attributes;
using Conformance.Models.Recipes;
using Conformance.Models.Weights;

namespace Conformance.Bench.Kernels;

/// <summary>A model of 17 million weights made from a seed.</summary>
public class DecodeBenchmarks : DecoderRows
{
    public static IEnumerable<string> Models => [ModelRecipes.F32.Name, ModelRecipes.BF16.Name, ModelRecipes.Q8.Name];

    [ParamsSource(nameof(Models))]
    public override string Model { get; set; } = ModelRecipes.F32.Name;

    protected override LlamaWeights Weights() =>
        ModelRecipes.Find(Model)?.MakeWeights() ?? throw new InvalidOperationException($"no model '{Model}'");
}
