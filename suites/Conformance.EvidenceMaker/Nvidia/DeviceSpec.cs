using System.Buffers.Binary;
using System.Text;
using Conformance.Evidence.Nvidia;
using Conformance.Evidence.Nvidia.Reports;
using Conformance.EvidenceMaker.Keys;

namespace Conformance.EvidenceMaker.Nvidia;

/// <summary>
/// A device with its certificates and report, all sound until something is changed. What is signed is signed after the changes.
/// </summary>
internal sealed class DeviceSpec
{
    private readonly List<Action<byte[]>> _edits = [];
    private readonly List<Action<byte[]>> _damages = [];

    public DeviceSpec(Architecture architecture = Architecture.Hopper, int number = 0)
    {
        Architecture = architecture;
        Number = number;
        Fwid = Bytes(0xF0, 48);
        Measurements = [.. Enumerable.Range(1, IsSwitch ? 4 : 36).Select(i => (i, Value(i)))];
        Nonce = Bytes(0x5B, 32);
        if (IsSwitch)
        {
            Set(OpaqueId.VBIOS_VERSION, "96.10.55.00.01"u8.ToArray());
            Set(OpaqueId.SWITCH_PDI, SwitchPdi(number));
        }
        else
        {
            Set(OpaqueId.VBIOS_VERSION, 0x00, 0x9F, 0x00, 0x96, 0x01, 0, 0, 0);
            Set(OpaqueId.CHIP_SKU, "882\0"u8.ToArray());
            Set(OpaqueId.PROJECT, "1010\0"u8.ToArray());
            Set(OpaqueId.PROJECT_SKU, "0200\0"u8.ToArray());
            Set(OpaqueId.DRIVER_VERSION, "550.90.07\0"u8.ToArray());
            Set(OpaqueId.NVDEC0_STATUS, OpaqueData.Disabled);
            Set(OpaqueId.FWID, Fwid);
            Set(OpaqueId.OPAQUE_DATA_VERSION, 1);
            Set(OpaqueId.FEATURE_FLAG, 0, 0);
            if (architecture == Architecture.Blackwell)
            {
                Set(OpaqueId.CHIP_INFO, "GB100\0"u8.ToArray());
            }
        }

        Chain = ChainOf(architecture, number, Fwid);
    }

    public Architecture Architecture { get; }

    public int Number { get; }

    public bool IsSwitch => Architecture == Architecture.Ls10;

    public byte[] Fwid { get; }

    public byte[] Nonce { get; set; }

    /// <summary>1-based index and value, in the order of the record.</summary>
    public List<(int Index, byte[] Value)> Measurements { get; }

    /// <summary>Type, and value; in the order of the report. Types may stand twice.</summary>
    public List<(int Type, byte[] Value)> Fields { get; } = [];

    /// <summary>Leaf first, root last.</summary>
    public List<GpuCertificate> Chain { get; }

    /// <summary>Instead of the certificates' DER.</summary>
    public byte[]? ChainBytes { get; set; }

    public bool HasChain { get; set; } = true;

    public string? DeclaredArchitecture { get; set; }

    public byte[]? DeclaredNonce { get; set; }

    public Func<byte[], byte[]> Wrap { get; set; } = report => report;

    /// <summary>48 bytes that stand for the measurement of this 1-based index.</summary>
    public static byte[] Value(int index) => Bytes((byte)index, 48);

    public static byte[] Bytes(byte first, int count) => [.. Enumerable.Range(0, count).Select(i => (byte)((first + (7 * i)) & 0xFF))];

    public static byte[] SwitchPdi(int number) => [0xA0, (byte)(number + 1), 3, 4, 5, 6, 7, 8];

    public static byte[] GpuPdi(int number) => [0xB0, (byte)(number + 1), 3, 4, 5, 6, 7, 8];

    public void Set(OpaqueId id, params byte[] value)
    {
        var at = Fields.FindIndex(f => f.Type == (int)id);
        if (at >= 0)
        {
            Fields[at] = ((int)id, value);
        }
        else
        {
            Fields.Add(((int)id, value));
        }
    }

