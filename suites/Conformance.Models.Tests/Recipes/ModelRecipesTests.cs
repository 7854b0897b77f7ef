using Conformance.Backends.Reference;
using Conformance.Models.Decoding;
using Conformance.Models.Generation;
using Conformance.Models.Recipes;
using Conformance.Models.Weights;
using Conformance.Tensors;

namespace Conformance.Models.Tests.Recipes;

public class ModelRecipesTests
{
    [Fact]
    public void Recipes_AreDistinctAndFound()
    {
        Assert.Equal(ModelRecipes.All.Count, ModelRecipes.All.Select(r => r.Name).Distinct().Count());
        Assert.Equal(ModelRecipes.All.Count, ModelRecipes.All.Select(r => r.Seed).Distinct().Count());
        Assert.All(ModelRecipes.All, r => Assert.Same(r, ModelRecipes.Find(r.Name)));
        Assert.Null(ModelRecipes.Find("no such model"));
    }

    [Fact]
    public void Recipes_OfSixLayers_CoverFormatsPairingsAndHeads()
    {
        var large = ModelRecipes.All.Where(r => r.Config is { Layers: >= 6, Dim: >= 512 } && r.Config.KvHeads < r.Config.Heads).ToArray();
        Assert.Equal([ElementFormat.F32, ElementFormat.BF16, ElementFormat.Q8_0], large.Select(r => r.Config.WeightFormat));
        Assert.Equal(2, large.Select(r => r.Config.Pairing).Distinct().Count());
        Assert.Equal(2, large.Select(r => r.Config.IsTied).Distinct().Count());
    }

    /// <summary>[M6]: ids and fills, spelled out once more.</summary>
    [Fact]
    public void Recipe_TensorIds_AreThoseOfM6()
    {
        var config = ModelRecipes.TinyF16.Config;
        (WeightRole Role, int Layer, uint Id, string Fill, int Scale)[] expected =
        [
            (WeightRole.Embedding, 0, 0, "normalish", 0), (WeightRole.FinalNorm, 0, 1, "uniform", 0),
            (WeightRole.Head, 0, 2, "normalish", 0), (WeightRole.AttentionNorm, 0, 16, "uniform", 0),
            (WeightRole.Wq, 0, 17, "normalish", -4), (WeightRole.Wk, 0, 18, "normalish", -4),
            (WeightRole.Wv, 0, 19, "normalish", -4), (WeightRole.Wo, 0, 20, "normalish", -4), (WeightRole.FfnNorm, 0, 21, "uniform", 0),
            (WeightRole.W1, 0, 22, "normalish", -4), (WeightRole.W2, 0, 23, "normalish", -4), (WeightRole.W3, 0, 24, "normalish", -4),
            (WeightRole.AttentionNorm, 1, 32, "uniform", 0), (WeightRole.W3, 1, 40, "normalish", -4),
        ];
        foreach (var (role, layer, id, fill, scale) in expected)
        {
            var recipe = PhiloxWeights.Recipe(config, 77, new WeightSlot(role, layer));
            Assert.Equal((77ul, id, fill, scale), (recipe.Seed, recipe.TensorId, recipe.Fill, recipe.Scale));
            Assert.Equal(WeightLayout.IsNorm(role) ? ElementFormat.F32 : ElementFormat.F16, recipe.Type.Format);
        }
    }

    /// <summary>A model whose logits are NaN, infinite or all alike would let every backend pass.</summary>
    [Theory]
    [InlineData("philox-512-f32")]
    [InlineData("philox-512-bf16")]
    [InlineData("philox-512-q8_0")]
    public void Recipes_OfSixLayers_SaySomething(string name)
    {
        using var backend = new ReferenceBackend();
        using var decoder = new Decoder(backend, ModelRecipes.Find(name)!.MakeWeights());
        int[] prompt = [11, 1500, 11];
        var options = new GenerationOptions { Steps = 5, StopsAtDelimiters = false, OnLogits = Check };
        var transcript = Transcript.Collect(new Generator(decoder, null).Run(prompt, options));
        Assert.Equal(5, transcript.LogitsDigests.Distinct().Count());
        Assert.Equal(3, transcript.Tokens.Skip(2).Distinct().Count());

        static void Check(int position, Tensor row)
        {
            var values = row.Floats.ToArray();
            Assert.All(values, v => Assert.True(float.IsFinite(v)));
            Assert.InRange(values.Max() - values.Min(), 1, 1e4f);
        }
    }

    [Fact]
    public void MakeWeights_Twice_GivesTheSameBits()
    {
        var first = ModelRecipes.TinyQ8.MakeWeights().Tensors.Select(t => TensorDigest.Of(t.Value));
        Assert.Equal(first, ModelRecipes.TinyQ8.MakeWeights().Tensors.Select(t => TensorDigest.Of(t.Value)));
    }

    [Fact]
    public void LlamaWeights_TensorOfAnotherShape_IsRefusedByName()
    {
        var good = ModelRecipes.TinyF32.MakeWeights();
        var error = Assert.Throws<ModelFormatException>(() => new LlamaWeights(
            good.Config, slot => slot == new WeightSlot(WeightRole.W2, 1) ? good[WeightRole.W1] : good[slot.Role, slot.Layer]));
        Assert.Equal("layer 1 w2", error.Place);
    }
}
