namespace Conformance.Bench.Harness;

/// <summary>What one run measured.</summary>
/// <param name="Skipped">'Class.Method' (and parameters, where only they cannot be had) with the reason.</param>
/// <param name="Failed">One line for each benchmark that ended in an error.</param>
internal sealed record Measurements(
    IReadOnlyList<BenchRow> Rows, IReadOnlyList<BenchRatio> Ratios, IReadOnlyDictionary<string, string> Skipped, IReadOnlyList<string> Failed)
{
    public static readonly Measurements None = new([], [], new SortedDictionary<string, string>(StringComparer.Ordinal), []);

    /// <summary>How time and memory grow.</summary>
    public IReadOnlyList<GrowthChart> Growth { get; init; } = [];

    /// <summary>Single numbers with a goal, such as the time of a start.</summary>
    public IReadOnlyList<BenchFact> Facts { get; init; } = [];

    /// <summary>Devices and peers that were measured, with what tells one version from another.</summary>
    public IReadOnlyDictionary<string, string> Surroundings { get; init; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    public bool IsEmpty => Rows.Count == 0 && Growth.Count == 0 && Facts.Count == 0;

    public static Measurements Of(IEnumerable<Measurements> parts)
    {
        var all = parts.ToList();
        return new Measurements(
            [.. all.SelectMany(m => m.Rows)], [
                .. all.SelectMany(m => m.Ratios)], Union(all.SelectMany(m => m.Skipped)), [.. all.SelectMany(m => m.Failed)])
        {
            Growth = [.. all.SelectMany(m => m.Growth)],
            Facts = [.. all.SelectMany(m => m.Facts)],
            Surroundings = Union(all.SelectMany(m => m.Surroundings)),
        };
    }

    private static SortedDictionary<string, string> Union(IEnumerable<KeyValuePair<string, string>> pairs)
    {
        var union = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, text) in pairs)
        {
            union[name] = text;
        }

        return union;
    }
}
