using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Conformance.Bench.Harness;

namespace Conformance.Bench.Compare;

/// <summary>A comparison as Markdown and as JSON.</summary>
internal static class CompareText
{
    public const string Format = "conformance-bench-compare-1";

    public static string Markdown(Comparison comparison)
    {
        var text = new StringBuilder();
        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
        Line($"A: {comparison.A.Host}{(comparison.A.IsQuick ? ", quick" : "")}\n\nB: {comparison.B.Host}{(comparison.B.IsQuick ? ", quick" : "")}");
        if (!comparison.IsSameHost)
        {
            Line($"\nThe hosts differ: times say which host is faster; only the ratios to peers of one run can be compared.");
        }

        if (comparison.Rows.Count > 0)
        {
            Line($"\n| benchmark | fastest A | fastest B | B/A | median A | median B | B/A | spread | |\n|---|---|---|---|---|---|---|---|---|");
        }

        foreach (var r in comparison.Rows)
        {
            Line($"| {Cell(r.Name)} | {Units.Time(r.A)} | {Units.Time(r.B)} | {r.Fastest:0.000} | {Units.Time(r.MedianA)} | {Units.Time(r.MedianB)} | {r.Median:0.000} | {r.Low:0.000} to {r.High:0.000} | {Word(r.Change)} |");
        }

        if (comparison.Ratios.Count > 0)
        {
            Line($"\n| ratio of fastest | A | B | B/A | of medians B/A | spread | |\n|---|---|---|---|---|---|---|");
        }

        foreach (var r in comparison.Ratios)
        {
            Line($"| {Cell(r.Name)} | {r.A:0.000} | {r.B:0.000} | {r.Fastest:0.000} | {r.Median:0.000} | {r.Low:0.000} to {r.High:0.000} | {Word(r.Change)} |");
        }

        foreach (var (side, names) in new[] { ("A", comparison.OnlyA), ("B", comparison.OnlyB) })
        {
            foreach (var name in names)
            {
                Line($"\nonly in {side}: {name}");
            }
        }

        return text.ToString();
    }

    public static string Json(Comparison comparison)
    {
        static JsonArray Names(IEnumerable<string> names) => new([.. names.Select(n => (JsonNode?)n)]);
        static JsonArray Items(IEnumerable<Compared> items) => new([.. items.Select(c => new JsonObject
        {
            ["name"] = c.Name,
            ["a"] = c.A,
            ["b"] = c.B,
            ["medianA"] = c.MedianA,
            ["medianB"] = c.MedianB,
            ["fastestRatio"] = c.Fastest,
            ["medianRatio"] = c.Median,
            ["low"] = c.Low,
            ["high"] = c.High,
            ["change"] = Word(c.Change),
        })]);
        return new JsonObject
        {
            ["format"] = Format,
            ["sameHost"] = comparison.IsSameHost,
            ["hostA"] = comparison.A.Host,
            ["hostB"] = comparison.B.Host,
            ["rows"] = Items(comparison.Rows),
            ["ratios"] = Items(comparison.Ratios),
            ["onlyA"] = Names(comparison.OnlyA),
            ["onlyB"] = Names(comparison.OnlyB),
        }.ToJsonString(new() { WriteIndented = true, NewLine = "\n" }) + "\n";
    }

    private static string Word(Change change) => change switch
    {
        Change.Faster => "faster",
        Change.Slower => "slower",
        _ => "same",
    };

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" ");
}
