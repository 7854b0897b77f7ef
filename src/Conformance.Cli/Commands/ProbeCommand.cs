using System.CommandLine;
using System.Text.Json;
using Conformance.Backends;
using Conformance.Certification.Running;
using Conformance.Certification.Sessions;
using Conformance.Certification.Workers;
using Conformance.Cli.Terminal;

namespace Conformance.Cli.Commands;

/// <summary>What each device does with the operands on which devices differ.</summary>
internal static class ProbeCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var backend = new Option<string[]>("--backend")
        {
            Description = "Only this backend; may be repeated (default: all that are there)", HelpName = "NAME",
        };
        var json = CommonOptions.Json("the findings");
        var command = new Command(
            "probe", "IEEE probe of each device: fma, contraction, division, square root, subnormals, signed zero, NaN, conversions.")
        {
            backend, json,
        };
        ExampleHelp.Of(command, "conformance probe", "conformance probe --backend opencl:0 --json");
        command.SetAction(parsed =>
        {
            using var interruption = new Interruption(surroundings.Error);
            var registry = BackendRegistry.Default;
            var worker = WorkerCommand.Self();
            var found = new BackendFinder(registry, worker).FindAll(interruption.Token);
            var wanted = parsed.GetValue(backend) ?? [];
            var selection = wanted.Length == 0
                ? new BackendSelection([.. found.Available.Select(c => c.Selector)], [.. found.Absent.Select(BackendSelection.ToAbsent)])
                : BackendSelection.ForUser(wanted, registry, found);
            var probes = selection.Selectors.Select(s => BackendProbe.Ask(registry.WorkerOf(s, worker), s, interruption.Token)).ToList();
            if (parsed.GetValue(json))
            {
                JsonOutput.Write(surroundings.Output, writer => WriteJson(writer, probes, selection));
            }
            else
            {
                WriteText(surroundings.Output, probes, selection);
            }

            // A device that was asked for and is not there leaves the question open.
            return probes.Any(p => !p.Fit) ? ExitCodes.NotConformant
                : probes.Count == 0 || (wanted.Length > 0 && selection.Absent.Count > 0) ? ExitCodes.Inconclusive
                : ExitCodes.Success;
        });
        return command;
    }

    private static void WriteText(TextWriter output, List<ProbeReport> probes, BackendSelection selection)
    {
        foreach (var probe in probes)
        {
            output.WriteLine($"{probe.Backend}: {Printable.Of(probe.Device)}: {(probe.Fit ? "fit for SA-1" : "not fit for SA-1")}");
            foreach (var finding in probe.Findings)
            {
                output.WriteLine($"  {(finding.Passed ? "ok  " : finding.Required ? "BAD " : "note")}  {finding.Name}: {Printable.Of(finding.Detail)}");
            }
        }

        foreach (var absent in selection.Absent)
        {
            output.WriteLine($"{absent.Kind}: absent ({absent.Reason}): {Printable.Of(absent.Detail)}");
            output.WriteLine($"  to get it: {Printable.Of(absent.Remedy)}");
        }
    }

    private static void WriteJson(Utf8JsonWriter json, List<ProbeReport> probes, BackendSelection selection)
    {
        json.WriteStartObject();
        json.WriteStartArray("backends");
        foreach (var probe in probes)
        {
            json.WriteStartObject();
            json.WriteString("name", probe.Backend);
            json.WriteString("device", probe.Device);
            json.WriteBoolean("fit", probe.Fit);
            json.WriteStartArray("findings");
            foreach (var finding in probe.Findings)
            {
                json.WriteStartObject();
                json.WriteString("name", finding.Name);
                json.WriteBoolean("passed", finding.Passed);
                json.WriteBoolean("required", finding.Required);
                json.WriteString("detail", finding.Detail);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("absent");
        foreach (var absent in selection.Absent)
        {
            json.WriteStartObject();
            json.WriteString("kind", absent.Kind);
            json.WriteString("reason", absent.Reason);
            json.WriteString("detail", absent.Detail);
            json.WriteString("remedy", absent.Remedy);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
