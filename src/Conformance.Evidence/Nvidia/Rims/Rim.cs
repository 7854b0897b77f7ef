using Conformance.Evidence.Certificates;

namespace Conformance.Evidence.Nvidia.Rims;

/// <summary>A reference integrity manifest (TCG RIM over ISO 19770-2), parsed strictly and not yet believed.</summary>
public sealed class Rim
{
    private readonly Lazy<bool> _digestHolds;

    internal Rim(
        string place,
        string sha256,
        XmlElement root,
        RimMeta meta,
        IReadOnlyList<RimMeasurement> measurements,
        RimSignature signature)
    {
        Place = place;
        Sha256 = sha256;
        Root = root;
        Meta = meta;
        Measurements = measurements;
        Signature = signature;
        _digestHolds = new Lazy<bool>(() => Signature.DigestHolds(Root));
    }

    /// <summary>Whether the signed digest is that of this document. Computed once, however many devices a manifest serves.</summary>
    public bool DigestHolds => _digestHolds.Value;

    /// <summary>The file.</summary>
    public string Place { get; }

    /// <summary>Of the file's bytes; what pins name, because one id can have two signed contents.</summary>
    public string Sha256 { get; }

    public RimMeta Meta { get; }

    public string TagId => Root.Attribute("tagId") ?? "";

    /// <summary>The chip family, the tag's name.</summary>
    public string Name => Root.Attribute("name") ?? "";

    /// <summary>In the order of the file; no index stands twice.</summary>
    public IReadOnlyList<RimMeasurement> Measurements { get; }

    public IEnumerable<RimMeasurement> Active => Measurements.Where(m => m.IsActive);

    public IReadOnlyList<Certificate> Chain => Signature.Chain;

    internal XmlElement Root { get; }

    internal RimSignature Signature { get; }
}

/// <summary>What the manifest is for.</summary>
/// <param name="Version">colloquialVersion: the driver or VBIOS it speaks of.</param>
/// <param name="Edition">GPU or SWITCH.</param>
/// <param name="ManufacturerId">FirmwareManufacturerId; null where absent.</param>
public sealed record RimMeta(string Version, string? Edition, string? Product, string? ManufacturerId)
{
    /// <summary>Five dotted groups of two hex digits are a VBIOS; a driver has two or three decimal groups.</summary>
    public bool IsForVbios => Version.Split('.') is { Length: 5 } parts && parts.All(p => p.Length == 2 && p.All(char.IsAsciiHexDigit));
}
