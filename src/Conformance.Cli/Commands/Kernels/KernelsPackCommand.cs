using System.CommandLine;
using Conformance.Certification.Sessions;
using Conformance.Kernels.Containers;

namespace Conformance.Cli.Commands.Kernels;

/// <summary>Makes one fat binary of PTX modules and cubins.</summary>
internal static class KernelsPackCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var inputs = new Argument<string[]>("CODE")
        {
            Description = "PTX modules and cubins; which is which is read from the files", Arity = ArgumentArity.OneOrMore,
        };
        var output = new Option<string>("--output", "-o") { Description = "The fat binary to write", HelpName = "FILE", Required = true };
        var command = new Command(
            "pack",
            "Makes one fat binary of PTX modules and cubins, one for each architecture. Exit 2: a file cannot be read.")
        {
            inputs, output,
        };
        ExampleHelp.Of(command, "conformance kernels pack kernel.ptx kernel.sm_90.cubin -o kernel.fatbin");
        command.SetAction(parsed =>
        {
            var images = parsed.GetValue(inputs)!.Select(path => KernelFileOptions.Reading(path, () => Read(path))).ToList();
            try
            {
                var path = parsed.GetValue(output)!;
                var container = FatbinWriter.Write(images);
                KernelFileOptions.Write(path, container);
                surroundings.Output.WriteLine($"{path}: {images.Count} image{(images.Count == 1 ? "" : "s")}, {container.Length} bytes");
                return ExitCodes.Success;
            }
            catch (ArgumentException e)
            {
                throw new RunRefusedException(ExitCodes.Usage, e.Message.Split(" (Parameter", 2)[0], e);
            }
        });
        return command;
    }

    private static KernelImage Read(string path)
    {
        var bytes = KernelFileOptions.Read(path);
        var isElf = bytes.AsSpan().StartsWith("\u007fELF"u8);
        return KernelImage.Of(bytes, isElf ? FatbinKind.Cubin : FatbinKind.Ptx, Path.GetFileName(path));
    }
}
