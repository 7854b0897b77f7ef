using System.Text.Json;
using Conformance.Backends;
using Conformance.Certification.Profiles;
using Conformance.Vectors;
using Conformance.Verdicts;

namespace Conformance.Certification.Reports;

/// <summary>Makes a partial report of what a run that died left in its <see cref="ResultsLog"/>.</summary>
public static class ResultsLogReader
{
    private const string Unknown = "unknown";

    /// <summary>
    /// The report of an interrupted run. A last line without its end is what was being written when the run died: it is left
    /// out. Anything else that is not understood is an error, since a skipped line could have been a failure.
    /// </summary>
    /// <param name="path">The log.</param>
    /// <param name="list">The profile, for the verdict's count of what did not run.</param>
    /// <exception cref="ReportFormatException">The log cannot be read, or a line of it.</exception>
    public static RunReport Rebuild(string path, MustPassList list)
    {
        try
        {
            return Rebuild(File.ReadAllBytes(path), path, list);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new ReportFormatException($"{path}: the log cannot be read: {e.Message}", e);
        }
    }

    /// <summary>The same over the log's bytes.</summary>
    /// <exception cref="ReportFormatException">A line that is not understood.</exception>
    public static RunReport Rebuild(ReadOnlyMemory<byte> log, string name, MustPassList list)
    {
        var report = Empty(list);
        var results = new List<CaseResult>();
        for (var number = 1; log.Span.IndexOf((byte)'\n') is >= 0 and var end; number++)
        {
            var place = $"{name}, line {number}";
            var fields = Parse(log[..end], place, json => Line(new JsonFields(json, place)));
            log = log[(end + 1)..];
            if (fields.Result is not null)
            {
                results.Add(fields.Result);
            }
            else
            {
                report = number == 1 ? fields.Header! : throw new ReportFormatException($"{place}: a second run begins in the log");
            }
        }

        IReadOnlyList<BackendFacts> backends =
        [
            .. report.Backends,
            .. results.Select(r => r.Backend).Distinct().Where(n => report.Backends.All(b => b.Name != n)).Select(Guess),
        ];
        return ReportOrder.Canonical(report with
        {
            Run =
                report.Run with { Interrupted = true, DurationNanoseconds = results.Aggregate(
                    0L, (sum, r) => sum + Math.Min(r.DurationNanoseconds, long.MaxValue - sum)) },
            Backends = backends,
            Results = results,
            Verdict = VerdictMaker.Decide(list, results, backends, report.Absent, report.Suite.Filters, interrupted: true),
        });
    }

    private static T Parse<T>(ReadOnlyMemory<byte> line, string place, Func<JsonElement, T> read)
    {
        try
        {
            using var document = JsonDocument.Parse(line, new JsonDocumentOptions { MaxDepth = 8 });
            return read(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new ReportFormatException($"{place}: not a JSON object", e);
        }
        catch (VectorFormatException e)
        {
            throw new ReportFormatException(e.Message, e);
        }
    }

    private static (RunReport? Header, CaseResult? Result) Line(JsonFields line)
    {
        if (line.Has("result"))
        {
            var result = line.Object("result");
            line.End();
            return (null, ReportJsonReader.ReadResult(result, ReportJsonReader.NotNegative(result, "durationNanoseconds")));
        }

        var header = line.Object("run");
        line.End();
        var format = header.Text("format");
        if (format != ReportJson.Format)
        {
            throw header.Bad($"format '{format}' is not known; this version reads '{ReportJson.Format}'");
        }

        var report = new RunReport
        {
            Suite = ReportJsonReader.ReadSuite(header),
            Host = ReportJsonReader.ReadHost(header),
            Run = ReportJsonReader.ReadRun(header),
            Backends = ReportJsonReader.ReadBackends(header),
            Absent = ReportJsonReader.ReadAbsent(header),
            Results = [],
            Verdict = new Verdict(VerdictKind.Interrupted, [], 0, 0, []),
        };
        header.End();
        return (report, null);
    }

    private static RunReport Empty(MustPassList list) => new()
    {
        Suite = new SuiteFacts(Unknown, Unknown, Unknown, new string('0', 64), list.Name, []),
        Host = new HostFacts(Unknown, Unknown, Unknown, [], 0, 0),
        Run = new RunFacts(DateTimeOffset.UnixEpoch, 0, true, "", 0),
        Backends = [],
        Absent = [],
        Results = [],
        Verdict = new Verdict(VerdictKind.Interrupted, [], 0, 0, []),
    };

    /// <summary>For a log without a header: selectors are 'kind' or 'kind:number'.</summary>
    private static BackendFacts Guess(string name) =>
        new(name, name.Split(':')[0], Unknown, new Dictionary<string, string>(), new Dictionary<string, string>());
}
