using System.CommandLine;
using Conformance.Cli.Terminal;
using Conformance.Evidence.Certificates;
using Conformance.Evidence.Composite;

namespace Conformance.Cli.Commands;

/// <summary>Says what to ask the devices with, and what the CPU must report.</summary>
internal static class NodeBindCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var binding = new NodeBindingOptions();
        var json = CommonOptions.Json("the values");
        var command = new Command(
            "bind",
            "Prints the nonce for the devices; with --form and the devices' answers, also the report data for the CPU and what the key must sign.") { json };
        binding.AddTo(command);
        ExampleHelp.Of(
            command,
            "conformance node-evidence bind --challenge 5bb2...0aca",
            "conformance node-evidence bind --challenge 5bb2...0aca --form gpu-evidence --gpus gpus.json --inventory 0000:41:00.0");
        command.SetAction(parsed =>
        {
            var nonce = NodeDerivation.GpuNonce(binding.Challenge(parsed));
            var bound = binding.Form(parsed) is { } form ? binding.Read(parsed, form) : null;
            if (parsed.GetValue(json))
            {
                JsonOutput.Write(surroundings.Output, writer =>
                {
                    writer.WriteStartObject();
                    writer.WriteString("gpuNonce", Convert.ToHexStringLower(nonce));
                    writer.WriteString("form", bound is null ? null : BindingForms.NameOf(bound.Form));
                    writer.WriteString("gpuTime", bound is null ? null : Chain.Utc(bound.Times.Gpus));
                    writer.WriteString("cpuTime", bound is null ? null : Chain.Utc(bound.Times.Cpu));
                    writer.WriteString("reportData", bound?.ReportData is { } data ? Convert.ToHexStringLower(data) : null);
                    writer.WriteStartArray("sign");
                    foreach (var message in bound?.Endorsements ?? [])
                    {
                        writer.WriteStringValue(Convert.ToHexStringLower(message));
                    }

                    writer.WriteEndArray();
                    writer.WriteEndObject();
                });
                return ExitCodes.Success;
            }

            surroundings.Output.WriteLine($"gpu-nonce    {Convert.ToHexStringLower(nonce)}");
            if (bound is not null)
            {
                surroundings.Output.WriteLine($"gpu-time     {Chain.Utc(bound.Times.Gpus)}");
                surroundings.Output.WriteLine($"cpu-time     {Chain.Utc(bound.Times.Cpu)}");
                surroundings.Output.WriteLine($"report-data  {(bound.ReportData is { } data ? Convert.ToHexStringLower(data) : "anything: the form binds nothing")}");
                for (var i = 0; i < bound.Endorsements.Count; i++)
                {
                    surroundings.Output.WriteLine($"sign[{i}]      {Convert.ToHexStringLower(bound.Endorsements[i])}");
                }
            }

            return ExitCodes.Success;
        });
        return command;
    }
}
