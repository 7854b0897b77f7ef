using System.Collections.Concurrent;
using System.Text;
using Conformance.Evidence.Checks;
using Conformance.Evidence.Nvidia.Checks;

namespace Conformance.Evidence.Nvidia.Rims;

/// <summary>
/// A folder with any number of manifests. Of each file only the start is read, for the version that it claims to speak for; those that a
/// report asks for are read whole, once, and shared by all devices. Files are taken as they are when they are first needed. For any number
/// of threads.
/// </summary>
public sealed class RimStore
{
    /// <summary>Meta stands right behind the root and Entity; where it does not, the whole file is looked at.</summary>
    private const int HeadSize = 4096;

    private static readonly EnumerationOptions Everywhere = new()
    {
        RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint,
    };

    private readonly string _folder;
    private readonly Lazy<ILookup<string, string>> _files;
    private readonly ConcurrentDictionary<string, Lazy<Part<Rim>>> _rims = new(StringComparer.Ordinal);

    public RimStore(string folder)
    {
        _folder = folder;
        _files = new Lazy<ILookup<string, string>>(Index);
    }

    /// <summary>
    /// Manifests that claim to be for this version, in the order of their names; broken ones with what is wrong with them.
    /// </summary>
    /// <exception cref="IOException">The folder or a file in it cannot be read.</exception>
    public IReadOnlyList<Part<Rim>> Find(string version) =>
        [.. _files.Value[version.ToUpperInvariant()].Select(file => _rims.GetOrAdd(file, f => new Lazy<Part<Rim>>(() => Read(f))).Value)];

    /// <summary>Those for the driver and the VBIOS that a report names; none where it cannot be read.</summary>
    public IReadOnlyList<Part<Rim>> For(NvidiaRequest request)
    {
        var report = new NvidiaContext(request).Report.Value;
        return report is null ? []
            : [.. ((string?[])[SelectedRim.Version(RimRole.Driver, report), SelectedRim.Version(RimRole.Vbios, report)]).OfType<string>()
                .Distinct().SelectMany(Find)];
    }

    private static Part<Rim> Read(string file) => new FileInfo(file).Length > HardenedXml.MaxSize
        ? new Part<Rim>(null, ReasonCode.RimXml, $"{Path.GetFileName(file)}: expected at most {HardenedXml.MaxSize} bytes")
        : Part.Read(() => RimReader.Read(File.ReadAllBytes(file), Path.GetFileName(file)));

    private ILookup<string, string> Index() => Directory.EnumerateFiles(_folder, "*.xml", Everywhere).Order(StringComparer.Ordinal)
        .Select(file => (File: file, Version: VersionOf(file))).Where(f => f.Version is not null)
            .ToLookup(f => f.Version!.ToUpperInvariant(), f => f.File, StringComparer.Ordinal);

    // A hint and no more: the manifest's own version is compared when it is judged.
    private static string? VersionOf(string path)
    {
        using var file = File.OpenRead(path);
        var head = new byte[HeadSize];
        var count = file.ReadAtLeast(head, HeadSize, throwOnEndOfStream: false);
        var version = Attribute(head.AsSpan(0, count));
        if (version is not null || file.Length > HardenedXml.MaxSize)
        {
            return version;
        }

        var rest = new byte[file.Length];
        file.Position = 0;
        return Attribute(rest.AsSpan(0, file.ReadAtLeast(rest, rest.Length, throwOnEndOfStream: false)));
    }

    private static string? Attribute(ReadOnlySpan<byte> text)
    {
        var at = text.IndexOf("colloquialVersion="u8);
        if (at < 0 || text.Length - at < 20)
        {
            return null;
        }

        var value = text[(at + 18)..];
        var end = value[1..].IndexOf(value[0]);
        return value[0] is (byte)'"' or (byte)'\'' && end is > 0 and < 64 ? Encoding.ASCII.GetString(value.Slice(1, end)) : null;
    }
}
