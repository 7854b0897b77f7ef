using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Conformance.Vectors;

namespace Conformance.Certification.Running;

/// <summary>
/// vectors/manifest.json: the SHA-256 of every other file below vectors. It catches a byte that changed on the way to this
/// machine; who may change the manifest itself is a matter of the source tree's history.
/// </summary>
public sealed class VectorManifest
{
    public const string FileName = "manifest.json";
    public const string Format = "conformance-vector-manifest/1";

    private static readonly JsonWriterOptions Options = new() { Indented = true, IndentSize = 2, NewLine = "\n" };

    private VectorManifest(SortedDictionary<string, string> digests) => Digests = digests;

    /// <summary>Path with forward slashes → 64 lowercase hex digits, in ordinal order.</summary>
    public IReadOnlyDictionary<string, string> Digests { get; }

    /// <summary>One digest for all names and contents: what a report cites.</summary>
    public string Digest
    {
        get
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (var (name, digest) in Digests)
            {
                hash.AppendData(Encoding.UTF8.GetBytes($"{digest}  {name}\n"));
            }

            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }
    }

    /// <summary>The manifest that fits the files as they are.</summary>
    public static VectorManifest Of(string vectors)
    {
        var digests = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(vectors, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(vectors, path).Replace(Path.DirectorySeparatorChar, '/');
            if (name != FileName)
            {
                digests.Add(name, DigestOf(path));
            }
        }

        return new VectorManifest(digests);
    }

    /// <exception cref="VectorFormatException">No well-formed manifest.</exception>
    public static VectorManifest Read(string vectors)
    {
        var path = Path.Combine(vectors, FileName);
        if (!File.Exists(path))
        {
            throw new VectorFormatException(path, "not found; 'conformance vectors fmt' writes it");
        }

        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path), new JsonDocumentOptions { MaxDepth = 8 });
            var fields = new JsonFields(document.RootElement, FileName);
            var format = fields.Text("format");
            if (format != Format)
            {
                throw fields.Bad($"format '{format}' is not known; this version reads '{Format}'");
            }

            var files = fields.Object("files");
            var digests = new SortedDictionary<string, string>(StringComparer.Ordinal);
            foreach (var name in files.Remaining.ToList())
            {
                digests.Add(name, files.Digest(name));
            }

            fields.End();
            return new VectorManifest(digests);
        }
        catch (JsonException e)
        {
            throw new VectorFormatException(FileName, $"not JSON at line {e.LineNumber + 1}, byte {e.BytePositionInLine}", e);
        }
    }

    public byte[] Write()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options))
        {
            json.WriteStartObject();
            json.WriteString("format", Format);
            json.WriteStartObject("files");
            foreach (var (name, digest) in Digests)
            {
                json.WriteString(name, digest);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    /// <summary>Where this manifest and the files differ: changed, missing and unlisted files.</summary>
    public IEnumerable<VectorProblem> Compare(VectorManifest found)
    {
        foreach (var (name, expected) in Digests)
        {
            if (!found.Digests.TryGetValue(name, out var actual))
            {
                yield return new(name, "", "listed in manifest.json, but not there");
            }
            else if (actual != expected)
            {
                yield return new(name, "", $"SHA-256 is {actual}, manifest.json says {expected}");
            }
        }

        foreach (var name in found.Digests.Keys)
        {
            if (!Digests.ContainsKey(name))
            {
                yield return new(name, "", "not listed in manifest.json");
            }
        }
    }

    private static string DigestOf(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}

/// <summary>Vector files are not those that the manifest describes.</summary>
public sealed class ManifestException(string message) : Exception(message);
