using Conformance.Models.Recipes;
using Conformance.Models.Weights;
using Conformance.Tensors;

namespace Conformance.Models.Tests.Weights;

public class StreamedWeightsTests
{
    [Theory]
    [InlineData("philox-tiny-f32")]
    [InlineData("philox-tiny-f16")]
    [InlineData("philox-tiny-q8_0")]
    public void Streamed_TensorsAreThoseThatAreHeld(string name)
    {
        var recipe = ModelRecipes.Find(name)!;
        var held = recipe.MakeWeights();
        var streamed = PhiloxWeights.Stream(recipe.Config, recipe.Seed);
        Assert.Same(recipe.Config, streamed.Config);
        Assert.Equal(held.Tensors.Select(Digest), streamed.Tensors.Select(Digest));
        Assert.Equal(held.Tensors.Select(Digest), streamed.Tensors.Select(Digest));
    }

    [Fact]
    public void Streamed_ImpossibleConfiguration_IsRefusedBeforeAnythingIsMade()
    {
        var config = ModelRecipes.TinyF32.Config with { Heads = 7 };
        Assert.Throws<ModelFormatException>(() => PhiloxWeights.Stream(config, 1));
    }

    private static string Digest(KeyValuePair<WeightSlot, Tensor> weight) =>
        $"{WeightLayout.Name(weight.Key)} {TensorDigest.Of(weight.Value)}";
}
