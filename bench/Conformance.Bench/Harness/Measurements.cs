namespace Conformance.Bench.Harness;

/// <summary>What one run measured.</summary>
/// <param name="Skipped">'Class.Method' (and parameters, where only they cannot be had) with the reason.</param>
/// <param name="Failed">One line for each benchmark that ended in an error.</param>
internal sealed record Measurements(
    IReadOnlyList<BenchRow> Rows, IReadOnlyList<BenchRatio> Ratios, IReadOnlyDictionary<string, string> Skipped, IReadOnlyList<string> Failed)
{
    /// <summary>Devices and peers that were measured, with what tells one version from another.</summary>
    public IReadOnlyDictionary<string, string> Surroundings { get; init; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    public static Measurements Of(IEnumerable<Measurements> parts)
    {
        var all = parts.ToList();
        var skipped = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, reason) in all.SelectMany(m => m.Skipped))
        {
            skipped[name] = reason;
        }

        return new Measurements([.. all.SelectMany(m => m.Rows)], [.. all.SelectMany(m => m.Ratios)], skipped, [.. all.SelectMany(m => m.Failed)]);
    }
}
