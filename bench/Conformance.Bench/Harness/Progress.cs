using System.Diagnostics;
using System.Globalization;
using BenchmarkDotNet.EventProcessors;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace Conformance.Bench.Harness;

/// <summary>One line on standard error for each row, when it is measured.</summary>
internal static class Progress
{
    private static readonly Stopwatch Clock = Stopwatch.StartNew();

    public static void Row(BenchRow row) =>
        Say($"{row.Name}: {Units.Time(row.Fastest)}{(row.Work is { } work ? ", " + work.Describe(row.Fastest) : "")}");

    public static void Say(string text) =>
        Console.Error.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"[{(int)Clock.Elapsed.TotalMinutes}:{Clock.Elapsed.Seconds:00}] {text}"));

    /// <summary>The same for BenchmarkDotNet's own events.</summary>
    /// <param name="failed">Gets a line for each benchmark that ended in an error.</param>
    public sealed class Events(SteadyEngine engine, List<string> failed) : EventProcessor
    {
        public override void OnEndRunBenchmark(BenchmarkCase benchmarkCase, BenchmarkReport report)
        {
            if (report.Success && BenchRow.Of(report) is { } row)
            {
                Row(row);
                return;
            }

            failed.Add($"{BenchRow.NameOf(benchmarkCase)}: {engine.Failure ?? "no time was measured"}");
            Say("failed " + failed[^1]);
        }
    }
}
