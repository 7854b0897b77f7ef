using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Conformance.Vectors;

namespace Conformance.Evidence.Online;

//  One file for each address (and what was asked there), named by the SHA-256 of both:
//  {"format", "address", "fetched", "chain", "body" (base64), "sha256" over the four before it}
//  Files are written beside their place and then moved there, so that a reader sees a whole one or none.

/// <summary>
/// Keeps answers in a folder. Nothing in it is trusted: the digest finds damage, and the verifier judges the content as ever.
/// </summary>
internal sealed class FetchCache(string folder, TimeSpan age, TimeProvider clock)
{
    private const string Format = "conformance-fetched/1";
    private const string TimeForm = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    /// <summary>The longest body as base64, with room.</summary>
    private const int MaxFile = 4 * 1024 * 1024;

    /// <summary>Null where there is none, or an old or damaged one; then <paramref name="note"/> says why.</summary>
    public Fetched? Read(Resource resource, out string? note)
    {
        note = null;
        var path = PathOf(resource.Name);
        try
        {
            var info = new FileInfo(path);
            if (!info.Exists)
            {
                return null;
            }

            if (info.Length > MaxFile)
            {
                note = $"cache: expected at most {MaxFile} bytes, found {info.Length}";
                return null;
            }

            var fetched = VectorJson.Read(File.ReadAllBytes(path), "cache", fields => Parse(fields, resource.Name));
            var old = clock.GetUtcNow() - fetched.At;
            if (old > age || old < TimeSpan.Zero)
            {
                note = $"cache: expected an age of at most {age.TotalHours:0.##} h, found {old.TotalHours:0.##} h";
                return null;
            }

            resource.Check(fetched);
            return fetched;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or VectorFormatException or EvidenceFormatException)
        {
            note = e is VectorFormatException or EvidenceFormatException ? $"cache: damaged, {e.Message}" : $"cache: {e.Message}";
            return null;
        }
    }

    /// <returns>Why it could not be kept; null where it was.</returns>
    public string? Write(Resource resource, Fetched fetched)
    {
        var path = PathOf(resource.Name);
        var passing = $"{path}.{Guid.NewGuid():n}.tmp";
        try
        {
            Directory.CreateDirectory(folder);
            File.WriteAllBytes(passing, Serialize(resource.Name, fetched));
            File.Move(passing, path, overwrite: true);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            TryDelete(passing);
            return $"cache: not kept, {e.Message}";
        }
    }

    internal string PathOf(string name) =>
        Path.Combine(folder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name))) + ".json");

    private static Fetched Parse(JsonFields fields, string name)
    {
        var (format, found, time, body) = (fields.Text("format"), fields.Text("address"), fields.Text("fetched"), fields.Text("body"));
        var chain = fields.Text("chain");
        if (format != Format || found != name || fields.Text("sha256") != Digest(found, time, chain, body))
        {
            throw fields.Bad($"expected '{Format}' of {name} with its SHA-256, found another");
        }

        fields.End();
        var bytes = new byte[body.Length];
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return DateTimeOffset.TryParseExact(time, TimeForm, CultureInfo.InvariantCulture, Utc, out var at)
            && Convert.TryFromBase64String(body, bytes, out var length)
            ? new Fetched(bytes[..length], chain.Length == 0 ? null : chain, at, IsCached: true)
            : throw fields.Bad("expected a time and base64, found another text");
    }

    private static byte[] Serialize(string name, Fetched fetched)
    {
        var time = fetched.At.UtcDateTime.ToString(TimeForm, CultureInfo.InvariantCulture);
        var body = Convert.ToBase64String(fetched.Body);
        var chain = fetched.Chain ?? "";
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("format", Format);
            json.WriteString("address", name);
            json.WriteString("fetched", time);
            json.WriteString("chain", chain);
            json.WriteString("body", body);
            json.WriteString("sha256", Digest(name, time, chain, body));
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    // None of the four but the chain has line ends, and it stands last.
    private static string Digest(string address, string time, string chain, string body) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{address}\n{time}\n{body}\n{chain}")));

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It was most likely never made.
        }
    }
}
