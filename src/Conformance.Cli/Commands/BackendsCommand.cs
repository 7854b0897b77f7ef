using System.CommandLine;
using System.Text.Json;
using Conformance.Backends;
using Conformance.Certification.Running;
using Conformance.Certification.Workers;
using Conformance.Cli.Terminal;

namespace Conformance.Cli.Commands;

/// <summary>What is there, what is not, why, and how to get it.</summary>
internal static class BackendsCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var json = CommonOptions.Json("the list");
        var command = new Command("backends", "Lists the backends that are there, and those that are not with how to get them.") { json };
        ExampleHelp.Of(command, "conformance backends", "conformance backends --json");
        command.SetAction(parsed =>
        {
            using var interruption = new Interruption(surroundings.Error);
            var found = new BackendFinder(BackendRegistry.Default, WorkerCommand.Self()).FindAll(interruption.Token);
            if (parsed.GetValue(json))
            {
                JsonOutput.Write(surroundings.Output, writer => WriteJson(writer, found));
            }
            else
            {
                WriteText(surroundings.Output, found);
            }

            return ExitCodes.Success;
        });
        return command;
    }

    private static void WriteText(TextWriter output, Discovery found)
    {
        var width = found.Available.Select(c => c.Selector.Length).Concat(found.Absent.Select(a => a.Kind.Length)).Append(0).Max();
        foreach (var candidate in found.Available)
        {
            output.WriteLine($"{candidate.Selector.PadRight(width)}  {candidate.Kind}: {Printable.Of(candidate.Device)}");
        }

        foreach (var absence in found.Absent)
        {
            output.WriteLine($"{absence.Kind.PadRight(width)}  absent ({absence.Failure.Code()}): {Printable.Of(absence.Detail)}");
            output.WriteLine($"{new string(' ', width)}  to get it: {Printable.Of(absence.Remedy)}");
        }
    }

    private static void WriteJson(Utf8JsonWriter json, Discovery found)
    {
        json.WriteStartObject();
        json.WriteStartArray("available");
        foreach (var candidate in found.Available)
        {
            json.WriteStartObject();
            json.WriteString("name", candidate.Selector);
            json.WriteString("kind", candidate.Kind);
            json.WriteString("device", candidate.Device);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("absent");
        foreach (var absence in found.Absent)
        {
            json.WriteStartObject();
            json.WriteString("kind", absence.Kind);
            json.WriteString("reason", absence.Failure.Code());
            json.WriteString("detail", absence.Detail);
            json.WriteString("remedy", absence.Remedy);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
