using System.Text;

namespace Conformance.Evidence.Nvidia.Reports;

/// <summary>The vendor's fields of one report. Text comes out only where it is printable ASCII; null otherwise.</summary>
public sealed class OpaqueData
{
    public const byte Enabled = 0xAA;
    public const byte Disabled = 0x55;

    private readonly IReadOnlyList<KeyValuePair<OpaqueId, ReadOnlyMemory<byte>>> _fields;

    internal OpaqueData(IReadOnlyList<KeyValuePair<OpaqueId, ReadOnlyMemory<byte>>> fields) => _fields = fields;

    /// <summary>In the order of the report.</summary>
    public IEnumerable<OpaqueId> Ids => _fields.Select(f => f.Key);

    /// <summary>Every GPU names its driver; switches have none.</summary>
    public bool IsSwitch => Field(OpaqueId.DRIVER_VERSION) is null;

    public string? DriverVersion => Text(OpaqueId.DRIVER_VERSION);

    public string? Chip => Text(OpaqueId.CHIP_INFO);

    /// <summary>As the vendor prints it. GPUs: 8 bytes, the first four reversed, then the fifth. Switches: text.</summary>
    public string? VbiosVersion => Field(OpaqueId.VBIOS_VERSION) is not { } bytes ? null
        : bytes.Length == 8 && bytes.Span is var b ? $"{b[3]:X2}.{b[2]:X2}.{b[1]:X2}.{b[0]:X2}.{b[4]:X2}"
        : Text(OpaqueId.VBIOS_VERSION)?.ToUpperInvariant();

    /// <summary>Board project, its SKU and the chip's SKU: what the id of a VBIOS manifest is made of.</summary>
    public string? Project =>
        (Text(OpaqueId.PROJECT), Text(OpaqueId.PROJECT_SKU), Text(OpaqueId.CHIP_SKU)) is ({ } project, { } sku, { } chip)
        ? $"{project}_{sku}_{chip}".ToUpperInvariant()
        : null;

    public byte? Nvdec0 => Byte(OpaqueId.NVDEC0_STATUS);

    public byte? ProtectedPcie => Byte(OpaqueId.PROTECTED_PCIE_STATUS);

    public ReadOnlyMemory<byte>? Fwid => Field(OpaqueId.FWID);

    /// <summary>Null where the field is absent, as on older firmware.</summary>
    public ulong? DataVersion => LittleEndian(OpaqueId.OPAQUE_DATA_VERSION);

    /// <summary>0 single, 1 multiple GPUs passed through, 2 protected PCIe.</summary>
    public ulong? FeatureFlag => LittleEndian(OpaqueId.FEATURE_FLAG);

    public ReadOnlyMemory<byte>? Field(OpaqueId id)
    {
        foreach (var (key, value) in _fields)
        {
            if (key == id)
            {
                return value;
            }
        }

        return null;
    }

    private byte? Byte(OpaqueId id) => Field(id) is { } bytes ? bytes.Span[0] : null;

    private ulong? LittleEndian(OpaqueId id)
    {
        if (Field(id) is not { } bytes)
        {
            return null;
        }

        var value = 0UL;
        for (var i = bytes.Length - 1; i >= 0; i--)
        {
            value = (value << 8) | bytes.Span[i];
        }

        return value;
    }

    private string? Text(OpaqueId id)
    {
        if (Field(id) is not { } bytes)
        {
            return null;
        }

        var text = bytes.Span.TrimEnd((byte)0);
        return text.IsEmpty || text.ContainsAnyExceptInRange((byte)0x21, (byte)0x7E) ? null : Encoding.ASCII.GetString(text);
    }
}
