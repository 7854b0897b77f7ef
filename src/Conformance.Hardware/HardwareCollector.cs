using System.Diagnostics;
using Conformance.Hardware.Nvml;
using Conformance.Hardware.Smi;

namespace Conformance.Hardware;

/// <summary>Facts about the NVIDIA GPUs of this machine: from NVML where it is, else from nvidia-smi, else none. Never throws.</summary>
public static class HardwareCollector
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <param name="nvml">Path of the library; null: the system's.</param>
    /// <param name="smi">The command; null: the system's nvidia-smi.</param>
    public static HardwareReport Collect(string? nvml = null, string? smi = null)
    {
        var problems = new List<string>();
        try
        {
            if (NvmlCollector.Collect(nvml ?? NvmlLibrary.DefaultPath) is { } report)
            {
                return report;
            }
        }
        catch (HardwareException e)
        {
            problems.Add(e.Message);
        }

        try
        {
            if (Run(smi ?? "nvidia-smi", "-q", "-x") is { } xml)
            {
                var report = SmiXml.Parse(xml);
                var confidential = Run(smi ?? "nvidia-smi", "conf-compute", "-q") is { } text ? SmiConfCompute.Parse(text) : [];
                return report with { System = [.. report.System, .. confidential], Problems = [.. problems, .. report.Problems] };
            }
        }
        catch (HardwareException e)
        {
            problems.Add(e.Message);
        }

        return HardwareReport.None([.. problems]);
    }

    /// <summary>What the command prints; null where there is no such command.</summary>
    /// <exception cref="HardwareException">It does not end in time, or fails.</exception>
    private static string? Run(string command, params string[] arguments)
    {
        var start = new ProcessStartInfo(command, arguments)
        {
            RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true,
        };
        start.Environment["LC_ALL"] = "C";
        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync();
            var error = process.StandardError.ReadToEndAsync();
            if (!process.WaitForExit(Patience) || !Task.WaitAll([output, error], Patience))
            {
                process.Kill(entireProcessTree: true);
                throw new HardwareException($"nvidia-smi {arguments[0]} did not end within {Patience.TotalSeconds} s");
            }

            // 'conf-compute' of a driver or a GPU without it fails; that says nothing, and is not an error of the machine.
            return process.ExitCode == 0 ? output.Result
                : arguments[0] == "conf-compute" ? null
                : throw new HardwareException(
                    $"nvidia-smi ended with exit code {process.ExitCode}: {(output.Result + error.Result).Split('\n')[0].Trim()}");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
