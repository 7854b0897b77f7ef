using System.Globalization;
using System.Text.Json;
using Conformance.Backends;
using Conformance.Vectors;
using Conformance.Verdicts;

namespace Conformance.Certification.Reports;

/// <summary>The reading half of <see cref="ReportJson"/>: every member by name, nothing that nobody asked for.</summary>
internal static class ReportJsonReader
{
    /// <summary>UTC, with the seven decimals that a <see cref="DateTime"/> has.</summary>
    public const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";

    public static RunReport Read(JsonFields file)
    {
        var format = file.Text("format");
        if (format != ReportJson.Format)
        {
            throw file.Bad($"format '{format}' is not known; this version reads '{ReportJson.Format}'");
        }

        var suite = ReadSuite(file);
        var verdict = ReadVerdict(file.Object("verdict"));
        var host = ReadHost(file);
        var backends = ReadBackends(file);
        var absent = ReadAbsent(file);
        var results = file.Objects("results").Select(fields => ReadResult(fields, 0)).ToList();
        var run = ReadRun(file);
        var timing = ReadTiming(file.Object("timing"));
        file.End();
        var timed = results.Select(r => r with
        {
            DurationNanoseconds = timing.Remove((r.Backend, r.CaseId), out var ns)
                ? ns
                : throw file.Bad($"'timing' lacks case '{r.CaseId}' on '{r.Backend}', or the result stands twice"),
        }).ToList();
        if (timing.Count > 0)
        {
            throw file.Bad($"'timing' names '{timing.First().Key.Case}' on '{timing.First().Key.Backend}', which has no result");
        }

        return new RunReport
        {
            Suite = suite, Verdict = verdict, Host = host, Backends = backends, Absent = absent, Results = timed, Run = run,
        };
    }

    /// <param name="fields">The result's object; read to its end.</param>
    /// <param name="nanoseconds">Its duration, which stands elsewhere.</param>
    public static CaseResult ReadResult(JsonFields fields, long nanoseconds)
    {
        var result = new CaseResult
        {
            CaseId = fields.Text("case"),
            Operator = fields.Text("operator"),
            Backend = fields.Text("backend"),
            Status = ReadStatus(fields),
            Class = fields.OptionalText("class") is { } name ? ReadClass(fields, name) : null,
            Reason = fields.OptionalText("reason"),
            Detail = fields.OptionalText("detail"),
            Digests = ReadDigests(fields, "digests"),
            Mismatch = fields.Has("mismatch") ? ReadMismatch(fields.Object("mismatch")) : null,
            DurationNanoseconds = nanoseconds,
        };
        fields.End();
        return result;
    }

    public static SuiteFacts ReadSuite(JsonFields file)
    {
        var fields = file.Object("suite");
        var suite = new SuiteFacts(
            fields.Text("version"), fields.Text("commit"), fields.Text("tree"), fields.Digest("vectorDigest"),
            fields.Text("profile"), fields.Texts("filters"));
        fields.End();
        if (suite.Commit != "unknown" && (suite.Commit.Length is not (40 or 64) || !suite.Commit.All(char.IsAsciiHexDigitLower)))
        {
            throw fields.Bad("'commit' must be the id of a commit, or unknown");
        }

        return suite.Tree is "clean" or "dirty" or "unknown" ? suite : throw fields.Bad("'tree' must be clean, dirty or unknown");
    }

    public static HostFacts ReadHost(JsonFields file)
    {
        var fields = file.Object("host");
        var host = new HostFacts(
            fields.Text("system"), fields.Text("runtime"), fields.Text("cpu"), fields.Texts("isa"),
            (int)NotNegative(fields, "processors", int.MaxValue), NotNegative(fields, "memoryBytes"));
        fields.End();
        return host;
    }

    public static RunFacts ReadRun(JsonFields file)
    {
        var fields = file.Object("run");
        var text = fields.Text("started");
        if (!DateTimeOffset.TryParseExact(
            text, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var started))
        {
            throw fields.Bad("'started' must be a UTC time such as 2026-11-24T06:32:40.0000000Z");
        }

        var run = new RunFacts(
            started, NotNegative(fields, "durationNanoseconds"), fields.Boolean("interrupted"), fields.Text("directory"),
            NotNegative(fields, "peakMemoryBytes"))
        {
            Hardware = fields.Has("hardware") ? HardwareJson.Read(fields.Object("hardware")) : null,
        };
        fields.End();
        return run;
    }

