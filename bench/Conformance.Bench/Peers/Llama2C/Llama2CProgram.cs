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

    private static string? Executable => Environment.GetEnvironmentVariable(Variable);

    public static string? Absence() => Executable is not { Length: > 0 } path ? $"{Variable} does not name an executable of llama2.c"
        : File.Exists(path) ? null : $"no file {path}, which {Variable} names";

    /// <summary>One greedy run.</summary>
    /// <returns>Nanoseconds per token, by its own clock.</returns>
    /// <exception cref="InvalidOperationException">It did not end well, or said no rate.</exception>
    public static double Run(string checkpoint, string tokenizer, string prompt, int steps)
    {
        string[] arguments =
            [checkpoint, "-z", tokenizer, "-t", "0", "-n", steps.ToString(CultureInfo.InvariantCulture), "-i", prompt];
        var start = new ProcessStartInfo(Executable!, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = System.Diagnostics.Process.Start(start) ?? throw new InvalidOperationException($"{Executable} does not start");
        _ = process.StandardOutput.ReadToEndAsync();
        var said = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Limit))
        {
            process.Kill();
            throw new InvalidOperationException($"{Executable} ran for more than {Limit.TotalSeconds} s");
        }

        return process.ExitCode == 0 && Rate(said.GetAwaiter().GetResult()) is { } rate
            ? 1e9 / rate
            : throw new InvalidOperationException($"{Executable} ended with {process.ExitCode} and without a line '{Mark}…'");
    }

    /// <summary>Tokens per second; null where the text has no positive and finite one.</summary>
    internal static double? Rate(string said) =>
        said.Split('\n').LastOrDefault(l => l.StartsWith(Mark, StringComparison.Ordinal)) is { } line
        && double.TryParse(line.AsSpan(Mark.Length), NumberStyles.Float, CultureInfo.InvariantCulture, out var rate)
        && rate > 0 && double.IsFinite(rate)
            ? rate
            : null;
}
