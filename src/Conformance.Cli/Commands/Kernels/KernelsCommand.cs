using System.CommandLine;
using System.Text.Json;
using Conformance.Cli.Terminal;
using Conformance.Evidence.Checks;
using Conformance.Kernels.Signing;

namespace Conformance.Cli.Commands.Kernels;

/// <summary>Packs, signs, verifies and lists CUDA fat binaries.</summary>
internal static class KernelsCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var list = new Option<bool>("--list-checks")
        {
            Description = "List every check of 'kernels verify': id, class, whether it is required, rule and source",
        };
        var json = CommonOptions.Json("the list of checks");
        var command = new Command(
            "kernels", "Packs, signs, verifies and lists containers of GPU kernels (CUDA fat binaries); docs/kernels.md.")
        {
            list, json, KernelsPackCommand.Create(surroundings), KernelsUnpackCommand.Create(surroundings),
                KernelsListCommand.Create(surroundings),
            KernelsSignCommand.Create(surroundings), KernelsVerifyCommand.Create(surroundings),
        };
        ExampleHelp.Of(
            command,
            "conformance kernels pack kernel.ptx kernel.sm_90.cubin -o kernel.fatbin",
            "conformance kernels sign kernel.fatbin --key signer.key.pem --chain chain.pem --version 1",
            "conformance kernels verify kernel.fatbin --trust root.pem --minimum-version 1");
        command.SetAction(parsed =>
        {
            if (!parsed.GetValue(list))
            {
                surroundings.Error.WriteLine("conformance: expected one of pack, unpack, list, sign and verify, or --list-checks");
                surroundings.Error.WriteLine("'conformance kernels --help' shows what there is.");
                return ExitCodes.Usage;
            }

            if (parsed.GetValue(json))
            {
                JsonOutput.Write(surroundings.Output, WriteList);
            }
            else
            {
                foreach (var check in KernelChecks.Registry.Checks)
                {
                    surroundings.Output.WriteLine(
                        $"{check.Id}  {VerdictJson.NameOf(check.Class)}, {(check.IsRequired ? "required" : "optional")}  {check.Title}  [{check.Clause}]");
                }
            }

            return ExitCodes.Success;
        });
        return command;
    }

    private static void WriteList(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartArray("checks");
        foreach (var check in KernelChecks.Registry.Checks)
        {
            json.WriteStartObject();
            json.WriteString("id", check.Id);
            json.WriteString("title", check.Title);
            json.WriteString("clause", check.Clause);
            json.WriteString("class", VerdictJson.NameOf(check.Class));
            json.WriteBoolean("required", check.IsRequired);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
