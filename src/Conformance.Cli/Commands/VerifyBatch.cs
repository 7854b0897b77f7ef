using System.Text;
using System.Text.Json;
using Conformance.Certification.Sessions;
using Conformance.Cli.Batch;
using Conformance.Evidence.Batch;
using Conformance.Evidence.Policy;

namespace Conformance.Cli.Commands;

/// <summary>'verify --batch': many pieces of evidence, one JSON line each, and one more that sums up.</summary>
internal static class VerifyBatch
{
    public static int Run(string path, int jobs, EvidencePolicy policy, DateTimeOffset? time, bool withChecks, Surroundings surroundings)
    {
        using var interruption = new Interruption(surroundings.Error);
        using var stream = Directory.Exists(path) ? null : OpenLines(path);
        var items = stream is null ? BatchFolder.Read(path, time) : Lines(path).Read(stream);
        var verifier = new BatchVerifier { Time = time ?? DateTimeOffset.UtcNow, Policy = policy, WithChecks = withChecks };
        var progress = new BatchProgress(surroundings.Error, surroundings.LiveProgress);
        var isComplete = BatchRun.Run(items, jobs, verifier.Judge, Report, interruption.Token);
        WriteSummary(progress, isComplete, surroundings.Output);
        progress.End(isComplete ? "" : "; interrupted before the end");
        return !isComplete ? ExitCodes.Interrupted
            : progress.Accepted + progress.Refused == 0 ? ExitCodes.Usage
            : progress.Accepted == progress.Total ? ExitCodes.Success
            : ExitCodes.Verification;

        void Report(BatchResult result)
        {
            progress.Add(result.Outcome);
            WriteLine(surroundings.Output, result.Json);
        }
    }

    private static BatchLines Lines(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        return new BatchLines(name => BatchFiles.Read(folder, name));
    }

    private static FileStream OpenLines(string path)
    {
        try
        {
            return File.OpenRead(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            var why = e is FileNotFoundException or DirectoryNotFoundException ? "no such file or folder" : e.Message;
            throw new RunRefusedException(ExitCodes.Usage, $"{path}: {why}", e);
        }
    }

    private static void WriteSummary(BatchProgress progress, bool isComplete, TextWriter output)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteStartObject("summary");
            json.WriteNumber("items", progress.Total);
            json.WriteNumber("accepted", progress.Accepted);
            json.WriteNumber("refused", progress.Refused);
            json.WriteNumber("failed", progress.Failed);
            json.WriteBoolean("complete", isComplete);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        WriteLine(output, stream.ToArray());
        output.Flush();
    }

    private static void WriteLine(TextWriter output, byte[] json) => output.Write(Encoding.UTF8.GetString(json) + "\n");
}
