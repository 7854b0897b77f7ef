using System.Globalization;
using System.Text.Json;
using Conformance.Cli.Terminal;
using Conformance.Evidence.Certificates;
using Conformance.Evidence.Online;

namespace Conformance.Cli.Commands;

/// <summary>Where the inputs of a verdict came from, and how old they are.</summary>
internal sealed class OnlineReport(IReadOnlyList<InputSource> inputs, DateTimeOffset now)
{
    /// <summary>The member 'inputs'.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartArray("inputs");
        foreach (var input in inputs)
        {
            json.WriteStartObject();
            json.WriteString("input", input.Input);
            json.WriteString("state", input.State);
            json.WriteString("address", input.Address?.AbsoluteUri);
            json.WriteString("fetched", input.FetchedAt is { } at ? Chain.Utc(at) : null);
            if (Age(input) is { } age)
            {
                json.WriteNumber("ageSeconds", (long)age.TotalSeconds);
            }
            else
            {
                json.WriteNull("ageSeconds");
            }

            json.WriteString("sha256", input.Sha256);
            json.WriteString("detail", input.Detail);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public void WriteText(TextWriter output)
    {
        foreach (var input in inputs)
        {
            var age = Age(input) is { } time ? string.Create(CultureInfo.InvariantCulture, $", {time.TotalHours:0.#} h old") : "";
            var detail = input.Detail is { } text ? $" ({Printable.Of(text)})" : "";
            var from = input is { IsFailed: false, Address: { } address } ? $" from {address}" : "";
            output.WriteLine($"input {input.Input}: {input.State}{age}{from}{detail}");
        }
    }

    public void WriteFailures(TextWriter error)
    {
        foreach (var input in inputs.Where(i => i.IsFailed))
        {
            error.WriteLine($"conformance: {input.Input} could not be fetched: {Printable.Of(input.Detail ?? "")}");
        }
    }

    private TimeSpan? Age(InputSource input) => input.FetchedAt is not { } at ? null : now > at ? now - at : TimeSpan.Zero;
}
