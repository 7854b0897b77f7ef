using Conformance.Evidence;
using Conformance.Evidence.Certificates;
using Conformance.Vectors;

namespace Conformance.Kernels.Signing;

/// <summary>Whom a relying party trusts to sign kernels, and from which version on.</summary>
/// <param name="Roots">SHA-256 of the certificates of the roots, lower-case hex.</param>
/// <param name="Certificates">Certificates that a signature need not bring along: those of the roots, where they are at hand.</param>
/// <param name="MinimumVersions">By the container's name: the least version that is accepted.</param>
public sealed record KernelTrust(
    IReadOnlySet<string> Roots, IReadOnlyList<Certificate> Certificates, IReadOnlyDictionary<string, int> MinimumVersions)
{
    public const string Format = "conformance-kernel-trust/1";

    /// <summary>In a directory of trust.</summary>
    public const string FileName = "trust.json";

    private const int MaxSize = 1024 * 1024;

    /// <summary>Only the development root, whose key is public: shows a change by accident, and nobody's identity.</summary>
    public static KernelTrust Development { get; } =
        new(new HashSet<string>([DevelopmentChain.Root.Fingerprint]), [DevelopmentChain.Root], new Dictionary<string, int>());

    public KernelTrust And(KernelTrust other)
    {
        var versions = MinimumVersions.ToDictionary(StringComparer.Ordinal);
        foreach (var (name, version) in other.MinimumVersions)
        {
            versions[name] = Math.Max(version, versions.GetValueOrDefault(name));
        }

        return new KernelTrust(
            Roots.Concat(other.Roots).ToHashSet(StringComparer.Ordinal), [.. Certificates, .. other.Certificates], versions);
    }

    /// <summary>
    /// What an operator names: a file that <see cref="Read(ReadOnlyMemory{byte}, string)"/> reads, or a directory of them, *.pem and
    /// <c>trust.json</c>.
    /// </summary>
    /// <exception cref="EvidenceFormatException">No such file, none in the directory, or one that is not understood.</exception>
    public static KernelTrust Load(string path)
    {
        try
        {
            var files = !Directory.Exists(path) ? [path] : Directory.EnumerateFiles(path)
                .Where(f => f.EndsWith(".pem", StringComparison.Ordinal) || Path.GetFileName(f) == FileName)
                .Order(StringComparer.Ordinal).ToList();
            return files.Count > 0
                ? files.Select(f => Read(ReadFile(f), Path.GetFileName(f))).Aggregate((all, one) => all.And(one))
                : throw new EvidenceFormatException(
                    KernelReason.TrustMalformed, path, $"expected roots as *.pem, or {FileName}; found neither");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new EvidenceFormatException(KernelReason.TrustMalformed, path, $"cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Reads certificates of roots, in DER or PEM, or a trust file in JSON.</summary>
    /// <exception cref="EvidenceFormatException">Neither; <see cref="KernelReason.TrustMalformed"/> for the JSON.</exception>
    public static KernelTrust Read(ReadOnlyMemory<byte> bytes, string place)
    {
        if (!bytes.Span.TrimStart(" \t\r\n"u8).StartsWith("{"u8))
        {
            var certificates = CertificateReader.ReadAll(bytes, place);
            return new KernelTrust(
                certificates.Select(c => c.Fingerprint).ToHashSet(StringComparer.Ordinal), certificates, new Dictionary<string, int>());
        }

        try
        {
            return VectorJson.Read(bytes, place, Read);
        }
        catch (VectorFormatException e)
        {
            throw new EvidenceFormatException(
                KernelReason.TrustMalformed, e.Place,
                e.Message.StartsWith(e.Place, StringComparison.Ordinal) ? e.Message[(e.Place.Length + 2)..] : e.Message, e);
        }
    }

    private static byte[] ReadFile(string path)
    {
        using var stream = File.OpenRead(path);
        var bytes = new byte[MaxSize + 1];
        var count = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return count <= MaxSize ? bytes[..count]
            : throw new EvidenceFormatException(KernelReason.TrustMalformed, path, $"expected at most {MaxSize} bytes, found more");
    }

    private static KernelTrust Read(JsonFields fields)
    {
        var format = fields.Text("format");
        if (format != Format)
        {
            throw fields.Bad($"format '{format}' is not known; this version reads '{Format}'");
        }

        var roots = fields.Texts("roots").Select(r => fields.CheckDigest(r, "roots")).ToHashSet(StringComparer.Ordinal);
        var versions = new Dictionary<string, int>(StringComparer.Ordinal);
        if (fields.Has("minimumVersions"))
        {
            var members = fields.Object("minimumVersions");
            foreach (var name in members.Remaining.ToList())
            {
                versions.Add(
                    KernelStatement.IsName(name) ? name : throw members.Bad($"'{name}' is no name of a container"),
                    members.Int32(name) is > 0 and var version ? version : throw members.Bad($"'{name}' must be 1 or more"));
            }
        }

        fields.End();
        return new KernelTrust(roots, [], versions);
    }
}
