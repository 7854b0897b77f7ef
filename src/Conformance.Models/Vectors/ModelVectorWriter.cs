using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Conformance.Models.Generation;
using Conformance.Tensors;

namespace Conformance.Models.Vectors;

/// <summary>Writes the one canonical form of a file of model vectors.</summary>
public static class ModelVectorWriter
{
    // The relaxed encoder leaves apostrophes and letters outside ASCII readable; the files are data, never part of a web page.
    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true, IndentSize = 2, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static byte[] Write(ModelVectorFile file)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options))
        {
            json.WriteStartObject();
            json.WriteString("$schema", "../schema/model-vectors.schema.json");
            json.WriteString("format", ModelVectorReader.Format);
            json.WriteString("specification", file.Specification);
            WriteTexts(json, "origins", file.Origins);
            json.WriteStartObject("model");
            WriteModel(json, file.Model);
            json.WriteEndObject();
            json.WriteStartArray("cases");
            foreach (var vector in file.Cases)
            {
                WriteCase(json, vector);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    private static void WriteModel(Utf8JsonWriter json, ModelSource model)
    {
        switch (model)
        {
            case PhiloxSource { Config: var config } philox:
                json.WriteString("kind", "philox");
                json.WriteString("seed", Hex(philox.Seed));
                json.WriteNumber("dim", config.Dim);
                json.WriteNumber("hidden", config.Hidden);
                json.WriteNumber("layers", config.Layers);
                json.WriteNumber("heads", config.Heads);
                json.WriteNumber("kv_heads", config.KvHeads);
                json.WriteNumber("vocabulary", config.Vocabulary);
                json.WriteNumber("context", config.Context);
                json.WriteString("theta", Hex(config.Theta));
                json.WriteString("eps", Hex(config.Eps));
                json.WriteString("pairing", config.Pairing == RopePairing.Adjacent ? "adjacent" : "halves");
                json.WriteString("weights", config.WeightFormat.Name());
                json.WriteBoolean("tied", config.IsTied);
                break;
            case CheckpointSource checkpoint:
                json.WriteString("kind", "checkpoint");
                json.WriteString("file", checkpoint.File);
                json.WriteString("sha256", checkpoint.Sha256);
                json.WriteString("tokenizer", checkpoint.Tokenizer);
                json.WriteString("tokenizer_sha256", checkpoint.TokenizerSha256);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(model), model, null);
        }
    }

    private static void WriteCase(Utf8JsonWriter json, ModelCase vector)
    {
        json.WriteStartObject();
        json.WriteString("id", vector.Id);
        WriteTexts(json, "flags", [.. vector.Flags.Order(StringComparer.Ordinal)]);
        WriteNumbers(json, "prompt", vector.Prompt);
        json.WriteNumber("steps", vector.Steps);
        json.WriteNumber("chunk", vector.Chunk);
        if (vector.Sampling is { } sampling)
        {
            WriteSampling(json, sampling);
        }

        if (vector.Text is { } text)
        {
            json.WriteStartObject("text");
            json.WriteString("prompt", text.Prompt);
            json.WriteString("output", text.Output);
            json.WriteEndObject();
        }

        WriteNumbers(json, "tokens", vector.Tokens);
        json.WriteStartArray("positions");
        foreach (var position in vector.Positions)
        {
            json.WriteStartObject();
            WriteTexts(json, "trace", position.Trace);
            json.WriteString("logits", position.Logits);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteSampling(Utf8JsonWriter json, Sampling sampling)
    {
        json.WriteStartObject("sampler");
        json.WriteString("temperature", Hex(sampling.Temperature));
        json.WriteNumber("top_k", sampling.TopK);
        json.WriteString("top_p", Hex(sampling.TopP));
        json.WriteString("seed", Hex(sampling.Seed));
        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, IReadOnlyList<int> numbers)
    {
        json.WritePropertyName(name);
        json.WriteRawValue($"[{string.Join(',', numbers)}]");
    }

    private static string Hex(float value) => BitConverter.SingleToUInt32Bits(value).ToString("x8", CultureInfo.InvariantCulture);

    private static string Hex(ulong value) => value.ToString("x16", CultureInfo.InvariantCulture);
}
