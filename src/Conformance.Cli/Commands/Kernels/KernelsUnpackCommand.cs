using System.CommandLine;
using Conformance.Certification.Sessions;
using Conformance.Cli.Terminal;
using Conformance.Kernels.Containers;

namespace Conformance.Cli.Commands.Kernels;

/// <summary>Writes the images of a fat binary as files.</summary>
internal static class KernelsUnpackCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var file = KernelFileOptions.Container();
        var output = new Option<string>("--output", "-o")
        {
            Description = "Directory to write into; no file in it is overwritten", HelpName = "DIR", Required = true,
        };
        var command = new Command(
            "unpack",
            "Writes each image of a fat binary, expanded, as NAME.sm_NN.ptx or .cubin. No signature is looked at.")
        {
            file, output,
        };
        ExampleHelp.Of(command, "conformance kernels unpack kernel.fatbin -o images");
        command.SetAction(parsed =>
        {
            var path = parsed.GetValue(file)!;
            var images = KernelFileOptions.Reading(path, () => KernelImage.ReadAll(KernelFileOptions.Read(path)));
            var directory = parsed.GetValue(output)!;
            Directory.CreateDirectory(directory);
            foreach (var image in images)
            {
                var target = Path.Combine(directory, $"{Path.GetFileNameWithoutExtension(path)}.{image.Target}.{image.KindName}");
                if (Path.Exists(target))
                {
                    throw new RunRefusedException(ExitCodes.Usage, $"{target}: exists already");
                }

                KernelFileOptions.Write(target, image.Code.Span);
                surroundings.Output.WriteLine($"{Printable.Of(target)}: {image.Code.Length} bytes");
            }

            return ExitCodes.Success;
        });
        return command;
    }
}
