using Conformance.Fuzz;

namespace Conformance.Evidence.Tests.Fuzzing;

/// <summary>Every target of the fuzzer: seeds, everything that was ever worth keeping, and a few seeded mutations.</summary>
public sealed class ReplayTests
{
    private static readonly int Count = Damage.IsExhaustive ? 100_000 : 1_000;

    public static TheoryData<string> Names => [.. Catalogue.All.Select(t => t.Name)];

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public void A_reader_returns_or_throws_its_one_exception(string name)
    {
        var target = Catalogue.All.Single(t => t.Name == name);
        var seeds = Catalogue.SeedsOf(target);
        Skip.If(seeds.Count == 0, $"CORPUS_ABSENT:{name}");
        Assert.All(seeds, s => target.Run(s));
        var mutator = new Mutator(1, seeds);
        for (var i = 0; i < Count; i++)
        {
            target.Run(mutator.Next());
        }
    }

    [Fact]
    public void Every_kept_input_belongs_to_a_target()
    {
        var folders = Directory.EnumerateDirectories(Repository.Seeds(""), "*").Select(Path.GetFileName);
        Assert.All(folders, f => Assert.Contains(Catalogue.All, t => t.Name == f));
    }

    [Fact]
    public void A_reader_that_lets_another_exception_out_is_found()
    {
        var target =
            new Target("wrong", b => throw new InvalidOperationException($"{b.Length}"), typeof(EvidenceFormatException), SeedList.Files());
        Assert.Throws<FuzzFailureException>(() => target.Run(new byte[1]));
        var talkative = new Target("talkative", _ => throw new FormatException("two\nlines"), typeof(FormatException), SeedList.Files());
        Assert.Throws<FuzzFailureException>(() => talkative.Run(new byte[1]));
        new Target("right", _ => throw new FormatException("one line"), typeof(FormatException), SeedList.Files()).Run(new byte[1]);
    }
}
