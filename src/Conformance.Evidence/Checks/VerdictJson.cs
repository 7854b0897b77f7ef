using System.Text.Json;

namespace Conformance.Evidence.Checks;

/// <summary>A verdict as one JSON object; members and their order are those of the documented command line.</summary>
public static class VerdictJson
{
    /// <param name="more">Writes further members at the end.</param>
    public static void Write(Utf8JsonWriter json, EvidenceVerdict verdict, Action<Utf8JsonWriter>? more = null)
    {
        json.WriteStartObject();
        json.WriteString("verdict", verdict.Accepted ? "accept" : "reject");
        json.WriteBoolean("authentic", verdict.Authentic);
        json.WriteBoolean("acceptable", verdict.Acceptable);
        json.WriteString("reason", verdict.Reason);
        WriteChecks(json, verdict);
        more?.Invoke(json);
        json.WriteEndObject();
    }

    /// <summary>The members 'checks' and 'facts'.</summary>
    public static void WriteChecks(Utf8JsonWriter json, EvidenceVerdict verdict)
    {
        json.WriteStartArray("checks");
        foreach (var finding in verdict.Findings)
        {
            json.WriteStartObject();
            json.WriteString("id", finding.Check.Id);
            json.WriteString("status", NameOf(finding.Status));
            json.WriteString("reason", finding.Reason);
            json.WriteString("detail", finding.Detail);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WritePropertyName("facts");
        verdict.Facts().WriteTo(json);
    }

    public static string NameOf(CheckStatus status) => status switch
    {
        CheckStatus.Pass => "pass",
        CheckStatus.Fail => "fail",
        CheckStatus.NotApplicable => "not-applicable",
        CheckStatus.NotChecked => "not-checked",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };

    /// <summary>The word that the vectors use for the class.</summary>
    public static string NameOf(CheckClass value) => value switch
    {
        CheckClass.Format => "format",
        CheckClass.Authenticity => "authenticity",
        CheckClass.Time => "time",
        CheckClass.Policy => "policy",
        _ => throw new ArgumentOutOfRangeException(nameof(value), value, null),
    };
}
