using System.Reflection;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Environments;
using BenchmarkDotNet.EventProcessors;
using BenchmarkDotNet.Filters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Conformance.Bench.Harness;

/// <summary>
/// Every benchmark class of this program, in BenchmarkDotNet. Areas are folders; a class needs nothing but benchmarks to be found.
/// </summary>
internal sealed class BenchmarkClasses : IBenchSource
{
    public Measurements Measure(BenchOptions options)
    {
        var skipped = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var engine = new SteadyEngine(TimeBudget.Of(options.IsQuick));
        var failed = new List<string>();
        var summaries = Types()
            .Select(t => BenchmarkRunner.Run(t, Config(options, t, engine, new Progress.Events(engine, failed), skipped))).ToList();
        var rows = new List<BenchRow>();
        var ratios = new List<BenchRatio>();
        foreach (var summary in summaries)
        {
            Collect(summary, rows, ratios);
        }

        return new Measurements(rows, ratios, skipped, failed);
    }

    private static void Collect(Summary summary, List<BenchRow> rows, List<BenchRatio> ratios)
    {
        var measured = summary.Reports.Select(r => (Row: BenchRow.Of(r), r.BenchmarkCase.Descriptor.WorkloadMethod))
            .Where(m => m.Row is not null).ToList();
        rows.AddRange(measured.Select(m => m.Row!));
        foreach (var (row, method) in measured)
        {
            foreach (var against in method.GetCustomAttributes<AgainstAttribute>())
            {
                if (measured.Find(m => m.WorkloadMethod.Name == against.Method && m.Row!.Parameters == row!.Parameters).Row is { } other)
                {
                    ratios.Add(BenchRatio.Of(row!, other, against.Goal));
                }
            }
        }
    }

    internal static IEnumerable<Type> Types() => typeof(BenchmarkClasses).Assembly.GetTypes()
        .Where(t => !t.IsAbstract && t.GetMethods().Any(m => m.GetCustomAttribute<BenchmarkAttribute>() is not null))
        .OrderBy(t => t.FullName, StringComparer.Ordinal);

    private static ManualConfig Config(
        BenchOptions options, Type type, SteadyEngine engine, EventProcessor events, SortedDictionary<string, string> skipped)
    {
        // In this process: another one would have to be built, and so needs packages and a network.
        var job = Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithGcServer(false)
            .WithEngineFactory(engine)
            .WithIterationTime(Perfolizer.Horology.TimeInterval.FromMilliseconds(TimeBudget.Iteration.TotalMilliseconds))
            .WithWarmupCount(1)
            .WithOutlierMode(Perfolizer.Mathematics.OutlierDetection.OutlierMode.DontRemove);
        return ManualConfig.CreateEmpty()
            .AddJob(job)
            .AddLogger(NullLogger.Instance)
            .AddColumnProvider(DefaultColumnProviders.Instance)
            .AddDiagnoser(new MemoryDiagnoser(new MemoryDiagnoserConfig(displayGenColumns: false)))
            .AddEventProcessor(events)
            .AddFilter(new SimpleFilter(c => IsWanted(c, options, type, skipped)))
            .WithArtifactsPath(Path.Combine(Path.GetTempPath(), "conformance-bench"))
            .WithOptions(ConfigOptions.DisableLogFile | ConfigOptions.DisableOptimizationsValidator | ConfigOptions.KeepBenchmarkFiles);
    }

    private static bool IsWanted(BenchmarkCase benchmark, BenchOptions options, Type type, SortedDictionary<string, string> skipped)
    {
        var name = $"{type.Name}.{benchmark.Descriptor.WorkloadMethod.Name}";
        if (!options.Wants(name))
        {
            return false;
        }

        if (type.IsAssignableTo(typeof(IChoosesRows))
            && !((IChoosesRows)RowInstance.Of(benchmark)).HasRow(benchmark.Descriptor.WorkloadMethod.Name))
        {
            return false;
        }

        var needs = type.GetCustomAttributes<NeedsAttribute>()
            .Concat(benchmark.Descriptor.WorkloadMethod.GetCustomAttributes<NeedsAttribute>());
        if (needs.Select(n => n.Absence()).FirstOrDefault(a => a is not null) is { } absence)
        {
            skipped[name] = absence;
            return false;
        }

        return true;
    }
}
