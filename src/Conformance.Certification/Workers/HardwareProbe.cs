using System.Diagnostics;
using Conformance.Hardware;
using Conformance.Vectors;
using Conformance.Certification.Reports;

namespace Conformance.Certification.Workers;

/// <summary>Asks a process of its own for the facts about GPUs: a driver that hangs or crashes must not take a run with it.</summary>
public static class HardwareProbe
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>
    /// What NVIDIA's kernel driver leaves on Linux and in WSL. Without it nothing is started, so that other machines pay nothing.
    /// </summary>
    private static readonly string[] Traces = ["/proc/driver/nvidia", "/dev/nvidiactl", "/dev/dxg"];

    /// <summary>Null where the machine has no NVIDIA driver and where nothing was found. Never throws.</summary>
    public static HardwareReport? Collect(WorkerCommand command) =>
        OperatingSystem.IsWindows() || Traces.Any(Path.Exists) ? Ask(command) : null;

    /// <summary>The facts that the command gives; a command that fails is a problem of the report and not of the run.</summary>
    internal static HardwareReport? Ask(WorkerCommand command)
    {
        try
        {
            var start = new ProcessStartInfo(command.FileName, [.. command.Arguments, "hardware", "--json"])
            {
                RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
            };
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync();
            var error = process.StandardError.ReadToEndAsync();
            if (!process.WaitForExit(Patience) || !Task.WaitAll([output, error], Patience))
            {
                process.Kill(entireProcessTree: true);
                return HardwareReport.None($"the driver did not answer within {Patience.TotalSeconds} s");
            }

            // A source that is broken makes the command fail, and its answer says which.
            return process.ExitCode is not (0 or 3) || output.Result.Length == 0
                ? HardwareReport.None($"asking the driver ended with exit code {process.ExitCode}")
                : VectorJson.Read(System.Text.Encoding.UTF8.GetBytes(output.Result), "hardware", HardwareJson.Read) is var report
                    && report is { Source: "none", Problems.Count: 0 }
                    ? null
                    : report;
        }
        catch (Exception e) when (
            e is VectorFormatException or System.ComponentModel.Win32Exception or IOException or InvalidOperationException)
        {
            return HardwareReport.None($"asking the driver: {e.Message}");
        }
    }
}
