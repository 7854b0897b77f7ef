using System.CommandLine;
using Conformance.Certification.Reports;
using Conformance.Cli.Terminal;
using Conformance.Hardware;

namespace Conformance.Cli.Commands;

/// <summary>What the driver says about the NVIDIA GPUs of this machine.</summary>
internal static class HardwareCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var json = CommonOptions.Json("the facts");
        var library = new Option<string?>("--nvml")
        {
            Description = "Path of NVIDIA's management library (default: the system's)", HelpName = "FILE",
        };
        var command = new Command(
            "hardware", "Shows what the driver says about the NVIDIA GPUs: one block for each card. It is the driver's word, not evidence; 'verify nvidia' is for that. Exit 3: a source is there and broken.")
        {
            library, json,
        };
        ExampleHelp.Of(command, "conformance hardware", "conformance hardware --json");
        command.SetAction(parsed =>
        {
            var report = HardwareCollector.Collect(parsed.GetValue(library));
            if (parsed.GetValue(json))
            {
                JsonOutput.Write(surroundings.Output, writer => HardwareJson.Write(writer, report));
            }
            else
            {
                WriteText(surroundings.Output, report);
            }

            foreach (var problem in report.Problems)
            {
                surroundings.Error.WriteLine($"conformance: {Printable.Of(problem)}");
            }

            return report.Problems.Count == 0 ? ExitCodes.Success : ExitCodes.Harness;
        });
        return command;
    }

    private static void WriteText(TextWriter output, HardwareReport report)
    {
        if (report.Source == "none")
        {
            output.WriteLine("no NVIDIA GPU: neither NVML (libnvidia-ml.so.1) nor nvidia-smi answers");
            return;
        }

        output.WriteLine($"source: {report.Source}, GPUs: {report.Gpus.Count}");
        WriteFacts(output, report.System);
        for (var i = 0; i < report.Gpus.Count; i++)
        {
            output.WriteLine($"GPU {i}");
            WriteFacts(output, report.Gpus[i]);
        }
    }

    private static void WriteFacts(TextWriter output, IReadOnlyList<HardwareFact> facts)
    {
        foreach (var fact in facts)
        {
            output.WriteLine($"  {fact.Key}: {(fact.Value is { } value ? Printable.Of(value) : $"({fact.Missing})")}");
        }
    }
}
