using System.Text;
using System.Text.Json.Nodes;
using Conformance.Certification.Reports;
using Conformance.Verdicts;
using NJsonSchema;

namespace Conformance.Certification.Tests.Reports;

/// <summary>vectors/schema/report.schema.json and the reader must agree about what a report is.</summary>
public sealed class ReportSchemaTests
{
    private static readonly JsonSchema Schema =
        JsonSchema.FromJsonAsync(File.ReadAllText(Snapshot.PathOf("report.schema.json"))).GetAwaiter().GetResult();

    [Fact]
    public void Reports_of_every_verdict_are_valid()
    {
        foreach (var report in ReportJsonTests.All())
        {
            Assert.Empty(Schema.Validate(Encoding.UTF8.GetString(ReportJson.Write(report))));
        }
    }

    [Fact]
    public void The_schema_names_every_status_class_and_verdict()
    {
        var schema = File.ReadAllText(Snapshot.PathOf("report.schema.json"));
        Assert.All(Enum.GetValues<CaseStatus>(), s => Assert.Contains($"\"{s.Name()}\"", schema, StringComparison.Ordinal));
        Assert.All(Enum.GetValues<ComparisonClass>(), c => Assert.Contains($"\"{c.Name()}\"", schema, StringComparison.Ordinal));
        Assert.All(Enum.GetValues<VerdictKind>(), k => Assert.Contains(
            $"\"{new Verdict(k, [], 0, 0, []).Name}\"", schema, StringComparison.Ordinal));
    }

    /// <summary>Takes each member of each object away, renames it, and changes its kind.</summary>
    [Fact]
    public void Schema_and_reader_refuse_every_mutation()
    {
        var original = ReportJson.Write(Samples.Failing());
        var mutations = 0;
        foreach (var path in Members(JsonNode.Parse(original)!, []))
        {
            // Optional members and free maps may lose a member; a map's value and a closed object's kind may not change.
            var (parent, name) = (path[..^1], path[^1]);
            var free = parent.Any(p => p is "properties" or "kernelDigests" or "digests" or "timing");
            if (!free && name is not ("class" or "reason" or "detail" or "mismatch" or "ulps"))
            {
                Refused(parent, o => o.Remove(name), $"without {string.Join('.', path)}");
            }

            if (!free)
            {
                Refused(parent, o => o["unknown"] = 1, $"more in {string.Join('.', parent)}");
            }

            Refused(parent, o => o[name] = o[name] is JsonValue v && v.GetValueKind() == System.Text.Json.JsonValueKind.String
                ? 1
                : "text", $"other kind of {string.Join('.', path)}");
        }

        Assert.True(mutations > 100, $"only {mutations} mutations were tried");

        void Refused(string[] parent, Action<JsonObject> mutate, string what)
        {
            mutations++;
            var json = JsonNode.Parse(original)!;
            var at = parent.Aggregate(json, (node, step) => int.TryParse(step, out var i) ? node[i]! : node[step]!);
            mutate(at.AsObject());
            var text = json.ToJsonString();
            Assert.True(Schema.Validate(text).Count > 0, $"the schema accepts a report {what}");
            Assert.Throws<ReportFormatException>(() => ReportJson.Read(Encoding.UTF8.GetBytes(text), what));
        }
    }

    [Theory]
    [InlineData("suite", "commit", "\"abc\"")]
    [InlineData("suite", "tree", "\"muddy\"")]
    [InlineData("suite", "vectorDigest", "\"ABC\"")]
    [InlineData("verdict", "name", "\"FINE\"")]
    [InlineData("verdict", "exitCode", "7")]
    [InlineData("verdict", "required", "-1")]
    [InlineData("host", "processors", "1.5")]
    [InlineData("run", "started", "\"yesterday\"")]
    [InlineData("run", "durationNanoseconds", "-1")]
    public void Schema_and_reader_refuse_values_out_of_range(string section, string member, string value)
    {
        var json = JsonNode.Parse(ReportJson.Write(Samples.Failing()))!;
        json[section]![member] = JsonNode.Parse(value);
        var text = json.ToJsonString();

        Assert.NotEmpty(Schema.Validate(text));
        Assert.Throws<ReportFormatException>(() => ReportJson.Read(Encoding.UTF8.GetBytes(text), "x"));
    }

    /// <summary>Every member, of arrays only the last element: the others have the same form.</summary>
    private static IEnumerable<string[]> Members(JsonNode node, string[] path)
    {
        if (node is JsonObject o)
        {
            foreach (var (name, value) in o)
            {
                string[] here = [.. path, name];
                yield return here;
                foreach (var inner in value is null ? [] : Members(value, here))
                {
                    yield return inner;
                }
            }
        }
        else if (node is JsonArray array)
        {
            for (var i = 0; i < array.Count; i++)
            {
                // The mismatch stands in one result only; walk that one and the last.
                if (i == array.Count - 1 || array[i] is JsonObject item && item.ContainsKey("mismatch"))
                {
                    foreach (var inner in Members(array[i]!, [.. path, $"{i}"]))
                    {
                        yield return inner;
                    }
                }
            }
        }
    }
}
