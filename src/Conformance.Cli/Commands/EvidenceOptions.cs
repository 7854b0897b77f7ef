using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Conformance.Certification.Sessions;
using Conformance.Evidence;
using Conformance.Evidence.Policy;

namespace Conformance.Cli.Commands;

/// <summary>Options and files that every kind of evidence has.</summary>
internal static class EvidenceOptions
{
    /// <summary>Far larger than any evidence; a file beyond that was not meant.</summary>
    private const long MaxFileSize = 64 * 1024 * 1024;

    private static readonly string[] TimeForms = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd"];

    public static Option<string?> File(string name, string description) => new(name) { Description = description, HelpName = "FILE" };

    public static Option<string?> Case() => new("--case")
    {
        Description = "Folder with the files of one case, named as in the corpus; its case.json gives the time", HelpName = "DIR",
    };

    public static Option<string?> Policy() => new("--policy")
    {
        Description = "What is asked of the evidence (default: docs/evidence.md)", HelpName = "FILE",
    };

    public static Option<string?> Time() =>
        Moment("--time", "Instant at which validity is judged, RFC 3339 (default: that of the case, else now)", "--at");

    /// <summary>An instant, RFC 3339.</summary>
    public static Option<string?> Moment(string name, string description, params string[] aliases)
    {
        var option = new Option<string?>(name, aliases) { Description = description, HelpName = "TIME" };
        CommonOptions.Require(option, text => TryTime(text, out _), "like 2025-06-01T00:00:00Z");
        return option;
    }

    /// <summary>32 bytes in hex.</summary>
    public static Option<string?> Challenge(string name, string description)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = "HEX" };
        CommonOptions.Require(option, text => text.Length == 64 && text.All(char.IsAsciiHexDigit), "64 hex digits");
        return option;
    }

    // The null must not become an empty memory, as the conversion of a null array does.
    public static ReadOnlyMemory<byte>? Bytes(string? hex) => hex is null ? null : (ReadOnlyMemory<byte>?)Convert.FromHexString(hex);

    /// <summary>The given time, else that of the case, else now.</summary>
    public static DateTimeOffset TimeOf(string? given, string? folder) =>
        Given(given) is { } time ? time
        : folder is not null && TimeOfCase(Path.Combine(folder, "case.json")) is { } asOf ? asOf
        : DateTimeOffset.UtcNow;

    /// <summary>The time that was asked for; null where none was.</summary>
    public static DateTimeOffset? Given(string? text) => text is not null && TryTime(text, out var time) ? time : null;

    public static EvidencePolicy PolicyOf(string? path) =>
        path is null ? EvidencePolicy.Default : EvidencePolicy.Read(Read(path), Path.GetFileName(path), CheckRegistries.Contains);

    /// <param name="path">The file.</param>
    /// <param name="limit">In bytes; another where files of the kind are larger than evidence.</param>
    /// <exception cref="RunRefusedException">The file cannot be read.</exception>
    public static byte[] Read(string path, long limit = MaxFileSize)
    {
        try
        {
            using var stream = System.IO.File.OpenRead(path);
            if (stream.CanSeek && stream.Length > limit)
            {
                throw new RunRefusedException(ExitCodes.Usage, $"{path}: expected at most {limit} bytes, found {stream.Length}");
            }

            using var memory = new MemoryStream();
            var buffer = new byte[64 * 1024];
            for (int count; (count = stream.Read(buffer)) > 0;)
            {
                memory.Write(buffer, 0, count);
                if (memory.Length > limit)
                {
                    throw new RunRefusedException(ExitCodes.Usage, $"{path}: expected at most {limit} bytes, found more");
                }
            }

            return memory.ToArray();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            var why = e is FileNotFoundException or DirectoryNotFoundException ? "no such file"
                : e is UnauthorizedAccessException ? "may not be read, or is no file"
                : e.Message;
            throw new RunRefusedException(ExitCodes.Usage, $"{path}: {why}", e);
        }
    }

    public static ReadOnlyMemory<byte>? ReadIfGiven(string? path) => path is null ? null : (ReadOnlyMemory<byte>?)Read(path);

    /// <summary>The first of these files that the folder has.</summary>
    public static string? In(string folder, params string[] names) =>
        names.Select(n => Path.Combine(folder, n)).FirstOrDefault(System.IO.File.Exists);

    public static DateTimeOffset? TimeOfCase(string path)
    {
        if (!System.IO.File.Exists(path))
        {
            return null;
        }

        try
        {
            using var json = JsonDocument.Parse(Read(path));
            return json.RootElement.TryGetProperty("asOf", out var asOf) && asOf.ValueKind == JsonValueKind.String
                && TryTime(asOf.GetString()!, out var time)
                ? time
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new RunRefusedException(ExitCodes.Usage, $"{path}: not a JSON object", e);
        }
    }

    public static bool TryTime(string text, out DateTimeOffset time) => DateTimeOffset.TryParseExact(
        text, TimeForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);
}
