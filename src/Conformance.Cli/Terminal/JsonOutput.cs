using System.Text;
using System.Text.Json;

namespace Conformance.Cli.Terminal;

/// <summary>One JSON object on standard output, two spaces, LF.</summary>
internal static class JsonOutput
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, IndentSize = 2, NewLine = "\n" };

    public static void Write(TextWriter output, Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options))
        {
            write(json);
        }

        output.Write(Encoding.UTF8.GetString(stream.ToArray()) + "\n");
        output.Flush();
    }
}
