using System.Reflection;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Environments;
using BenchmarkDotNet.Filters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Conformance.Bench.Harness;

/// <summary>Runs every benchmark class of this program and writes one report. Areas are folders; a class needs nothing but benchmarks to be found.</summary>
internal static class BenchCommand
{
    /// <returns>0 measured; 2 usage; 3 nothing could be measured, or a benchmark failed.</returns>
    public static int Run(string[] args)
    {
        if (BenchOptions.Parse(args, Path.GetFullPath(Path.Combine("reports", "bench"))) is not { } options)
        {
            Console.Error.WriteLine(BenchOptions.Usage);
            return 2;
        }

        var skipped = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var summaries = Types().Select(t => BenchmarkRunner.Run(t, Config(options, t, skipped))).ToList();
        var report = RatioReport.Of(summaries, skipped, options.IsQuick);
        Directory.CreateDirectory(options.Folder);
        File.WriteAllText(Path.Combine(options.Folder, "bench.json"), report.ToJson());
        File.WriteAllText(Path.Combine(options.Folder, "bench.md"), report.ToMarkdown());
        Console.Out.Write(report.ToMarkdown());
        Console.Out.WriteLine($"\nreport in {options.Folder}");
        var failed = summaries.SelectMany(s => s.Reports).Where(r => !r.Success).Select(r => r.BenchmarkCase.Descriptor.DisplayInfo).ToList();
        failed.ForEach(f => Console.Error.WriteLine($"bench: {f} failed"));
        return failed.Count == 0 && report.Rows.Count > 0 ? 0 : 3;
    }

    private static IEnumerable<Type> Types() => typeof(BenchCommand).Assembly.GetTypes()
        .Where(t => t.GetMethods().Any(m => m.GetCustomAttribute<BenchmarkAttribute>() is not null))
        .OrderBy(t => t.FullName, StringComparer.Ordinal);

    private static ManualConfig Config(BenchOptions options, Type type, SortedDictionary<string, string> skipped)
    {
        // In this process: another one would have to be built, and so needs packages and a network.
        var job = Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithGcServer(false);

        // Many short iterations: on a machine that does other things some are left alone.
        job = job.WithIterationTime(Perfolizer.Horology.TimeInterval.FromMilliseconds(20))
            .WithWarmupCount(options.IsQuick ? 10 : 30)
            .WithIterationCount(options.IsQuick ? 50 : 300)
            .WithOutlierMode(Perfolizer.Mathematics.OutlierDetection.OutlierMode.DontRemove);
        return ManualConfig.CreateEmpty()
            .AddJob(job)
            .AddLogger(NullLogger.Instance)
            .AddColumnProvider(DefaultColumnProviders.Instance)
            .AddDiagnoser(new MemoryDiagnoser(new MemoryDiagnoserConfig(displayGenColumns: false)))
            .AddFilter(new SimpleFilter(c => IsWanted(c, options, type, skipped)))
            .WithArtifactsPath(Path.Combine(Path.GetTempPath(), "conformance-bench"))
            .WithOptions(ConfigOptions.DisableLogFile | ConfigOptions.DisableOptimizationsValidator | ConfigOptions.KeepBenchmarkFiles);
    }

    private static bool IsWanted(BenchmarkCase benchmark, BenchOptions options, Type type, SortedDictionary<string, string> skipped)
    {
        var name = $"{type.Name}.{benchmark.Descriptor.WorkloadMethod.Name}";
        if (options.Filter is { } filter && !name.Contains(filter, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var needs = type.GetCustomAttributes<NeedsAttribute>().Concat(benchmark.Descriptor.WorkloadMethod.GetCustomAttributes<NeedsAttribute>());
        if (needs.Select(n => n.Absence()).FirstOrDefault(a => a is not null) is { } absence)
        {
            skipped[name] = absence;
            return false;
        }

        return true;
    }
}
