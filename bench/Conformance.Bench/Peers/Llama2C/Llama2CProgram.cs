using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Conformance.Bench.Peers.Llama2C;

/// <summary>
/// The C program llama2.c, compiled by whoever runs the benchmark. Its clock has milliseconds, so that one run of half a thousand tokens is
/// known to some per cent only.
/// </summary>
internal static class Llama2CProgram
{
    /// <summary>Names the executable made of llama2.c's run.c.</summary>
    public const string Variable = "CONFORMANCE_LLAMA2C";

    private const string Mark = "achieved tok/s: ";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static string? Executable => Environment.GetEnvironmentVariable(Variable);

    public static string? Absence() => Executable is not { Length: > 0 } path ? $"{Variable} does not name an executable of llama2.c"
        : File.Exists(path) ? null : $"no file {path}, which {Variable} names";

    /// <summary>One greedy run.</summary>
    /// <param name="executable">Of llama2.c.</param>
    /// <returns>Nanoseconds per token, by its own clock.</returns>
    /// <exception cref="InvalidOperationException">It does not start, did not end well, or said no rate.</exception>
    public static double Run(string executable, string checkpoint, string tokenizer, string prompt, int steps)
    {
        string[] arguments =
            [checkpoint, "-z", tokenizer, "-t", "0", "-n", steps.ToString(CultureInfo.InvariantCulture), "-i", prompt];
        var start = new ProcessStartInfo(executable, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Start(start);
        _ = process.StandardOutput.ReadToEndAsync();
        var said = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Limit))
        {
            process.Kill();
            throw new InvalidOperationException($"{executable} ran for more than {Limit.TotalSeconds} s");
        }

        return process.ExitCode == 0 && Rate(said.GetAwaiter().GetResult()) is { } rate
            ? 1e9 / rate
            : throw new InvalidOperationException($"{executable} ended with {process.ExitCode} and without a line '{Mark}…'");
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException($"{start.FileName}, which {Variable} names, does not start: {e.Message}", e);
        }
    }

    /// <summary>Tokens per second; null where the text has no positive and finite one.</summary>
    internal static double? Rate(string said) =>
        said.Split('\n').LastOrDefault(l => l.StartsWith(Mark, StringComparison.Ordinal)) is { } line
        && double.TryParse(line.AsSpan(Mark.Length), NumberStyles.Float, CultureInfo.InvariantCulture, out var rate)
        && rate > 0 && double.IsFinite(rate)
            ? rate
            : null;
}