    public static List<BackendFacts> ReadBackends(JsonFields file) => [.. file.Objects("backends").Select(fields =>
    {
        var backend = new BackendFacts(
            fields.Text("name"), fields.Text("kind"), fields.Text("device"),
            ReadMap(fields, "properties", (value, _) => value),
            ReadMap(fields, "kernelDigests", fields.CheckDigest));
        fields.End();
        return backend;
    })];

    public static List<AbsentBackend> ReadAbsent(JsonFields file) => [.. file.Objects("absent").Select(fields =>
    {
        var absent = new AbsentBackend(
            fields.Text("kind"), ReadStatus(fields), fields.Text("reason"), fields.Text("detail"), fields.Text("remedy"));
        fields.End();
        return absent;
    })];

    public static long NotNegative(JsonFields fields, string name, long limit = long.MaxValue)
    {
        var value = fields.Integer(name);
        return value >= 0 && value <= limit ? value : throw fields.Bad($"'{name}' must be 0 to {limit}");
    }

    private static Verdict ReadVerdict(JsonFields fields)
    {
        var name = fields.Text("name");
        var exitCode = fields.Int32("exitCode");
        var reasons = fields.Texts("reasons");
        var required = (int)NotNegative(fields, "required", int.MaxValue);
        var satisfied = (int)NotNegative(fields, "satisfied", required);
        var notRun = fields.Texts("notRun");
        fields.End();
        foreach (var kind in Enum.GetValues<VerdictKind>())
        {
            var verdict = new Verdict(kind, reasons, required, satisfied, notRun);
            if (verdict.Name == name)
            {
                return verdict.ExitCode == exitCode
                    ? verdict
                    : throw fields.Bad($"{name} has exit code {verdict.ExitCode}, not {exitCode}");
            }
        }

        throw fields.Bad($"unknown verdict '{name}'");
    }

    private static CaseStatus ReadStatus(JsonFields fields)
    {
        var name = fields.Text("status");
        return VerdictNames.FindStatus(name) ?? throw fields.Bad($"unknown status '{name}'");
    }

    private static ComparisonClass ReadClass(JsonFields fields, string name)
    {
        foreach (var comparison in Enum.GetValues<ComparisonClass>())
        {
            if (comparison.Name() == name)
            {
                return comparison;
            }
        }

        throw fields.Bad($"unknown class '{name}'");
    }

    private static Mismatch ReadMismatch(JsonFields fields)
    {
        var mismatch = new Mismatch(
            fields.Text("where"), NotNegative(fields, "index"), fields.Text("coordinates"), fields.Text("expected"), fields.Text("actual"),
            fields.Text("expectedValue"), fields.Text("actualValue"), fields.Has("ulps") ? NotNegative(fields, "ulps") : null,
            NotNegative(fields, "differing"), NotNegative(fields, "elements"));
        fields.End();
        return mismatch;
    }

    /// <summary>Keeps the file's order: stages stand in the order of their computation.</summary>
    private static List<KeyValuePair<string, string>> ReadDigests(JsonFields fields, string name)
    {
        var element = fields.Any(name);
        var members = new JsonFields(element, $"{fields.Place}.{name}");
        return [.. element.EnumerateObject().Select(member => KeyValuePair.Create(member.Name, members.Digest(member.Name)))];
    }

    private static SortedDictionary<string, string> ReadMap(JsonFields fields, string name, Func<string, string, string> check)
    {
        var members = fields.Object(name);
        var map = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var key in members.Remaining.ToList())
        {
            map[key] = check(members.Text(key), key);
        }

        return map;
    }

    private static Dictionary<(string Backend, string Case), long> ReadTiming(JsonFields fields)
    {
        var timing = new Dictionary<(string, string), long>();
        foreach (var backend in fields.Remaining.ToList())
        {
            var cases = fields.Object(backend);
            foreach (var id in cases.Remaining.ToList())
            {
                timing[(backend, id)] = NotNegative(cases, id);
            }
        }

        return timing;
    }
}
