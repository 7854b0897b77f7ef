using System.Text.Json;
using Conformance.Evidence.Checks;

namespace Conformance.Evidence.Batch;

/// <summary>How an item ended.</summary>
public enum BatchOutcome
{
    Accepted,
    Refused,

    /// <summary>There was nothing that could be judged.</summary>
    Failed,
}

/// <summary>One line of the output. Holds text only, so that what was judged can go.</summary>
/// <param name="Json">UTF-8 of one JSON object, without a line end.</param>
public sealed record BatchResult(long Index, BatchOutcome Outcome, byte[] Json)
{
    /// <param name="withChecks">Whether every check and the facts stand in it too.</param>
    public static BatchResult Of(BatchItem item, string id, EvidenceKind kind, EvidenceVerdict verdict, bool withChecks) =>
        new(item.Index, verdict.Accepted ? BatchOutcome.Accepted : BatchOutcome.Refused, Line(json =>
        {
            Head(json, item, id);
            json.WriteString("kind", EvidenceKinds.NameOf(kind));
            json.WriteString("verdict", verdict.Accepted ? "accept" : "reject");
            json.WriteBoolean("authentic", verdict.Authentic);
            json.WriteBoolean("acceptable", verdict.Acceptable);
            json.WriteString("check", verdict.Decisive?.Check.Id);
            json.WriteString("reason", verdict.Reason);
            json.WriteString("detail", verdict.Decisive?.Detail);
            if (withChecks)
            {
                VerdictJson.WriteChecks(json, verdict);
            }
        }));

    public static BatchResult Error(BatchItem item, string id, string reason, string detail) => new(item.Index, BatchOutcome.Failed, Line(json =>
    {
        Head(json, item, id);
        json.WriteNull("kind");
        json.WriteString("verdict", "error");
        json.WriteBoolean("authentic", false);
        json.WriteBoolean("acceptable", false);
        json.WriteNull("check");
        json.WriteString("reason", reason);
        json.WriteString("detail", detail);
    }));

    private static void Head(Utf8JsonWriter json, BatchItem item, string id)
    {
        json.WriteNumber("index", item.Index);
        json.WriteString("id", id);
    }

    private static byte[] Line(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return stream.ToArray();
    }
}
