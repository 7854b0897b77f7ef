using System.Globalization;
using System.Security.Cryptography;
using Conformance.Evidence.Checks;

namespace Conformance.Evidence.Nvidia.Rims;

/// <summary>
/// Reads a manifest. Measurements are read from the same tree that the signature is checked over. Every fault that can be told is told, in
/// one message; the first one's reason is the exception's.
/// </summary>
public static class RimReader
{
    private const string Swid = "http://standards.iso.org/iso/19770/-2/2015/schema.xsd";
    private const string HashNamespace = "http://www.w3.org/2001/04/xmlenc#sha384";

    /// <summary>SPDM counts measurements in one byte from 1.</summary>
    private const int MaxIndex = 254;

    private const int MaxAlternatives = 32;

    private static readonly string[] Parts = ["Entity", "Meta", "Payload", "Signature"];

    /// <exception cref="EvidenceFormatException">Not exactly such a manifest.</exception>
    public static Rim Read(ReadOnlyMemory<byte> bytes, string place)
    {
        var root = HardenedXml.Read(bytes.Span, place);
        var faults = new List<EvidenceFormatException>();
        var measurements = Try(faults, () => Payload(root, place));
        var meta = Try(faults, () => Meta(root, place));
        var signature = Try(faults, () => Signature(root, place));
        Try(faults, () => Shape(root, place));
        if (measurements is null || meta is null || signature is null || faults.Count > 0)
        {
            throw new EvidenceFormatException(
                faults[0].Reason, faults[0].Place, string.Join(
                    "; ", faults.Select(f => $"{f.Reason} {f.Message[(f.Place.Length + 2)..]}")), faults[0]);
        }

        return new Rim(place, Convert.ToHexStringLower(SHA256.HashData(bytes.Span)), root, meta, measurements, signature);
    }

    // A second payload or signature anywhere, or a part in another namespace, would be a way to show one thing and sign another.
    private static XmlElement Shape(XmlElement root, string place) =>
        root is { Name: "SoftwareIdentity", Namespace: Swid }
        && string.IsNullOrWhiteSpace(root.Text)
        && root.Elements.Select(e => e.Name).SequenceEqual(Parts)
        && root.Elements.SkipLast(1).All(e => e.Namespace == Swid)
        && root.Elements.Where(e => e.Name is "Entity" or "Meta").All(e => !e.Elements.Any() && string.IsNullOrWhiteSpace(e.Text))
            ? root
            : throw Bad(
                ReasonCode.RimShape,
                place,
                $"expected SoftwareIdentity of ISO 19770-2 with exactly {string.Join(", ", Parts)}, found {root.Name} with {string.Join(", ", root.Elements.Select(e => e.Name))}");

    private static RimMeta Meta(XmlElement root, string place)
    {
        var meta = root.Elements.FirstOrDefault(e => e.Name == "Meta") ?? throw Bad(ReasonCode.RimMeta, place, "Meta is missing");
        var version = meta.Attribute("colloquialVersion");
        return string.IsNullOrEmpty(version)
            ? throw Bad(ReasonCode.RimMeta, place, "Meta: colloquialVersion is missing")
            : new RimMeta(
                version,
                meta.Attribute("edition"),
                meta.Attribute("product"),
                meta.Attributes.FirstOrDefault(a => a.Name == "FirmwareManufacturerId")?.Value);
    }

    private static RimSignature Signature(XmlElement root, string place) => root.Elements.LastOrDefault() is { Name: "Signature" } signature
        ? RimSignatureReader.Read(signature, place)
        : throw Bad(ReasonCode.RimSignatureForm, place, "expected a Signature as the last element");

    private static List<RimMeasurement> Payload(XmlElement root, string place)
    {
        var payload = root.Elements.FirstOrDefault(e => e.Name == "Payload")
            ?? throw Bad(ReasonCode.RimPayload, place, "Payload is missing");
        var indexes = new List<int>();
        foreach (var element in payload.Elements)
        {
            var index = Number(element, "index", MaxIndex, $"{place} Resource {indexes.Count}");
            if (indexes.Contains(index))
            {
                throw Bad(ReasonCode.RimDuplicateIndex, $"{place} Resource {indexes.Count}", $"index {index} stands twice");
            }

            indexes.Add(index);
        }

        var measurements = payload.Elements.Zip(indexes, (element, index) => Resource(element, index, $"{place} Resource of index {index}"))
            .ToList();

        // Two other verifiers accept an empty manifest, and with it any firmware.
        return measurements.Count > 0 && payload.Attributes.Count == 0 && string.IsNullOrWhiteSpace(payload.Text)
            ? measurements
            : throw Bad(ReasonCode.RimPayload, place, "Payload: expected resources and nothing else, found none, or text or attributes");
    }

    private static RimMeasurement Resource(XmlElement element, int index, string place)
    {
        if (element.Name != "Resource" || element.Namespace != Swid || element.Children.Count > 0)
        {
            throw Bad(ReasonCode.RimResource, place, $"expected an empty Resource of ISO 19770-2, found {element.Name}");
        }

        if (element.Attribute("type") != "Measurement")
        {
            throw Bad(ReasonCode.RimResource, place, $"type: expected 'Measurement', found '{element.Attribute("type")}'");
        }

        var count = Number(element, "alternatives", MaxAlternatives, place);
        var size = Number(element, "size", 48, place);
        var isActive = element.Attribute("active") switch
        {
            "True" => true,
            "False" => false,

            // Other verifiers disagree on every other spelling.
            var other => throw Bad(ReasonCode.RimResource, place, $"active: expected 'True' or 'False', found '{other}'"),
        };
        var hashes = new List<ReadOnlyMemory<byte>>();
        for (var i = 0; i < count; i++)
        {
            hashes.Add(element.Attribute($"Hash{i}", HashNamespace) is { Length: 96 } hash && hash.All(char.IsAsciiHexDigit)
                ? Convert.FromHexString(hash)
                : throw Bad(ReasonCode.RimResource, place, $"Hash{i} of namespace {HashNamespace}: expected 96 hex digits"));
        }

        if (size != 48 || count == 0)
        {
            throw Bad(ReasonCode.RimResource, place, $"expected size 48 and at least one alternative, found {size} and {count}");
        }

        // type, index, active, alternatives, size, name and the hashes.
        return element.Attribute("name") is { } name && element.Attributes.Count == 6 + count
            ? new RimMeasurement(index, isActive, name, hashes)
            : throw Bad(
                ReasonCode.RimResource, place,
                "expected type, index, active, alternatives, name, size and as many hashes as alternatives, and nothing else");
    }

    private static int Number(XmlElement element, string name, int maximum, string place) =>
        int.TryParse(element.Attribute(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value <= maximum
            ? value
            : throw Bad(ReasonCode.RimResource, place, $"{name}: expected 0 to {maximum}, found '{element.Attribute(name)}'");

    private static T? Try<T>(List<EvidenceFormatException> faults, Func<T> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (EvidenceFormatException e)
        {
            faults.Add(e);
            return null;
        }
    }

    private static EvidenceFormatException Bad(string reason, string place, string message) => new(reason, place, message);
}
