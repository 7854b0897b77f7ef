using System.Diagnostics;
using Conformance.Certification.Grading;

namespace Conformance.Bench;

/// <summary>
/// Some native libraries need a folder on LD_LIBRARY_PATH, which the system reads when a process starts and never again. The library's
/// program says which; then this program is started once more with it.
/// </summary>
internal static class NativePath
{
    private const string Variable = "LD_LIBRARY_PATH";

    /// <returns>The exit code of the other process; null where none is needed.</returns>
    public static int? RunElsewhere(string[] args)
    {
        var wanted = GradedProgram.All.Select(p => p.Environment.GetValueOrDefault(Variable)).FirstOrDefault(v => v is not null);
        var folders = (Environment.GetEnvironmentVariable(Variable) ?? "").Split(':');
        if (wanted is null || folders.Contains(wanted.Split(':')[0]))
        {
            return null;
        }

        var start = new ProcessStartInfo(Environment.ProcessPath!) { Environment = { [Variable] = wanted } };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(NativePath).Assembly.Location);
        }

        foreach (var argument in args)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
