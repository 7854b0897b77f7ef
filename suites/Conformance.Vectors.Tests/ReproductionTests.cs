using Conformance.Models.Recipes;
using Conformance.Suites;
using Conformance.VectorMaker;

namespace Conformance.Vectors.Tests;

/// <summary>
/// The files in the repository are what the catalogue and the oracle give, byte for byte: nobody edited a golden value by hand.
/// </summary>
public class ReproductionTests
{
    private static readonly string Folder = Path.Combine(Corpus.RepositoryRoot(), "vectors", "determinism");

    [Fact]
    public void OperatorVectors_AreReproduced() => AssertSame(OperatorFiles.Make());

    [Fact]
    public void PhiloxModelVectors_AreReproduced() => AssertSame(ModelFiles.Philox());

    [SkippableFact]
    public void TrainedModelVectors_AreReproduced() =>
        AssertSame([ModelFiles.Trained(Path.GetDirectoryName(Corpus.Model("stories260K.bin"))!)]);

    [Fact]
    public void MustPassLists_NameEveryCase()
    {
        foreach (var (name, content) in MustPassFiles.Make(Folder))
        {
            Assert.True(
                content.AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(Folder, "..", "mustpass", name))),
                $"{name} is not what the vector maker makes");
        }
    }

    [Fact]
    public void NoFile_IsWithoutAMaker()
    {
        var made = OperatorFiles.Make().Select(f => f.Name)
            .Concat(ModelRecipes.All.Select(r => $"model-{r.Name}.json")).Append("model-stories260k.json").ToHashSet();
        Assert.All(
            Directory.EnumerateFiles(Folder, "*.json").Select(Path.GetFileName),
            name => Assert.True(made.Contains(name!), $"{name} has no catalogue"));
    }

    private static void AssertSame(IEnumerable<(string Name, byte[] Content)> files)
    {
        foreach (var (name, content) in files)
        {
            Assert.True(
                content.AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(Folder, name))),
                $"{name} differs from what the oracle makes: run the vector maker and look at the difference");
        }
    }
}
