using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using SharpFuzz;

namespace Conformance.Fuzz;

/// <summary>The command line: under afl-fuzz or libfuzzer-dotnet, or alone.</summary>
internal static class FuzzCommand
{
    private const string Usage = """
        usage: Conformance.Fuzz --list                          every target
               Conformance.Fuzz TARGET                          under afl-fuzz (the assemblies instrumented by 'sharpfuzz')
               Conformance.Fuzz TARGET --libfuzzer              under libfuzzer-dotnet
               Conformance.Fuzz TARGET|all --replay [DIR]       every seed, every kept input, and DIR's files, once
               Conformance.Fuzz TARGET|all --minutes N [--seed S]  seeded mutations without instrumentation; failures go to DIR/crashes
               Conformance.Fuzz TARGET --export DIR             writes the seeds, for the first two
        """;

    /// <returns>0 nothing found; 1 a failure; 2 usage.</returns>
    public static int Run(string[] args)
    {
        if (args is ["--list"])
        {
            Catalogue.All.ToList().ForEach(t => Console.WriteLine($"{t.Name}  {Catalogue.SeedsOf(t).Count} seeds"));
            return 0;
        }

        var targets = args.Length == 0 ? [] : args[0] == "all" ? Catalogue.All : [.. Catalogue.All.Where(t => t.Name == args[0])];
        if (targets.Count == 0)
        {
            return Refuse();
        }

        switch (args[1..])
        {
            case [] when targets.Count == 1:
                Fuzzer.OutOfProcess.Run(stream => targets[0].Run(ReadAll(stream)));
                return 0;
            case ["--libfuzzer"] when targets.Count == 1:
                Fuzzer.LibFuzzer.Run(bytes => targets[0].Run(bytes.ToArray()));
                return 0;
            case ["--replay", .. var folders]:
                return targets.Sum(t => Replay(t, folders)) == 0 ? 0 : 1;
            case ["--minutes", var minutes, .. var rest] when double.TryParse(minutes, CultureInfo.InvariantCulture, out var time)
                && SeedOf(rest) is { } seed:
                return targets.Sum(t => Search(t, TimeSpan.FromMinutes(time / targets.Count), seed)) == 0 ? 0 : 1;
            case ["--export", var folder] when targets.Count == 1:
                Export(targets[0], folder);
                return 0;
            default:
                return Refuse();
        }
    }

    private static int Refuse()
    {
        Console.Error.WriteLine(Usage);
        return 2;
    }

    private static ulong? SeedOf(string[] rest) => rest switch
    {
        [] => 1,
        ["--seed", var text] when ulong.TryParse(text, CultureInfo.InvariantCulture, out var seed) => seed,
        _ => null,
    };

    private static int Replay(Target target, string[] folders)
    {
        var inputs = Catalogue.SeedsOf(target)
            .Concat(folders.SelectMany(f => Directory.EnumerateFiles(f).Order(StringComparer.Ordinal)).Select(File.ReadAllBytes)).ToList();
        var failures = inputs.Count(i => !Holds(target, i));
        Console.WriteLine($"{target.Name}: {inputs.Count} inputs, {failures} failures");
        return failures;
    }

    private static int Search(Target target, TimeSpan time, ulong seed)
    {
        var seeds = Catalogue.SeedsOf(target);
        if (seeds.Count == 0)
        {
            Console.WriteLine($"{target.Name}: skipped, no seeds (CORPUS_ABSENT)");
            return 0;
        }

        var mutator = new Mutator(seed, seeds);
        var clock = Stopwatch.StartNew();
        var slowest = TimeSpan.Zero;
        long count = 0;
        var failures = 0;
        while (clock.Elapsed < time && failures < 10)
        {
            var input = mutator.Next();
            var start = Stopwatch.GetTimestamp();
            if (!Holds(target, input))
            {
                failures++;
                Keep(target, input);
            }

            var taken = Stopwatch.GetElapsedTime(start);
            slowest = taken > slowest ? taken : slowest;
            count++;
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{target.Name}: {count} inputs from {seeds.Count} seeds, slowest {slowest.TotalMilliseconds:0.0} ms, {failures} failures"));
        return failures;
    }

    private static bool Holds(Target target, byte[] input)
    {
        try
        {
            target.Run(input);
            return true;
        }
        catch (FuzzFailureException e)
        {
            Console.Error.WriteLine($"{e.Message}: {e.InnerException!.Message.ReplaceLineEndings(" ")}");
            Console.Error.WriteLine(e.InnerException.StackTrace);
            return false;
        }
    }

    private static void Keep(Target target, byte[] input)
    {
        var folder = Directory.CreateDirectory(Path.Combine("crashes", target.Name)).FullName;
        var file = Path.Combine(folder, Convert.ToHexStringLower(SHA256.HashData(input))[..16]);
        File.WriteAllBytes(file, input);
        Console.Error.WriteLine($"kept in {file}");
    }

    private static void Export(Target target, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var seed in Catalogue.SeedsOf(target))
        {
            File.WriteAllBytes(Path.Combine(folder, Convert.ToHexStringLower(SHA256.HashData(seed))[..16]), seed);
        }
    }

    private static byte[] ReadAll(Stream stream)
    {
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }
}
