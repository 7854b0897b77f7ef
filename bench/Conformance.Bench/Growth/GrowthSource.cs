using Conformance.Bench.Harness;

namespace Conformance.Bench.Growth;

/// <summary>How time and memory of the CPU's decoder grow with the model, the context, the batch and the cores.</summary>
internal sealed class GrowthSource : IBenchSource
{
    public Measurements Measure(BenchOptions options)
    {
        var (times, memory) = (new TimeGrowth(options.IsQuick), new MemoryGrowth(options.IsQuick));
        (string Name, Func<GrowthChart> Make)[] charts =
        [
            (TimeGrowth.ParametersName, times.Parameters),
            (TimeGrowth.PositionName, times.Position),
            (TimeGrowth.RowsName, times.Rows),
            (TimeGrowth.ThreadsName, times.Threads),
            (MemoryGrowth.ParametersName, memory.Parameters),
            (MemoryGrowth.ContextName, memory.Context),
        ];
        var (made, skipped) = (new List<GrowthChart>(), new SortedDictionary<string, string>(StringComparer.Ordinal));
        foreach (var (name, make) in charts)
        {
            if (!options.Wants(name))
            {
                continue;
            }

            if (name == TimeGrowth.ThreadsName && Environment.ProcessorCount < 2)
            {
                skipped[name] = "one processor";
                continue;
            }

            made.Add(make());
            Progress.Say($"{name}: {GrowthText.Of(made[^1])}");
        }

        return Measurements.None with { Growth = made, Skipped = skipped };
    }
}
