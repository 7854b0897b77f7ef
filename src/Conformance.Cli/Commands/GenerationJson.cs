using System.Globalization;
using Conformance.Backends;
using Conformance.Cli.Terminal;
using Conformance.Models.Generation;

namespace Conformance.Cli.Commands;

/// <summary>What 'generate --json' prints.</summary>
internal static class GenerationJson
{
    public static void Write(TextWriter output, BackendFacts backend, string model, IReadOnlyList<int> prompt, Transcript transcript) =>
        JsonOutput.Write(output, json =>
        {
            json.WriteStartObject();
            json.WriteString("backend", backend.Name);
            json.WriteString("device", backend.Device);
            json.WriteString("modelSha256", model);
            json.WriteStartArray("promptTokens");
            foreach (var token in prompt)
            {
                json.WriteNumberValue(token);
            }

            json.WriteEndArray();
            json.WriteStartArray("steps");
            foreach (var step in transcript.Steps)
            {
                json.WriteStartObject();
                json.WriteNumber("position", step.Position);
                json.WriteNumber("token", step.Token);
                json.WriteBoolean("prompt", step.IsPrompt);
                json.WriteString("text", step.Text);
                json.WriteString("logitsDigest", step.LogitsDigest);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteString("text", transcript.Text);
            json.WriteString("textSha256", transcript.TextSha256);
            json.WriteString("stop", transcript.Stop?.ToString().ToLower(CultureInfo.InvariantCulture));
            json.WriteEndObject();
        });
}
