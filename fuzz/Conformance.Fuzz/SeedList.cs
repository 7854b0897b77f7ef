namespace Conformance.Fuzz;

/// <summary>Where a target's first inputs come from: files used in place, by pattern, and inputs that the golden vectors hold.</summary>
/// <param name="Patterns">Below the corpus: 'tdx/*/quote.bin'. One star stands for a folder.</param>
/// <param name="Made">Made when asked for.</param>
internal sealed record SeedList(IReadOnlyList<string> Patterns, Func<IEnumerable<byte[]>> Made)
{
    public static SeedList Files(params string[] patterns) => new(patterns, () => []);

    public SeedList And(Func<IEnumerable<byte[]>> made) => this with { Made = made };

    /// <param name="corpus">Null or absent: only what is made.</param>
    /// <param name="kept">Folder of inputs that were worth keeping; each crash that was ever found is among them.</param>
    public IReadOnlyList<byte[]> Read(string? corpus, string kept)
    {
        var seeds = Made().ToList();
        if (corpus is not null && Directory.Exists(corpus))
        {
            seeds.AddRange(Patterns.SelectMany(p => Match(corpus, p)).Select(File.ReadAllBytes));
        }

        if (Directory.Exists(kept))
        {
            seeds.AddRange(Directory.EnumerateFiles(kept).Order(StringComparer.Ordinal).Select(File.ReadAllBytes));
        }

        return seeds;
    }

    private static IEnumerable<string> Match(string root, string pattern)
    {
        IEnumerable<string> folders = [root];
        var parts = pattern.Split('/');
        foreach (var part in parts[..^1])
        {
            folders = folders.SelectMany(f => Directory.Exists(f) ? Directory.EnumerateDirectories(f, part) : []);
        }

        return folders.SelectMany(f => Directory.EnumerateFiles(f, parts[^1])).Order(StringComparer.Ordinal);
    }
}
