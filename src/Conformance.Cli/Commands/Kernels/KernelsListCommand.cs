using System.CommandLine;
using System.Text.Json;
using Conformance.Cli.Terminal;
using Conformance.Kernels.Containers;
using Conformance.Kernels.Signing;

namespace Conformance.Cli.Commands.Kernels;

/// <summary>Shows what a fat binary holds, whoever made it.</summary>
internal static class KernelsListCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var file = KernelFileOptions.Container();
        var json = CommonOptions.Json("the list");
        var command = new Command(
            "list",
            "Lists the images of a fat binary: kind, target, version, size, digest, kernels. No signature is looked at. Exit 2: not a fat binary.")
        {
            file, json,
        };
        ExampleHelp.Of(command, "conformance kernels list kernel.fatbin", "conformance kernels list kernel.fatbin --json");
        command.SetAction(parsed =>
        {
            var path = parsed.GetValue(file)!;
            var bytes = KernelFileOptions.Read(path);
            var (entries, images) = KernelFileOptions.Reading(path, () => (Fatbin.Read(bytes), KernelImage.ReadAll(bytes)));
            var digest = KernelStatement.DigestOf(bytes);
            if (parsed.GetValue(json))
            {
                JsonOutput.Write(surroundings.Output, writer => WriteJson(writer, bytes.Length, digest, entries, images));
                return ExitCodes.Success;
            }

            surroundings.Output.WriteLine($"{Printable.Of(path)}: {bytes.Length} bytes, SHA-256 {digest}");
            foreach (var (entry, image) in entries.Zip(images))
            {
                var compression = entry.Compression == FatbinCompression.None ? "" : $", {entry.Compression} of {entry.Stored.Length}";
                surroundings.Output.WriteLine(
                    $"{image.KindName,-5}  {image.Target,-7}  {image.Version,-4}  {image.Code.Length} bytes{compression}  SHA-256 {image.Digest}");
                foreach (var name in image.EntryPoints)
                {
                    surroundings.Output.WriteLine($"       {Printable.Of(name)}");
                }
            }

            return ExitCodes.Success;
        });
        return command;
    }

    private static void WriteJson(
        Utf8JsonWriter json, int size, string digest, IReadOnlyList<FatbinEntry> entries, IReadOnlyList<KernelImage> images)
    {
        json.WriteStartObject();
        json.WriteNumber("size", size);
        json.WriteString("sha256", digest);
        json.WriteStartArray("images");
        foreach (var (entry, image) in entries.Zip(images))
        {
            json.WriteStartObject();
            json.WriteNumber("offset", entry.Offset);
            json.WriteString("kind", image.KindName);
            json.WriteString("target", image.Target);
            json.WriteString("version", image.Version);
            json.WriteString(
                "compression", entry.Compression == FatbinCompression.None ? null : entry.Compression.ToString().ToLowerInvariant());
            json.WriteNumber("storedSize", entry.Stored.Length);
            json.WriteNumber("size", image.Code.Length);
            json.WriteString("sha256", image.Digest);
            json.WriteString("name", entry.Name);
            json.WriteString("options", entry.Options);
            json.WriteStartArray("kernels");
            foreach (var name in image.EntryPoints)
            {
                json.WriteStringValue(name);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
