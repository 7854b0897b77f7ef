using Conformance.Bench.Kernels;
using Conformance.Bench.Kernels.Targets;
using Conformance.Bench.Report;

namespace Conformance.Bench.Harness;

/// <summary>Runs every source of measurements and writes one report.</summary>
internal static class BenchCommand
{
    // The GPU before the classes: these keep backends open, and with them memory of the device.
    private static readonly IBenchSource[] Sources =
        [new AbsentTargets(), new Gpu.GpuSource(), new BenchmarkClasses(), new Peers.Llama2C.Llama2CSource(), new Growth.GrowthSource(),
            new Processes.ProcessSource()];

    /// <returns>0 measured; 2 usage; 3 nothing could be measured, or a benchmark failed.</returns>
    public static int Run(string[] args)
    {
        if (BenchOptions.Parse(args, Path.GetFullPath(Path.Combine("reports", "bench"))) is not { } options)
        {
            Console.Error.WriteLine(BenchOptions.Usage);
            return 2;
        }

        if (TargetList.Unknown(options.Backends) is { } unknown)
        {
            Console.Error.WriteLine($"bench: no backend '{unknown}'; 'conformance backends' lists them");
            return 2;
        }

        TargetList.Choose(options.Backends);
        if (options.IsCheck)
        {
            return RowCheck.Run(options, Console.Out);
        }

        try
        {
            // Before half an hour of measurements, not after it.
            Directory.CreateDirectory(options.Folder);
            return Measure(options);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"bench: --out {options.Folder}: {e.Message.ReplaceLineEndings(" ")}");
            return 2;
        }
    }

    private static int Measure(BenchOptions options)
    {
        var measured = Measurements.Of(Sources.Select(s => s.Measure(options)));
        var report = BenchReport.Of(measured, options.IsQuick);
        report.Write(options.Folder);
        Console.Out.Write(MarkdownReport.Of(report));
        Console.Out.WriteLine($"\nreport in {options.Folder}");
        foreach (var failed in measured.Failed)
        {
            Console.Error.WriteLine($"bench: failed {failed}");
        }

        if (measured.IsEmpty)
        {
            Console.Error.WriteLine("bench: nothing was measured: every row is skipped, has failed, or is not what --filter asks for");
        }

        return measured.Failed.Count == 0 && !measured.IsEmpty ? 0 : 3;
    }
}
