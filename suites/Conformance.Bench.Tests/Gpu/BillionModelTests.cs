using Conformance.Models;
using Conformance.Models.Recipes;
using Conformance.Models.Weights;
using Conformance.Tensors;

namespace Conformance.Bench.Gpu;

public sealed class BillionModelTests
{
    [Theory]
    [InlineData(ElementFormat.F32)]
    [InlineData(ElementFormat.BF16)]
    [InlineData(ElementFormat.Q8_0)]
    public void It_has_a_billion_parameters_and_is_allowed(ElementFormat format)
    {
        var config = BillionModel.Of(format).Config.Validate();
        var parameters = WeightLayout.Slots(config).Sum(s => WeightLayout.Type(config, s.Role).Shape.ElementCount);

        // Table and head; 22 layers of wq, wo, of wk, wv, of w1, w2, w3 and two gains; the last gain.
        var layer = (2 * 2048 * 2048) + (2 * 512 * 2048) + (3 * 5632 * 2048) + (2 * 2048);
        Assert.Equal((2 * 32000 * 2048) + (22 * layer) + 2048, parameters);
        Assert.InRange(parameters, 1_000_000_000, 1_200_000_000);
        Assert.Equal(format, config.WeightFormat);
        Assert.InRange(GpuPlan.Full.Prefix + 16, 1, config.Context);
    }

    /// <summary>Runs of the suite make every recipe of its list.</summary>
    [Fact]
    public void It_is_no_recipe_of_the_suite() =>
        Assert.DoesNotContain(ModelRecipes.All, r => r.Seed == BillionModel.Of(ElementFormat.F32).Seed || r.Config.Dim > 512);
}
