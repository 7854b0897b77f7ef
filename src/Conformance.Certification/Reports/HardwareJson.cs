using System.Text.Json;
using Conformance.Hardware;
using Conformance.Vectors;

namespace Conformance.Certification.Reports;

/// <summary>
/// Facts about GPUs as one JSON object: what 'conformance hardware --json' prints and <c>run.hardware</c> of a report holds.
/// </summary>
public static class HardwareJson
{
    /// <summary>More than any machine has.</summary>
    private const int MaxGpus = 256;

    private static readonly string[] Sources = ["nvml", "nvidia-smi", "none"];

    public static void Write(Utf8JsonWriter json, HardwareReport report)
    {
        json.WriteStartObject();
        json.WriteString("source", report.Source);
        json.WriteStartArray("problems");
        foreach (var problem in report.Problems)
        {
            json.WriteStringValue(problem);
        }

        json.WriteEndArray();
        json.WritePropertyName("system");
        WriteFacts(json, report.System);
        json.WriteStartArray("gpus");
        foreach (var gpu in report.Gpus)
        {
            WriteFacts(json, gpu);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <exception cref="VectorFormatException">Not what <see cref="Write"/> writes.</exception>
    public static HardwareReport Read(JsonFields fields)
    {
        var source = fields.Text("source");
        var problems = fields.Texts("problems");
        var system = ReadFacts(fields.Any("system"), $"{fields.Place}.system");
        var list = fields.Any("gpus");
        var gpus = list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Select((gpu, i) => (IReadOnlyList<HardwareFact>)ReadFacts(gpu, $"{fields.Place}.gpus[{i}]")).ToList()
            : throw fields.Bad("'gpus' must be an array");
        fields.End();
        return !Sources.Contains(source) ? throw fields.Bad($"'source' must be one of {string.Join(", ", Sources)}, not '{source}'")
            : gpus.Count > MaxGpus ? throw fields.Bad($"expected at most {MaxGpus} GPUs, found {gpus.Count}")
            : new HardwareReport(source, system, gpus, problems);
    }

    private static void WriteFacts(Utf8JsonWriter json, IReadOnlyList<HardwareFact> facts)
    {
        json.WriteStartObject();
        foreach (var fact in facts)
        {
            json.WriteStartObject(fact.Key);
            json.WriteString(fact.Value is null ? "missing" : "value", fact.Value ?? fact.Missing);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    /// <summary>In the order of the file, which is that of the source.</summary>
    private static List<HardwareFact> ReadFacts(JsonElement element, string place)
    {
        var fields = new JsonFields(element, place);
        var facts = new List<HardwareFact>();
        foreach (var name in element.EnumerateObject().Select(m => m.Name))
        {
            var fact = fields.Object(name);
            facts.Add(fact.Has("value") ? HardwareFact.Of(name, fact.Text("value")) : HardwareFact.Without(name, fact.Text("missing")));
            fact.End();
        }

        fields.End();
        return facts;
    }
}
