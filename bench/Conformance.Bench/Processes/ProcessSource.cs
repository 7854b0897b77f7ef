using Conformance.Bench.Harness;

namespace Conformance.Bench.Processes;

/// <summary>How long the built command takes to its first verdict, and how much memory it holds where it does nothing.</summary>
internal sealed class ProcessSource : IBenchSource
{
    private const double LongestStart = 2;
    private const double IdleMegabytes = 150;

    public Measurements Measure(BenchOptions options)
    {
        (string Name, string Title, string Unit, double Goal, Func<double> Run)[] facts =
        [
            (
                "Process.FirstVerdict", "from the start of 'conformance run' to the verdict of its first case in results.jsonl", "s",
                LongestStart, CommandRun.FirstVerdict),
            (
                "Process.OneCase", "from the start of 'conformance run --backend cpu --case exp/empty' to its verdict on standard output",
                "s", LongestStart, CommandRun.OneCase),
            (
                "Process.HelpMemory", "peak resident memory of 'conformance --help'", "MB", IdleMegabytes, () =>
                    CommandRun.PeakMegabytes("--help")),
            (
                "Process.BackendsMemory", "peak resident memory of 'conformance backends', or of the largest worker that it starts", "MB",
                IdleMegabytes, () =>
                    CommandRun.PeakMegabytes("backends")),
            (
                "Process.WorkerMemory", "resident memory of a worker of backend cpu that has opened it and waits", "MB", IdleMegabytes,
                CommandRun.IdleWorkerMegabytes),
        ];
        var (made, skipped, failed) =
            (new List<BenchFact>(), new SortedDictionary<string, string>(StringComparer.Ordinal), new List<string>());
        foreach (var (name, title, unit, goal, run) in facts)
        {
            if (!options.Wants(name))
            {
                continue;
            }

            if (CommandRun.Absence() is { } absence)
            {
                skipped[name] = absence;
                continue;
            }

            try
            {
                made.Add(BenchFact.Of(name, title, unit, [.. Enumerable.Range(0, options.IsQuick ? 3 : 10).Select(_ => run())], goal));
                Progress.Say($"{name}: {Units.Number(made[^1].Best)} {unit}");
            }
            catch (InvalidOperationException e)
            {
                failed.Add($"{name}: {e.Message}");
                Progress.Say("failed " + failed[^1]);
            }
        }

        return Measurements.None with { Facts = made, Skipped = skipped, Failed = failed };
    }
}