    public void SetText(OpaqueId id, string text) => Set(id, [.. Encoding.ASCII.GetBytes(text), 0]);

    public void Remove(OpaqueId id) => Fields.RemoveAll(f => f.Type == (int)id);

    public void Measure(int index, byte[] value) => Measurements[Measurements.FindIndex(m => m.Index == index)] = (index, value);

    /// <summary>Changes the bytes before they are signed.</summary>
    public void Edit(Action<byte[]> edit) => _edits.Add(edit);

    /// <summary>Changes the bytes after they were signed.</summary>
    public void Damage(Action<byte[]> damage) => _damages.Add(damage);

    public void Certificate(int position, Func<GpuCertificate, GpuCertificate> change) => Chain[position] = change(Chain[position]);

    public byte[] Report()
    {
        byte[] record = [.. Measurements.SelectMany(m => (byte[])[(byte)m.Index, 1, 0x33, 0, 1, 0x30, 0, .. m.Value])];
        byte[] opaque =
            [
                .. Fields.SelectMany(f =>
                    (byte[])[(byte)f.Type, (byte)(f.Type >> 8), (byte)f.Value.Length, (byte)(f.Value.Length >> 8), .. f.Value])];
        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, record.Length);
        byte[] signed =
        [
            0x11, 0xE0, 1, 0xFF, .. Nonce, 0,
            0x11, 0x60, 0, 0, (byte)Measurements.Count, .. length[..3], .. record, .. Bytes(0x77, 32), (byte)opaque.Length,
            (byte)(opaque.Length >> 8), .. opaque,
        ];
        _edits.ForEach(edit => edit(signed));
        byte[] report = [.. signed, .. Ecdsa.Fixed(SyntheticKeys.P384(LeafKey(Number)).Private, signed)];
        _damages.ForEach(damage => damage(report));
        return Wrap(report);
    }

    public byte[]? Certificates() => !HasChain ? null : ChainBytes ?? [.. Chain.SelectMany(c => c.Make())];

    private static string LeafKey(int number) => $"nvidia leaf {number}";

    private static List<GpuCertificate> ChainOf(Architecture architecture, int number, byte[] fwid)
    {
        var (leaf, brom, ica, identity) = architecture switch
        {
            Architecture.Hopper =>
                ("GH100 A01 GSP FMC LF", "GH100 A01 GSP BROM", "NVIDIA GH100 Provisioner ICA 1", "NVIDIA GH100 Identity"),
            Architecture.Blackwell =>
                ("GB100 A01 GSP FMC LF", "GB100 A01 GSP BROM", "NVIDIA GB100 Provisioner ICA 00000", "NVIDIA GB100 Identity"),
            _ => ("LS_10 A01 FSP FMC LF", "LS_10 A01 FSP BROM", "NVIDIA LS_10 Provisioner ICA 1", "NVIDIA GH100 Identity"),
        };
        const string Root = "NVIDIA Device Identity CA";
        return
        [
            new GpuCertificate
            {
                Name = leaf, IssuerName = brom, KeyLabel = LeafKey(number), IssuerKeyLabel = "nvidia brom", Serial = 0x100000 + number,
                IsAuthority = false,
                Extensions = architecture switch
                {
                    Architecture.Hopper => [FirmwareIds.Composite(fwid)],
                    Architecture.Blackwell => [FirmwareIds.TcbInfo(fwid, new byte[48])],
                    _ => [],
                },
            },
            new GpuCertificate { Name = brom, IssuerName = ica, KeyLabel = "nvidia brom", IssuerKeyLabel = "nvidia ica", Serial = 0x201 },
            new GpuCertificate
            {
                Name = ica, IssuerName = identity, KeyLabel = "nvidia ica", IssuerKeyLabel = "nvidia identity", Serial = 0x202,
            },
            new GpuCertificate
            {
                Name = identity, IssuerName = Root, KeyLabel = "nvidia identity", IssuerKeyLabel = "nvidia device root", Serial = 0x203,
            },
            new GpuCertificate
            {
                Name = Root, IssuerName = Root, KeyLabel = "nvidia device root", IssuerKeyLabel = "nvidia device root", Serial = 0x204,
            },
        ];
    }
}
