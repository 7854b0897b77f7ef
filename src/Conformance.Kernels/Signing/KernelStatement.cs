using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using Conformance.Evidence;
using Conformance.Kernels.Containers;
using Conformance.Vectors;

namespace Conformance.Kernels.Signing;

/// <summary>
/// What is signed: a name, a version that only grows, the container's size and digest, and the digest of each image in it. A statement has
/// one form (that of <see cref="Write"/>); any other text is refused, so that no two files say the same.
/// </summary>
/// <param name="Version">1 or more. A relying party refuses what is below the least version that it accepts.</param>
/// <param name="Size">Of the container in bytes.</param>
/// <param name="Digest">SHA-256 of the container, lower-case hex.</param>
public sealed partial record KernelStatement(
    string Name, int Version, int Size, string Digest, IReadOnlyList<KernelStatement.Entry> Entries)
{
    public const string Format = "conformance-kernel-statement/1";

    /// <summary>Some 200 bytes for each entry.</summary>
    public const int MaxSize = 128 * 1024;

    private static readonly JsonWriterOptions Options = new() { Indented = true, IndentSize = 2, NewLine = "\n" };

    /// <summary>One image of the container.</summary>
    /// <param name="Kind">'ptx' or 'cubin'.</param>
    /// <param name="Target">sm_70, sm_90a.</param>
    /// <param name="Version">Of the PTX ISA or of the cubin's format.</param>
    /// <param name="Digest">SHA-256 of the code as the driver is given it, lower-case hex.</param>
    public sealed record Entry(string Kind, string Target, string Version, string Digest)
    {
        public static Entry Of(KernelImage image) => new(image.KindName, image.Target, image.Version, image.Digest);
    }

    public static bool IsName(string name) => NamePattern().IsMatch(name);

    /// <summary>The statement that is true of a container.</summary>
    /// <exception cref="EvidenceFormatException">Not a fat binary.</exception>
    public static KernelStatement Of(string name, int version, ReadOnlyMemory<byte> container)
    {
        if (!IsName(name) || version < 1)
        {
            throw new ArgumentException($"'{name}', version {version}: expected a lower-case name and a version from 1");
        }

        return new KernelStatement(
            name, version, container.Length, DigestOf(container.Span), [.. KernelImage.ReadAll(container).Select(Entry.Of)]);
    }

    public static string DigestOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <exception cref="EvidenceFormatException">Not the canonical form of a statement, with
    /// <see cref="KernelReason.StatementMalformed"/>.</exception>
    public static KernelStatement Read(ReadOnlyMemory<byte> json, string place)
    {
        if (json.Length > MaxSize)
        {
            throw Bad(place, $"expected at most {MaxSize} bytes, found {json.Length}", null);
        }

        KernelStatement statement;
        try
        {
            statement = VectorJson.Read(json, place, Read);
        }
        catch (VectorFormatException e)
        {
            throw Bad(e.Place, e.Message.StartsWith(e.Place, StringComparison.Ordinal) ? e.Message[(e.Place.Length + 2)..] : e.Message, e);
        }

        var canonical = statement.Write();
        return canonical.AsSpan().SequenceEqual(json.Span)
            ? statement
            : throw Bad(place, $"not in canonical form from offset 0x{canonical.AsSpan().CommonPrefixLength(json.Span):x}", null);
    }

    public byte[] Write()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options))
        {
            json.WriteStartObject();
            json.WriteString("format", Format);
            json.WriteString("name", Name);
            json.WriteNumber("version", Version);
            json.WriteNumber("size", Size);
            json.WriteString("sha256", Digest);
            json.WriteStartArray("entries");
            foreach (var entry in Entries)
            {
                json.WriteStartObject();
                json.WriteString("kind", entry.Kind);
                json.WriteString("target", entry.Target);
                json.WriteString("version", entry.Version);
                json.WriteString("sha256", entry.Digest);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    private static KernelStatement Read(JsonFields fields)
    {
        var format = fields.Text("format");
        if (format != Format)
        {
            throw fields.Bad($"format '{format}' is not known; this version reads '{Format}'");
        }

        var name = fields.Text("name");
        if (!IsName(name))
        {
            throw fields.Bad("'name' must be 1 to 64 of a-z, 0-9, '.', '_' and '-', and start with a letter or a digit");
        }

        var statement = new KernelStatement(name, Positive(fields, "version"), Positive(fields, "size"), fields.Digest("sha256"),
            [.. fields.Objects("entries").Select(ReadEntry)]);
        fields.End();
        return statement.Entries.Count is > 0 and <= Fatbin.MaxEntries ? statement
            : throw fields.Bad($"expected 1 to {Fatbin.MaxEntries} entries, found {statement.Entries.Count}");
    }

    private static Entry ReadEntry(JsonFields fields)
    {
        var entry = new Entry(fields.Text("kind"), fields.Text("target"), fields.Text("version"), fields.Digest("sha256"));
        fields.End();
        return entry;
    }

    private static int Positive(JsonFields fields, string name) =>
        fields.Int32(name) is > 0 and var value ? value : throw fields.Bad($"'{name}' must be 1 or more");

    private static EvidenceFormatException Bad(string place, string message, Exception? inner) =>
        new(KernelReason.StatementMalformed, place, message, inner);

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9._-]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();
}
