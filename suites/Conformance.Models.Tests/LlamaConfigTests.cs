using Conformance.Models.Recipes;
using Conformance.Tensors;

namespace Conformance.Models.Tests;

public class LlamaConfigTests
{
    private static readonly LlamaConfig Good = ModelRecipes.TinyF32.Config;

    public static TheoryData<string, LlamaConfig> Impossible => new()
    {
        { "dim", Good with { Dim = 0 } },
        { "dim", Good with { Dim = -90 } },
        { "dim", Good with { Dim = int.MinValue } },
        { "dim", Good with { Dim = ModelLimits.Dim + 1 } },
        { "dim", Good with { Dim = int.MaxValue } },
        { "hidden", Good with { Hidden = 0 } },
        { "hidden", Good with { Hidden = ModelLimits.Hidden + 1 } },
        { "layers", Good with { Layers = 0 } },
        { "layers", Good with { Layers = ModelLimits.Layers + 1 } },
        { "heads", Good with { Heads = 0 } },
        { "heads", Good with { Heads = 7 } },
        { "heads", Good with { Heads = 18, KvHeads = 3 } },
        { "heads", Good with { Heads = ModelLimits.Heads + 1 } },
        { "kvHeads", Good with { KvHeads = 0 } },
        { "kvHeads", Good with { KvHeads = 2 } },
        { "kvHeads", Good with { KvHeads = 18 } },
        { "vocabulary", Good with { Vocabulary = 0 } },
        { "vocabulary", Good with { Vocabulary = ModelLimits.Vocabulary + 1 } },
        { "context", Good with { Context = 0 } },
        { "context", Good with { Context = ModelLimits.Context + 1 } },
        { "theta", Good with { Theta = 0.5f } },
        { "theta", Good with { Theta = float.NaN } },
        { "theta", Good with { Theta = float.PositiveInfinity } },
        { "eps", Good with { Eps = -1e-5f } },
        { "eps", Good with { Eps = float.NaN } },
        { "eps", Good with { Eps = float.PositiveInfinity } },
        { "pairing", Good with { Pairing = (RopePairing)2 } },
        { "weightFormat", Good with { WeightFormat = ElementFormat.I32 } },
        { "weightFormat", Good with { WeightFormat = (ElementFormat)99 } },
        { "dim", Good with { WeightFormat = ElementFormat.Q8_0 } },
        { "hidden", Good with { WeightFormat = ElementFormat.Q8_0, Dim = 96, Heads = 6, Hidden = 100 } },

        // Every field is allowed alone; the products are not.
        { "embedding", Good with { Dim = ModelLimits.Dim, Heads = 512, KvHeads = 1, Vocabulary = ModelLimits.Vocabulary } },
        { "layer 0 wq", Good with { Dim = ModelLimits.Dim, Heads = 512, KvHeads = 1 } },
        { "layer 0 w1", Good with { Dim = ModelLimits.Dim / 2, Heads = 512, KvHeads = 1, Hidden = ModelLimits.Hidden } },
        { "weights", Good with { Dim = 8192, Heads = 64, KvHeads = 8, Hidden = 28672, Layers = 80 } },
        { "context", Good with { Dim = 8192, Heads = 64, KvHeads = 64, Context = ModelLimits.Context } },
        { "context", Good with { Dim = 2048, Heads = 16, KvHeads = 16, Hidden = 32, Layers = 128, Context = ModelLimits.Context } },
    };

    [Theory]
    [MemberData(nameof(Impossible))]
    public void Validate_ImpossibleField_IsRefusedByName(string field, LlamaConfig config)
    {
        var error = Assert.Throws<ModelFormatException>(() => config.Validate("some file"));
        Assert.Equal("some file", error.File);
        Assert.True(error.Place == $"field {field}", error.Message);
    }

    [Theory]
    [InlineData(2, 1, 1, 1)]
    [InlineData(90, 90, 9, 9)]
    [InlineData(90, 1, 45, 15)]
    [InlineData(90, 131, 9, 1)]
    public void Validate_AwkwardButPossible_Passes(int dim, int hidden, int heads, int kvHeads)
    {
        var config = Good with { Dim = dim, Hidden = hidden, Heads = heads, KvHeads = kvHeads };
        Assert.Same(config, config.Validate());
    }

    [Fact]
    public void Validate_EveryRecipe_Passes()
    {
        foreach (var recipe in ModelRecipes.All)
        {
            recipe.Config.Validate();
        }
    }
}
