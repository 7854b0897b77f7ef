using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using BenchmarkDotNet.Environments;

namespace Conformance.Bench.Harness;

/// <summary>What was measured, as JSON and as Markdown. Both are made of the same rows.</summary>
internal sealed record RatioReport(
    IReadOnlyList<BenchRow> Rows, IReadOnlyList<BenchRatio> Ratios, IReadOnlyDictionary<string, string> Skipped, bool IsQuick, HostEnvironmentInfo Host)
{
    public static RatioReport Of(Measurements measured, bool isQuick) =>
        new(measured.Rows, measured.Ratios, measured.Skipped, isQuick, HostEnvironmentInfo.GetCurrent());

    public string ToJson()
    {
        var json = new JsonObject
        {
            ["format"] = "conformance-bench-1",
            ["time"] = DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ["quick"] = IsQuick,
            ["host"] = new JsonObject
            {
                ["cpu"] = Cpu, ["logicalCores"] = Environment.ProcessorCount, ["os"] = Os, ["runtime"] = Host.RuntimeVersion,
            },
            ["rows"] = new JsonArray([.. Rows.Select(r => (JsonNode)new JsonObject
            {
                ["name"] = r.Name, ["title"] = r.Title, ["fastestNs"] = Round(r.Fastest), ["medianNs"] = Round(r.Median), ["q1Ns"] = Round(r.Q1), ["q3Ns"] = Round(r.Q3), ["allocatedBytes"] = r.AllocatedBytes,
                ["work"] = r.Work is { } work ? new JsonObject { ["amount"] = work.Amount, ["unit"] = work.Unit.ToString() } : null,
            })]),
            ["ratios"] = new JsonArray([.. Ratios.Select(r => (JsonNode)new JsonObject
            {
                ["name"] = r.Name, ["against"] = r.Against, ["ratio"] = Math.Round(r.Ratio, 4), ["low"] = Math.Round(r.Low, 4), ["high"] = Math.Round(r.High, 4),
                ["fastest"] = Math.Round(r.Fastest, 4),
                ["goal"] = r.Goal > 0 ? r.Goal : null,
            })]),
            ["skipped"] = new JsonObject(Skipped.Select(s => KeyValuePair.Create(s.Key, (JsonNode?)s.Value))),
        };
        return json.ToJsonString(new() { WriteIndented = true, NewLine = "\n" }) + "\n";
    }

    public string ToMarkdown()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{DateTime.UtcNow:yyyy-MM-dd}, {Cpu}, {Environment.ProcessorCount} cores, {Os}, {Host.RuntimeVersion}{(IsQuick ? ", quick" : "")}\n\n");
        text.Append("| benchmark | fastest | rate | median | quartiles | allocated |\n|---|---|---|---|---|---|\n");
        foreach (var row in Rows)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {row.Name}: {row.Title} | {Units.Time(row.Fastest)} | {row.Work?.Describe(row.Fastest)} | {Units.Time(row.Median)} | {Units.Time(row.Q1)} to {Units.Time(row.Q3)} | {row.AllocatedBytes} B |\n");
        }

        text.Append("\n| this | against | ratio of fastest | of medians | spread | goal |\n|---|---|---|---|---|---|\n");
        foreach (var ratio in Ratios)
        {
            var goal = ratio.Goal > 0 ? ratio.Goal.ToString("0.00", CultureInfo.InvariantCulture) + (ratio.Fastest <= ratio.Goal ? ", reached" : ", missed") : "";
            text.Append(CultureInfo.InvariantCulture, $"| {ratio.Name} | {ratio.Against} | {ratio.Fastest:0.000} | {ratio.Ratio:0.000} | {ratio.Low:0.000} to {ratio.High:0.000} | {goal} |\n");
        }

        foreach (var (name, reason) in Skipped)
        {
            text.Append(CultureInfo.InvariantCulture, $"\nskipped {name}: {reason}\n");
        }

        return text.ToString();
    }

    private string Cpu => Host.Cpu.Value?.ProcessorName ?? "unknown processor";

    private static string Os => System.Runtime.InteropServices.RuntimeInformation.OSDescription;

    private static double Round(double nanoseconds) => Math.Round(nanoseconds, 2);
}
