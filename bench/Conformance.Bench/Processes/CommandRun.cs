using System.Diagnostics;
using System.Globalization;

namespace Conformance.Bench.Processes;

/// <summary>Runs of the built command, each in a new process.</summary>
internal static class CommandRun
{
    /// <summary>Names the built command; ./run-conformance.sh sets it.</summary>
    public const string Variable = "CONFORMANCE_COMMAND";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static string? Command => Environment.GetEnvironmentVariable(Variable);

    public static string? Absence() => !OperatingSystem.IsLinux() ? "reads /proc, which only Linux has"
        : Command is not { Length: > 0 } command ? $"{Variable} does not name the built command"
        : File.Exists(command) ? null : $"no file {command}, which {Variable} names";

    /// <returns>Seconds.</returns>
    public static double FirstVerdict()
    {
        var folder = Directory.CreateTempSubdirectory("conformance-bench-");
        try
        {
            var log = Path.Combine(folder.FullName, "report", "results.jsonl");
            var clock = Stopwatch.StartNew();
            using var process = Start("run", "--quiet", "--out", Path.GetDirectoryName(log)!);
            try
            {
                // The first line has the run, the second the first case.
                while (!File.Exists(log) || File.ReadLines(log).Take(2).Count(l => l.EndsWith('}')) < 2)
                {
                    Require(!process.HasExited && clock.Elapsed < Limit, "'conformance run' gave no verdict of a case");
                    Thread.Sleep(1);
                }

                return clock.Elapsed.TotalSeconds;
            }
            finally
            {
                process.Kill(entireProcessTree: true);
                process.WaitForExit();
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <returns>Seconds.</returns>
    public static double OneCase()
    {
        var folder = Directory.CreateTempSubdirectory("conformance-bench-");
        try
        {
            var clock = Stopwatch.StartNew();
            using var process =
                Start(
                    "run", "--quiet", "--profile", "software", "--backend", "cpu", "--case", "exp/empty", "--out", Path.Combine(
                        folder.FullName, "report"));
            while (process.StandardOutput.ReadLine() is { } line)
            {
                // A part of the cases never is a verdict about a profile.
                if (line.StartsWith("INCONCLUSIVE", StringComparison.Ordinal))
                {
                    var seconds = clock.Elapsed.TotalSeconds;
                    process.WaitForExit();
                    return seconds;
                }
            }

            throw new InvalidOperationException("'conformance run' of one case printed no verdict");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <returns>The largest that was seen of the command or one of the workers that it started, in 10^6 bytes.</returns>
    public static double PeakMegabytes(params string[] arguments)
    {
        using var process = Start(arguments);
        _ = process.StandardOutput.ReadToEndAsync();
        var peak = 0.0;
        while (!process.HasExited)
        {
            // The kernel keeps the peak; it is gone with the process, so it is read until then.
            peak = Math.Max(peak, Family(process.Id).Max(id => Status(id, "VmHWM:")));
        }

        Require(peak > 0, $"'conformance {string.Join(' ', arguments)}' ended before its memory could be read");
        return peak;
    }

    public static double IdleWorkerMegabytes()
    {
        using var process = Start("worker", "--backend", "cpu");
        try
        {
            Require(process.StandardOutput.ReadLine() is not null, "the worker did not open backend cpu");
            Thread.Sleep(500);
            return Status(process.Id, "VmRSS:");
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }
    }

    private static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(Command!, arguments)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{Command} does not start");
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginErrorReadLine();
        return process;
    }

    /// <summary>A process and its children; only those that /proc still shows.</summary>
    private static IEnumerable<int> Family(int id)
    {
        yield return id;
        string children;
        try
        {
            children =
                string.Join(
                    ' ', Directory.EnumerateDirectories($"/proc/{id}/task").Select(t => File.ReadAllText(Path.Combine(t, "children"))));
        }
        catch (IOException)
        {
            yield break;
        }

        foreach (var child in children.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            yield return int.Parse(child, CultureInfo.InvariantCulture);
        }
    }

    /// <returns>0 where the process has ended.</returns>
    private static double Status(int id, string field)
    {
        try
        {
            var line = File.ReadLines($"/proc/{id}/status").FirstOrDefault(l => l.StartsWith(field, StringComparison.Ordinal));
            return line is null
                ? 0
                : double.Parse(
                    line.AsSpan(
                        field.Length, line.Length - field.Length - 3), NumberStyles.Integer, CultureInfo.InvariantCulture) * 1024 / 1e6;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private static void Require(bool condition, string otherwise)
    {
        if (!condition)
        {
            throw new InvalidOperationException(otherwise);
        }
    }
}
