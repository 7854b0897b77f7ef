using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Text;
using Conformance.Evidence.Nvidia.Reports;
using Conformance.EvidenceMaker.Keys;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.X509;

namespace Conformance.EvidenceMaker.Gpu;

/// <summary>A GPU that exists nowhere, with the chain of a real one (leaf, chip, provisioner, family, root), whose root is made here.</summary>
/// <param name="name">Tells devices apart; same name, same keys.</param>
internal sealed class SyntheticGpu(string name)
{
    private const string CompositeDeviceId = "2.23.133.5.4.1";

    private static readonly EcCertificate RootSpec = Authority("root", "Synthetic Device Identity CA", 4);
    private static readonly EcCertificate Family = Authority("family", "Synthetic GH100 Identity", 3, RootSpec);
    private static readonly EcCertificate Provisioner = Authority("provisioner", "Synthetic GH100 Provisioner ICA 1", 2, Family);

    /// <summary>SHA-256 of the root's SubjectPublicKeyInfo: the only anchor of these devices.</summary>
    public static string Pin => Convert.ToHexStringLower(SHA256.HashData(RootSpec.Info));

    private readonly EcCertificate _chip = Authority($"chip {name}", "GH100 A01 GSP BROM", 1, Provisioner);

    public string Name { get; } = name;

    /// <summary>The leaf's key changes with this number, as with each start of the firmware; the chip's does not.</summary>
    public int Boot { get; init; }

    public IReadOnlyList<byte[]> Chain => [Leaf.Make(), _chip.Make(), Provisioner.Make(), Family.Make(), RootSpec.Make()];

    public byte[] Pem => Encoding.ASCII.GetBytes(string.Concat(Chain.Select(c => PemEncoding.WriteString("CERTIFICATE", c) + "\n")));

    private static byte[] Fwid => SHA384.HashData(Encoding.ASCII.GetBytes("synthetic firmware"));

    private EcCertificate Leaf => new()
    {
        CommonName = "GH100 A01 GSP FMC LF",
        Label = $"leaf {Name} {Boot}",
        Issuer = _chip,
        Extension = (CompositeDeviceId, FirmwareId()),
    };

    /// <summary>GET_MEASUREMENTS and MEASUREMENTS (DSP0274 1.1): two blocks, the vendor's fields, signed by the leaf.</summary>
    /// <param name="nonce">32 bytes.</param>
    public byte[] Report(byte[] nonce)
    {
        byte[] request = [0x11, 0xE0, 0x01, 0xFF, .. nonce, 0x00];
        byte[] record = [.. Block(1), .. Block(2)];
        byte[] opaque =
        [
            .. Field(OpaqueId.DRIVER_VERSION, Text("580.0")),
            .. Field(OpaqueId.VBIOS_VERSION, [0x00, 0x74, 0x00, 0x96, 0x20, 0, 0, 0]),
            .. Field(OpaqueId.FWID, Fwid),
            .. Field(OpaqueId.OPAQUE_DATA_VERSION, [1]),
            .. Field(OpaqueId.CHIP_INFO, Text("GH100")),
            .. Field(OpaqueId.FEATURE_FLAG, [0]),
        ];
        byte[] response =
        [
            0x11, 0x60, 0x00, 0x00, 2, (byte)record.Length, (byte)(record.Length >> 8), 0, .. record,
            .. SHA256.HashData([.. Encoding.UTF8.GetBytes("responder " + Name), .. nonce]), (byte)opaque.Length, (byte)(opaque.Length >> 8), .. opaque,
        ];
        byte[] signed = [.. request, .. response];
        return [.. signed, .. EcSignature.Fixed(SyntheticKeys.P384($"gpu leaf {Name} {Boot}").Private, signed)];
    }

    private static EcCertificate Authority(string label, string commonName, int pathLength, EcCertificate? issuer = null) =>
        new() { CommonName = commonName, Label = label, Issuer = issuer, PathLength = pathLength - 1 };

    private static byte[] Block(byte index) => [index, 0x01, 51, 0, 0x01, 48, 0, .. SHA384.HashData(Encoding.UTF8.GetBytes($"synthetic measurement {index}"))];

    private static byte[] Field(OpaqueId id, byte[] value) => [(byte)id, 0, (byte)value.Length, 0, .. value];

    private static byte[] Text(string text) => [.. Encoding.ASCII.GetBytes(text), 0];

    private byte[] FirmwareId()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(1);
            writer.WriteEncodedValue(SubjectPublicKeyInfoFactory.CreateSubjectPublicKeyInfo(SyntheticKeys.P384($"gpu leaf {Name} {Boot}").Public).GetDerEncoded());
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier("2.16.840.1.101.3.4.2.2");
                writer.WriteOctetString(Fwid);
            }
        }

        return writer.Encode();
    }
}
