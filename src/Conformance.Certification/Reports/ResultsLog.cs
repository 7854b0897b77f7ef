using System.Diagnostics;
using System.Text.Json;
using Conformance.Backends;
using Conformance.Verdicts;

namespace Conformance.Certification.Reports;

//  results.jsonl: one JSON object a line, appended while the run goes on.
//
//      {"run":{"format":…,"suite":{…},"host":{…},"run":{…},"backends":[…],"absent":[…]}}     Begin: at most once
//      {"result":{"case":…,"backend":…,"status":…,…,"durationNanoseconds":…}}                 Append: once a case
//
//  Each line is handed to the operating system before Append returns, so that a crash of this process loses nothing; it is
//  forced to the disk at most once a second, so that a crash of the machine loses little and a run does not wait for disks.
//  ResultsLogReader makes a partial report of it.

/// <summary>results.jsonl: what became of each case, kept from the moment that it is known. Calls may come from any thread.</summary>
public sealed class ResultsLog : IDisposable
{
    private static readonly TimeSpan SyncInterval = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly string _path;
    private readonly FileStream _file;
    private long _lastSync = Stopwatch.GetTimestamp();

    /// <summary>Opens the log for appending; makes it and its directory if need be.</summary>
    /// <exception cref="ReportWriteException">It cannot be opened.</exception>
    public ResultsLog(string path)
    {
        _path = path;
        try
        {
            if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } directory)
            {
                Directory.CreateDirectory(directory);
            }

            // No buffer of our own: a write is a call of the operating system, whole lines at a time.
            _file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
        }
        catch (Exception e) when (IsOfTheSystem(e))
        {
            throw Failed(e);
        }
    }

    /// <summary>Writes what was run on what, so that a partial report can be made of the log alone.</summary>
    /// <exception cref="ReportWriteException">The line could not be written.</exception>
    public void Begin(
        SuiteFacts suite, HostFacts host, RunFacts run, IReadOnlyList<BackendFacts> backends, IReadOnlyList<AbsentBackend> absent) =>
        WriteLine(json =>
        {
            json.WriteStartObject("run");
            json.WriteString("format", ReportJson.Format);
            ReportJsonWriter.WriteSuite(json, suite);
            ReportJsonWriter.WriteHost(json, host);
            ReportJsonWriter.WriteRun(json, run);
            ReportJsonWriter.WriteArray(json, "backends", backends, ReportJsonWriter.WriteBackend);
            ReportJsonWriter.WriteArray(json, "absent", absent, ReportJsonWriter.WriteAbsent);
            json.WriteEndObject();
        });

    /// <exception cref="ReportWriteException">The line could not be written.</exception>
    public void Append(CaseResult result) => WriteLine(json =>
    {
        json.WriteStartObject("result");
        ReportJsonWriter.WriteResultMembers(json, result);
        json.WriteNumber("durationNanoseconds", result.DurationNanoseconds);
        json.WriteEndObject();
    });

    public void Dispose()
    {
        lock (_gate)
        {
            _file.Dispose();
        }
    }

    private void WriteLine(Action<Utf8JsonWriter> members)
    {
        using var line = new MemoryStream();
        using (var json = new Utf8JsonWriter(line))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        line.WriteByte((byte)'\n');
        try
        {
            lock (_gate)
            {
                _file.Write(line.GetBuffer().AsSpan(0, (int)line.Length));
                if (Stopwatch.GetElapsedTime(_lastSync) >= SyncInterval)
                {
                    _file.Flush(flushToDisk: true);
                    _lastSync = Stopwatch.GetTimestamp();
                }
            }
        }
        catch (Exception e) when (IsOfTheSystem(e))
        {
            throw Failed(e);
        }
    }

    private ReportWriteException Failed(Exception e) => new($"cannot write '{_path}': {SafeText.Line(e.Message)}", e);

    private static bool IsOfTheSystem(Exception e) =>
        e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException;
}
