using Conformance.Bench.Harness;

namespace Conformance.Bench.Gpu;

/// <summary>Collects rows as they come: what is measured, what is skipped and why, what failed.</summary>
internal sealed class GpuResults
{
    private readonly List<BenchRow> _rows = [];
    private readonly List<string> _failed = [];
    private readonly SortedDictionary<string, string> _skipped = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> _surroundings = new(StringComparer.Ordinal);

    public IReadOnlyList<BenchRow> Rows => _rows;

    public void Add(BenchRow row) => _rows.Add(row);

    public void Skip(string name, string reason) => _skipped[name] = reason;

    public void Fail(string name, string reason) => _failed.Add($"{name}: {reason}");

    public void Surround(string name, string text) => _surroundings[name] = text;

    /// <summary>One line for each method, with the number of its rows.</summary>
    public void SkipAll(IEnumerable<GpuTask> tasks, string engine, string reason)
    {
        foreach (var group in tasks.GroupBy(t => t.ShortName(engine), StringComparer.Ordinal))
        {
            Skip(group.Key, group.Count() == 1 ? reason : $"{reason} ({group.Count()} rows)");
        }
    }

    public Measurements ToMeasurements(IReadOnlyList<BenchRatio> ratios) =>
        new(_rows, ratios, _skipped, _failed) { Surroundings = _surroundings };
}
