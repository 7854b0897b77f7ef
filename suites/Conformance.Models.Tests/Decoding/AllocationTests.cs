using Conformance.Backends.Cpu;
using Conformance.Models.Decoding;
using Conformance.Models.Recipes;

namespace Conformance.Models.Tests.Decoding;

/// <summary>
/// A token allocates nothing on the CPU once every buffer, packed weight and thread is there. Nothing else runs at the time, since the
/// count is that of the whole process: of the workers too.
/// </summary>
[Collection(Name)]
[CollectionDefinition(Name, DisableParallelization = true)]
public class AllocationTests
{
    private const string Name = "allocations";

    [Theory]
    [InlineData("philox-tiny-f32", 1)]
    [InlineData("philox-tiny-f16", 1)]
    [InlineData("philox-tiny-q8_0", 1)]
    [InlineData("philox-512-bf16", 1)]
    [InlineData("philox-512-bf16", 2)]
    [InlineData("philox-512-q8_0", 2)]
    [InlineData("philox-512-q8_0", 3)]
    public void Forward_OneToken_AllocatesNothing(string model, int threads)
    {
        using var cpu = new CpuBackend(threads);
        using var decoder = new Decoder(cpu, ModelRecipes.Find(model)!.MakeWeights());
        Decode(decoder);

        // The runtime itself may allocate while it compiles a method better; so the least of a few rounds counts.
        var least = long.MaxValue;
        for (var round = 0; round < 5 && least > 0; round++)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            Decode(decoder);
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        Assert.Equal(0, least);
    }

    /// <summary>The last positions see the whole context.</summary>
    private static void Decode(Decoder decoder)
    {
        for (var position = 0; position < 32; position++)
        {
            decoder.Forward([position], position);
        }
    }
}
