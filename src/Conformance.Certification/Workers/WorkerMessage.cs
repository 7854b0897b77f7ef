using System.Text.Json;
using System.Text.Json.Serialization;
using Conformance.Backends;
using Conformance.Certification.Grading;
using Conformance.Verdicts;

namespace Conformance.Certification.Workers;

/// <summary>
/// One line that a worker process writes: exactly one of the members below is set. The version member comes first and marks
/// the start of an answer, so that text which a native library printed before it on the same line can be cut off.
/// </summary>
public sealed record WorkerMessage
{
    private const string Marker = "{\"conformance-worker\":1,";

    [JsonPropertyName("conformance-worker")]
    [JsonPropertyOrder(-1)]
    public int Version { get; init; } = 1;

    /// <summary>The backend is open; cases may come.</summary>
    public BackendFacts? Ready { get; init; }

    /// <summary>The backend did not open.</summary>
    public WorkerRefusal? Refused { get; init; }

    /// <summary>What the worker does next: each step has the case's time-out of its own.</summary>
    public string? Step { get; init; }

    public CaseResult? Result { get; init; }

    /// <summary>The answer to --discover.</summary>
    public Discovery? Discovery { get; init; }

    /// <summary>The answer to --probe.</summary>
    public ProbeReport? Probe { get; init; }

    /// <summary>A graded library is open; cases may come.</summary>
    public GradeReady? Grading { get; init; }

    /// <summary>One case under one schedule of a graded library.</summary>
    public CaseObservation? Observed { get; init; }

    public string ToLine() => JsonSerializer.Serialize(this, WorkerJson.Default.WorkerMessage);

    /// <summary>The answer in a line, and the text before it; null for a line without an answer.</summary>
    public static WorkerMessage? Parse(string line, out string noise)
    {
        var start = line.IndexOf(Marker, StringComparison.Ordinal);
        noise = start < 0 ? line : line[..start];
        if (start < 0)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(line.AsSpan(start), WorkerJson.Default.WorkerMessage);
        }
        catch (JsonException)
        {
            noise = line;
            return null;
        }
    }
}

public sealed record WorkerRefusal(BackendFailure Failure, string Detail);

[JsonSourceGenerationOptions(
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(WorkerMessage))]
internal sealed partial class WorkerJson : JsonSerializerContext;
