using System.Diagnostics;
using Conformance.Backends.Cpu;
using Conformance.Bench.Harness;
using Conformance.Bench.Kernels;
using Conformance.Models;
using Conformance.Models.Checkpoints;
using Conformance.Models.Decoding;
using Conformance.Models.Generation;
using Conformance.Models.Tokenizers;

namespace Conformance.Bench.Peers.Llama2C;

/// <summary>
/// The trained model by 'generate' and by llama2.c, turn and turn about: the same prompt, greedy, the same number of positions, one thread,
/// the first position not counted, as llama2.c has it. Ours includes the digest of every position's logits.
/// </summary>
internal sealed class Llama2CSource : IBenchSource
{
    private const string Class = "Llama2C";
    private const string Prompt = "Once upon a time";
    private const int Steps = 512;

    public Measurements Measure(BenchOptions options)
    {
        if (!options.Wants($"{Class}.Generate"))
        {
            return Measurements.None;
        }

        if ((ModelFiles.Absence() ?? Llama2CProgram.Absence()) is { } absence)
        {
            return Measurements.None with
            {
                Skipped = new SortedDictionary<string, string>(StringComparer.Ordinal) { [$"{Class}.Generate"] = absence },
            };
        }

        try
        {
            return Alternate(options.IsQuick ? 10 : 60);
        }
        catch (Exception e) when (e is InvalidOperationException or ModelFormatException)
        {
            return Measurements.None with { Failed = [$"{Class}.Generate: {e.Message}"] };
        }
    }

    private static Measurements Alternate(int runs)
    {
        using var cpu = new CpuBackend(1);
        using var decoder = new Decoder(cpu, Llama2cCheckpoint.ReadFile(ModelFiles.Checkpoint!).Weights);
        var generator = new Generator(decoder, Llama2cTokenizerFile.ReadFile(ModelFiles.Tokenizer!, decoder.Config.Vocabulary));
        for (var i = 0; i < 20; i++)
        {
            Generate(generator);
        }

        var (ours, theirs) = (new List<double>(), new List<double>());
        for (var i = 0; i < runs; i++)
        {
            theirs.Add(Llama2CProgram.Run(Llama2CProgram.Executable!, ModelFiles.Checkpoint!, ModelFiles.Tokenizer!, Prompt, Steps));
            ours.Add(Generate(generator));
        }

        var peer = Row("Peer", "llama2.c, one thread, as it was compiled", theirs);
        var own = Row("Generate", "SA-1, 'generate' with a digest for each position, one thread", ours);
        Progress.Row(peer);
        Progress.Row(own);
        return Measurements.None with { Rows = [peer, own], Ratios = [BenchRatio.Of(own, peer, 0)] };
    }

    /// <returns>Nanoseconds per position after the first.</returns>
    private static double Generate(Generator generator)
    {
        long start = 0;
        var positions = 0;
        foreach (var _ in generator.Run(Prompt, new GenerationOptions { Steps = Steps, StopsAtDelimiters = true, PromptChunk = 1 }))
        {
            start = positions++ == 0 ? Stopwatch.GetTimestamp() : start;
        }

        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / (positions - 1);
    }

    private static BenchRow Row(string method, string title, List<double> times)
    {
        times.Sort();
        return new BenchRow(
            Class, method, "", title, times[0], times[times.Count / 2], times[times.Count / 4], times[times.Count * 3 / 4], 0)
        {
            Work = Work.Tokens(1), Iterations = times.Count, Area = "Text from the trained model, beside llama2.c",
        };
    }
}
