using System.Text.Json;
using Conformance.Certification.Reports;
using Conformance.Vectors;

namespace Conformance.Certification.Grading;

//  grades.json (vectors/schema/grades.schema.json): one closed object, members always in the same order, two spaces, LF, UTF-8 without a
//  byte order mark; everything outside printable ASCII and '<', '>', '&' escaped. Two runs on one machine differ in 'timing' alone.

/// <summary>Writes grades, and reads back what a baseline needs of them.</summary>
public static class GradesJson
{
    public const string Format = "conformance-grades/1";

    private const int MaximumDepth = 8;

    public static byte[] Write(GradesReport report)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteString("format", Format);
            json.WriteString("suite", report.Version);
            json.WriteString("vectors", report.Vectors);
            json.WriteNumber("repeats", report.Repeats);
            WriteHost(json, report.Host);
            WritePolicies(json);
            json.WriteStartArray("libraries");
            foreach (var library in report.Libraries)
            {
                WriteLibrary(json, library);
            }

            json.WriteEndArray();
            json.WriteStartArray("rows");
            foreach (var row in report.Rows)
            {
                WriteRow(json, row);
            }

            json.WriteEndArray();
            json.WriteStartObject("timing");
            json.WriteNumber("duration_ns", report.DurationNanoseconds);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    /// <summary>The class of each (operator, library, device, schedule).</summary>
    /// <exception cref="ReportFormatException">Not such a file.</exception>
    public static IReadOnlyDictionary<GradeKey, GradeClass> ReadClasses(ReadOnlyMemory<byte> json, string name)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = MaximumDepth });
            var root = new JsonFields(document.RootElement, name);
            if (root.Text("format") is var format && format != Format)
            {
                throw root.Bad($"format '{format}' is not '{Format}'");
            }

            var classes = new Dictionary<GradeKey, GradeClass>();
            foreach (var row in root.Objects("rows"))
            {
                var key = new GradeKey(row.Text("operator"), row.Text("library"), row.Text("device"), row.Text("schedule"));
                var word = row.Text("class");
                if (!classes.TryAdd(key, GradeClasses.Find(word) ?? throw row.Bad($"class '{word}' is not known")))
                {
                    throw row.Bad($"{key} stands twice");
                }
            }

            return classes;
        }
        catch (JsonException e)
        {
            throw new ReportFormatException($"{name}: not JSON at line {e.LineNumber + 1}, byte {e.BytePositionInLine}", e);
        }
        catch (Exception e) when (e is VectorFormatException or InvalidOperationException)
        {
            throw new ReportFormatException(e is VectorFormatException ? e.Message : $"{name}: a string is not valid Unicode", e);
        }
    }

    private static void WriteHost(Utf8JsonWriter json, HostFacts host)
    {
        json.WriteStartObject("host");
        json.WriteString("system", host.System);
        json.WriteString("runtime", host.Runtime);
        json.WriteString("cpu", host.Cpu);
        json.WriteNumber("processors", host.Processors);
        json.WriteEndObject();
    }

    private static void WritePolicies(Utf8JsonWriter json)
    {
        json.WriteStartArray("policies");
        foreach (var (policy, operators) in TolerancePolicy.Table)
        {
            json.WriteStartObject();
            json.WriteString("name", policy.Name);
            json.WriteNumber("max_ulps", policy.MaxUlps);
            json.WriteNumber("relative", policy.Relative);
            json.WriteStartArray("operators");
            foreach (var name in operators)
            {
                json.WriteStringValue(name);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteLibrary(Utf8JsonWriter json, GradedLibraryResult library)
    {
        json.WriteStartObject();
        json.WriteString("name", library.Library);
        if (library.Facts is not { } facts)
        {
            json.WriteString("reason", library.Reason);
            json.WriteString("detail", library.Detail);
            json.WriteEndObject();
            return;
        }

        json.WriteString("device", facts.Device);
        json.WriteString("version", facts.Version);
        json.WriteString("native", facts.Native);
        WriteMap(json, "properties", facts.Properties);
        json.WriteStartArray("schedules");
        foreach (var schedule in library.Schedules)
        {
            json.WriteStartObject();
            json.WriteString("name", schedule.Name);
            json.WriteString("format", Conformance.Tensors.ElementFormats.Name(schedule.Format));
            json.WriteString("presentation", GradeWords.Of(schedule.Presentation));
            if (schedule.Base is not null)
            {
                json.WriteString("varies", GradeWords.Of(schedule.Variation));
                json.WriteString("base", schedule.Base);
            }

            WriteMap(json, "settings", schedule.Settings);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteRow(Utf8JsonWriter json, GradeRow row)
    {
        json.WriteStartObject();
        json.WriteString("operator", row.Operator);
        json.WriteString("library", row.Library);
        json.WriteString("device", row.Device);
        json.WriteString("schedule", row.Schedule);
        json.WriteString("class", row.Class.Name());
        json.WriteString("policy", row.Policy);
        json.WriteNumber("cases", row.Cases);
        json.WriteNumber("exact_cases", row.ExactCases);
        json.WriteNumber("elements", row.Histogram.Elements);
        json.WriteNumber("outside_policy", row.OutsidePolicy);
        json.WriteStartObject("ulps");
        foreach (var (label, count) in GradeWords.Buckets(row.Histogram))
        {
            json.WriteNumber(label, count);
        }

        json.WriteEndObject();
        if (row.Worst is { } worst)
        {
            json.WriteStartObject("worst");
            json.WriteString("case", row.WorstCase);
            json.WriteNumber("index", worst.Index);
            json.WriteNumber("ulps", worst.Ulps);
            json.WriteString("expected", worst.Expected);
            json.WriteString("actual", worst.Actual);
            json.WriteEndObject();
        }

        json.WriteStartArray("findings");
        foreach (var finding in row.Findings)
        {
            json.WriteStartObject();
            json.WriteString("code", finding.Code);
            json.WriteString("case", finding.CaseId);
            json.WriteString("detail", finding.Detail);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteMap(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, string> map)
    {
        json.WriteStartObject(name);
        foreach (var (key, value) in map.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            json.WriteString(key, value);
        }

        json.WriteEndObject();
    }
}
