using System.Globalization;
using System.Text.Json;
using Conformance.Backends;
using Conformance.Verdicts;

namespace Conformance.Certification.Reports;

/// <summary>The writing half of <see cref="ReportJson"/>.</summary>
internal static class ReportJsonWriter
{
    private static readonly JsonWriterOptions Pretty = new() { Indented = true, IndentSize = 2, NewLine = "\n" };

    public static byte[] Write(RunReport report)
    {
        report = ReportOrder.Canonical(report);
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Pretty))
        {
            json.WriteStartObject();
            json.WriteString("format", ReportJson.Format);
            WriteSuite(json, report.Suite);
            WriteVerdict(json, report.Verdict);
            WriteHost(json, report.Host);
            WriteArray(json, "backends", report.Backends, WriteBackend);
            WriteArray(json, "absent", report.Absent, WriteAbsent);
            WriteArray(json, "results", report.Results, WriteResult);
            WriteRun(json, report.Run);
            WriteTiming(json, report);
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    /// <summary>One result; the log of results writes the same members.</summary>
    public static void WriteResultMembers(Utf8JsonWriter json, CaseResult result)
    {
        json.WriteString("case", result.CaseId);
        json.WriteString("operator", result.Operator);
        json.WriteString("backend", result.Backend);
        json.WriteString("status", result.Status.Name());
        WriteOptional(json, "class", result.Class?.Name());
        WriteOptional(json, "reason", result.Reason);
        WriteOptional(json, "detail", result.Detail);
        json.WriteStartObject("digests");
        foreach (var (where, digest) in result.Digests)
        {
            json.WriteString(where, digest);
        }

        json.WriteEndObject();
        if (result.Mismatch is { } mismatch)
        {
            json.WriteStartObject("mismatch");
            json.WriteString("where", mismatch.Where);
            json.WriteNumber("index", mismatch.Index);
            json.WriteString("coordinates", mismatch.Coordinates);
            json.WriteString("expected", mismatch.Expected);
            json.WriteString("actual", mismatch.Actual);
            json.WriteString("expectedValue", mismatch.ExpectedValue);
            json.WriteString("actualValue", mismatch.ActualValue);
            if (mismatch.Ulps is { } ulps)
            {
                json.WriteNumber("ulps", ulps);
            }

            json.WriteNumber("differing", mismatch.Differing);
            json.WriteNumber("elements", mismatch.Elements);
            json.WriteEndObject();
        }
    }

    /// <summary>What was run, on what: the log of results opens with the same objects.</summary>
    public static void WriteSuite(Utf8JsonWriter json, SuiteFacts suite)
    {
        json.WriteStartObject("suite");
        json.WriteString("version", suite.Version);
        json.WriteString("commit", suite.Commit);
        json.WriteString("tree", suite.Tree);
        json.WriteString("vectorDigest", suite.VectorDigest);
        json.WriteString("profile", suite.Profile);
        WriteTexts(json, "filters", suite.Filters);
        json.WriteEndObject();
    }

    public static void WriteHost(Utf8JsonWriter json, HostFacts host)
    {
        json.WriteStartObject("host");
        json.WriteString("system", host.System);
        json.WriteString("runtime", host.Runtime);
        json.WriteString("cpu", host.Cpu);
        WriteTexts(json, "isa", host.Isa);
        json.WriteNumber("processors", host.Processors);
        json.WriteNumber("memoryBytes", host.MemoryBytes);
        json.WriteEndObject();
    }

    public static void WriteRun(Utf8JsonWriter json, RunFacts run)
    {
        json.WriteStartObject("run");
        json.WriteString("started", run.Started.UtcDateTime.ToString(ReportJsonReader.TimeFormat, CultureInfo.InvariantCulture));
        json.WriteNumber("durationNanoseconds", run.DurationNanoseconds);
        json.WriteBoolean("interrupted", run.Interrupted);
        json.WriteString("directory", run.Directory);
        json.WriteNumber("peakMemoryBytes", run.PeakMemoryBytes);
        if (run.Hardware is { } hardware)
        {
            json.WritePropertyName("hardware");
            HardwareJson.Write(json, hardware);
        }

        json.WriteEndObject();
    }

    public static void WriteBackend(Utf8JsonWriter json, BackendFacts backend)
    {
        json.WriteString("name", backend.Name);
        json.WriteString("kind", backend.Kind);
        json.WriteString("device", backend.Device);
        WriteMap(json, "properties", backend.Properties);
        WriteMap(json, "kernelDigests", backend.KernelDigests);
    }

    public static void WriteAbsent(Utf8JsonWriter json, AbsentBackend absent)
    {
        json.WriteString("kind", absent.Kind);
        json.WriteString("status", absent.Status.Name());
        json.WriteString("reason", absent.Reason);
        json.WriteString("detail", absent.Detail);
        json.WriteString("remedy", absent.Remedy);
    }

    public static void WriteArray<T>(Utf8JsonWriter json, string name, IEnumerable<T> items, Action<Utf8JsonWriter, T> members)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            members(json, item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteResult(Utf8JsonWriter json, CaseResult result) => WriteResultMembers(json, result);

    private static void WriteVerdict(Utf8JsonWriter json, Verdict verdict)
    {
        json.WriteStartObject("verdict");
        json.WriteString("name", verdict.Name);
        json.WriteNumber("exitCode", verdict.ExitCode);
        WriteTexts(json, "reasons", verdict.Reasons);
        json.WriteNumber("required", verdict.Required);
        json.WriteNumber("satisfied", verdict.Satisfied);
        WriteTexts(json, "notRun", verdict.NotRun);
        json.WriteEndObject();
    }

    private static void WriteTiming(Utf8JsonWriter json, RunReport report)
    {
        json.WriteStartObject("timing");
        foreach (var backend in report.Results.GroupBy(r => r.Backend))
        {
            json.WriteStartObject(backend.Key);
            foreach (var result in backend)
            {
                json.WriteNumber(result.CaseId, result.DurationNanoseconds);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteMap(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, string> map)
    {
        json.WriteStartObject(name);
        foreach (var (key, value) in map.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            json.WriteString(key, value);
        }

        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    private static void WriteOptional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }
}
