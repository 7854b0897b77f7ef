using System.Globalization;
using Conformance.Bench.Harness;

namespace Conformance.Bench.Report;

/// <summary>What was measured, where and when. JSON, Markdown and HTML are made of the same record, so they cannot disagree.</summary>
internal sealed record BenchReport(Measurements Measured, BenchHost Host, DateTime Time, bool IsQuick)
{
    public static BenchReport Of(Measurements measured, bool isQuick)
    {
        var surroundings = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, text) in BenchHost.Peers().Concat(measured.Surroundings))
        {
            surroundings[name] = text;
        }

        return new(measured with { Surroundings = surroundings }, BenchHost.Current(), DateTime.UtcNow, isQuick);
    }

    public string Day => Time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "bench.json"), JsonReport.Of(this));
        File.WriteAllText(Path.Combine(folder, "bench.md"), MarkdownReport.Of(this));
        File.WriteAllText(Path.Combine(folder, "bench.html"), HtmlReport.Of(this));
    }
}
