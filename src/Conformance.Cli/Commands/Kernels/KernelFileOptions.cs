using System.CommandLine;
using System.Globalization;
using Conformance.Certification.Sessions;
using Conformance.Evidence;
using Conformance.Kernels.Containers;
using Conformance.Kernels.Signing;

namespace Conformance.Cli.Commands.Kernels;

/// <summary>Options and files that the verbs of 'kernels' share.</summary>
internal static class KernelFileOptions
{
    public static Argument<string> Container() =>
        new("FILE") { Description = "The fat binary; statement and signature lie beside it as FILE.json and FILE.p7s" };

    public static Option<string?> Name() =>
        new("--name") { Description = "Name of the container (default: the file's, without its ending)", HelpName = "NAME" };

    public static Option<string?> Time(string what)
    {
        var option = new Option<string?>("--at") { Description = $"{what}, RFC 3339 (default: now)", HelpName = "TIME" };
        CommonOptions.Require(option, text => EvidenceOptions.TryTime(text, out _), "like 2025-06-01T00:00:00Z");
        return option;
    }

    public static Option<int?> Version(string name, string description)
    {
        var option = new Option<int?>(name) { Description = description, HelpName = "N" };
        CommonOptions.Require(
            option, text =>
                int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n >= 1, $"1 to {int.MaxValue}");
        return option;
    }

    /// <summary>A container; larger than other evidence may be.</summary>
    public static byte[] Read(string path) => EvidenceOptions.Read(path, Fatbin.MaxSize);

    public static ReadOnlyMemory<byte>? ReadBeside(string path, string suffix) =>
        File.Exists(path + suffix) ? (ReadOnlyMemory<byte>?)EvidenceOptions.Read(path + suffix) : null;

    public static string NameOf(string? given, string path)
    {
        var name = given ?? Path.GetFileNameWithoutExtension(path);
        return KernelStatement.IsName(name)
            ? name
            : throw new RunRefusedException(ExitCodes.Usage,
                $"'{name}' is no name of a container: expected 1 to 64 of a-z, 0-9, '.', '_' and '-'; --name gives another");
    }

    /// <summary>A fault of the file becomes one line and the exit code for unreadable input.</summary>
    public static T Reading<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (EvidenceFormatException e)
        {
            throw new RunRefusedException(ExitCodes.Usage, $"{path}: {e.Reason}: {e.Message}", e);
        }
    }

    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        try
        {
            File.WriteAllBytes(path, bytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new RunRefusedException(ExitCodes.Usage, $"{path}: cannot be written: {e.Message}", e);
        }
    }
}
