using System.Globalization;
using System.Text.Json.Nodes;
using Conformance.Bench.Harness;

namespace Conformance.Bench.Report;

/// <summary>The format 'conformance-bench-1', described in docs/benchmarks.md. Fields may be added; none changes its meaning.</summary>
internal static class JsonReport
{
    public const string Format = "conformance-bench-1";

    public static string Of(BenchReport report)
    {
        var measured = report.Measured;
        var json = new JsonObject
        {
            ["format"] = Format,
            ["time"] = report.Time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ["quick"] = report.IsQuick,
            ["host"] = new JsonObject
            {
                ["cpu"] = report.Host.Cpu, ["logicalCores"] = report.Host.LogicalCores, ["os"] = report.Host.Os,
                ["runtime"] = report.Host.Runtime,
            },
            ["surroundings"] = Map(measured.Surroundings),
            ["rows"] = Array(measured.Rows, Row),
            ["ratios"] = Array(measured.Ratios, Ratio),
            ["facts"] = Array(measured.Facts, Fact),
            ["growth"] = Array(measured.Growth, Growth),
            ["skipped"] = Map(measured.Skipped),
            ["failed"] = Array(measured.Failed, f => JsonValue.Create(f)),
        };
        return json.ToJsonString(new() { WriteIndented = true, NewLine = "\n" }) + "\n";
    }

    private static JsonObject Row(BenchRow r) => new()
    {
        ["name"] = r.Name,
        ["title"] = r.Title,
        ["fastestNs"] = Round(r.Fastest),
        ["medianNs"] = Round(r.Median),
        ["q1Ns"] = Round(r.Q1),
        ["q3Ns"] = Round(r.Q3),
        ["iterations"] = r.Iterations,
        ["allocatedBytes"] = r.AllocatedBytes,
        ["work"] = r.Work is { } work ? new JsonObject { ["amount"] = work.Amount, ["unit"] = work.Unit.ToString() } : null,
    };

    private static JsonObject Ratio(BenchRatio r) => new()
    {
        ["name"] = r.Name,
        ["against"] = r.Against,
        ["ratio"] = Round(r.Ratio),
        ["low"] = Round(r.Low),
        ["high"] = Round(r.High),
        ["fastest"] = Round(r.Fastest),
        ["goal"] = Goal(r.Goal),
    };

    private static JsonObject Fact(BenchFact f) => new()
    {
        ["name"] = f.Name,
        ["title"] = f.Title,
        ["unit"] = f.Unit,
        ["best"] = Round(f.Best),
        ["median"] = Round(f.Median),
        ["worst"] = Round(f.Worst),
        ["runs"] = f.Runs,
        ["goal"] = Goal(f.Goal),
    };

    private static JsonObject Growth(GrowthChart c) => new()
    {
        ["name"] = c.Name,
        ["title"] = c.Title,
        ["x"] = c.X,
        ["y"] = c.Y,
        ["unit"] = c.Unit,
        ["series"] = Array(c.Series, s => new JsonObject
        {
            ["label"] = s.Label,
            ["exponent"] = Round(s.Exponent()),
            ["lastExponent"] = Round(s.LastExponent()),
            ["points"] = Array(s.Points, p => new JsonArray(Round(p.X), Round(p.Y), Round(p.Low), Round(p.High))),
        }),
    };

    private static JsonArray Array<T>(IEnumerable<T> items, Func<T, JsonNode?> make) => new([.. items.Select(make)]);

    private static JsonObject Map(IReadOnlyDictionary<string, string> map) =>
        new(map.Select(m => KeyValuePair.Create(m.Key, (JsonNode?)m.Value)));

    private static double? Goal(double goal) => goal > 0 ? goal : null;

    /// <summary>Six digits: more is noise.</summary>
    private static double Round(double value) =>
        double.Parse(value.ToString("G6", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
