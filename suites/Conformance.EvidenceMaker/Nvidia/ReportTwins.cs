using Conformance.Evidence.Checks;
using Conformance.Evidence.Nvidia;
using Conformance.Evidence.Nvidia.Reports;

namespace Conformance.EvidenceMaker.Nvidia;

/// <summary>Reports with sound signatures whose form is wrong, and sound ones that are not this device's, not now or not for us.</summary>
internal static class ReportTwins
{
    // Where the response, the record's size and the record itself stand.
    private const int Response = 37;
    private const int Record = 45;

    public static IReadOnlyList<NvidiaTwin> All { get; } =
    [
        Form("cut", ReasonCode.SpdmTruncated, d => d.Wrap = r => r[..100]),
        Form("cut-by-one", ReasonCode.SpdmTruncated, d => d.Wrap = r => r[..^1]),
        Form("zero-after", ReasonCode.SpdmTrailing, d => d.Wrap = r => [.. r, 0]),
        Form("spdm-12", ReasonCode.SpdmHeader, d => d.Edit(r => r[0] = 0x12)),
        Form("request-code", ReasonCode.SpdmHeader, d => d.Edit(r => r[1] = 0xE1)),
        Form("no-signature-wanted", ReasonCode.SpdmHeader, d => d.Edit(r => r[2] = 0)),
        Form("one-measurement-wanted", ReasonCode.SpdmHeader, d => d.Edit(r => r[3] = 1)),
        Form("slot", ReasonCode.SpdmHeader, d => d.Edit(r => r[36] = 1)),
        Form("response-version", ReasonCode.SpdmHeader, d => d.Edit(r => r[Response] = 0x10)),
        Form("response-code", ReasonCode.SpdmHeader, d => d.Edit(r => r[Response + 1] = 0x7F)),
        Form("no-blocks", ReasonCode.SpdmMeasurement, d => d.Measurements.Clear()),
        Form("record-size", ReasonCode.SpdmMeasurement, d => d.Edit(r => r[Response + 5]++)),
        Form("specification", ReasonCode.SpdmMeasurement, d => d.Edit(r => r[Record + 1] = 2)),
        Form("value-size", ReasonCode.SpdmMeasurement, d => d.Edit(r => r[Record + 5] = 0x20)),
        Form("index-twice", ReasonCode.SpdmMeasurementOrder, d => d.Measurements[1] = d.Measurements[0]),
        Form("index-descending", ReasonCode.SpdmMeasurementOrder, d => d.Measurements.Reverse(0, 2)),
        Form("index-zero", ReasonCode.SpdmMeasurementOrder, d => d.Edit(r => r[Record] = 0)),
        Form("field-unknown", ReasonCode.OpaqueField, d => d.Fields.Add((99, [1]))),
        Form("field-invalid", ReasonCode.OpaqueField, d => d.Fields.Add((255, [1]))),
        Form("field-twice", ReasonCode.OpaqueField, d => d.Fields.Add(((int)OpaqueId.DRIVER_VERSION, "550.90.08\0"u8.ToArray()))),
        Form("field-size", ReasonCode.OpaqueField, d => d.Set(OpaqueId.FWID, d.Fwid[..47])),
        Form("field-overrun", ReasonCode.OpaqueField, d => d.Edit(r => r[^3]++)),
        Form("no-fields", ReasonCode.OpaqueField, d => d.Fields.Clear()),
        NvidiaTwin.Of("report.opaque-version", "2", ReasonCode.OpaqueVersion, s => s.Device.Set(OpaqueId.OPAQUE_DATA_VERSION, 2)),
        NvidiaTwin.Of(
            "report.opaque-version", "blackwell-256", ReasonCode.OpaqueVersion, s =>
                s.Device.Set(OpaqueId.OPAQUE_DATA_VERSION, 1, 1), () => new NvidiaScenario(new DeviceSpec(Architecture.Blackwell))),
        NvidiaTwin.Of("device.architecture", "ampere", ReasonCode.GpuArchitecture, s => s.Device.DeclaredArchitecture = "AMPERE", Declared),
        NvidiaTwin.Of(
            "device.architecture", "number-of-ampere", ReasonCode.GpuArchitecture, s => s.Device.DeclaredArchitecture = "7", Declared),
        NvidiaTwin.Of(
            "device.architecture", "another", ReasonCode.GpuArchitecture, s => s.Device.DeclaredArchitecture = "BLACKWELL", Declared),
        NvidiaTwin.Of(
            "device.architecture", "certificates", ReasonCode.GpuArchitecture, s =>
                s.Device.Certificate(0, c => c with { Name = "GA100 A01 GSP FMC LF" })),
        NvidiaTwin.Of("report.signature", "measurement", ReasonCode.GpuReportSignature, s => s.Device.Damage(r => r[Record + 20] ^= 1)),
        NvidiaTwin.Of(
            "report.signature", "nonce-of-device", ReasonCode.GpuReportSignature, s => s.Device.Damage(r => r[Record + (36 * 55)] ^= 1)),
        NvidiaTwin.Of("report.signature", "r", ReasonCode.GpuReportSignature, s => s.Device.Damage(r => r[^96] ^= 1)),
        NvidiaTwin.Of("report.signature", "s", ReasonCode.GpuReportSignature, s => s.Device.Damage(r => r[^1] ^= 1)),
        NvidiaTwin.Of(
            "report.signature", "zero", ReasonCode.GpuReportSignature, s => s.Device.Damage(r => r.AsSpan(r.Length - 96).Clear())),
        NvidiaTwin.Of(
            "report.signature", "chain-of-another-device", ReasonCode.GpuReportSignature, s =>
                s.Device.ChainBytes = new DeviceSpec(number: 1).Certificates()),
        NvidiaTwin.Of(
            "report.signature", "leaf-missing", ReasonCode.GpuReportSignature, LeafMissing, () =>
                new NvidiaScenario(new DeviceSpec(Architecture.Ls10))),
        NvidiaTwin.Of("device.fwid", "another", ReasonCode.GpuFwidMismatch, s => s.Device.Set(OpaqueId.FWID, DeviceSpec.Bytes(1, 48))),
        NvidiaTwin.Of("device.fwid", "missing", ReasonCode.GpuFwidMissing, s => s.Device.Certificate(0, c => c with { Extensions = [] })),
        NvidiaTwin.Of(
            "device.fwid", "digest-alone", ReasonCode.GpuFwidMissing, s =>
                s.Device.Certificate(0, c => c with { Extensions = [("2.23.133.5.4.1", false, s.Device.Fwid)] })),
        NvidiaTwin.Of("device.fwid", "second-of-blackwell", ReasonCode.GpuFwidMismatch,
            s =>
                s.Device.Certificate(0, c => c with { Extensions = [FirmwareIds.TcbInfo(new byte[48], s.Device.Fwid)] }), () =>
                    new NvidiaScenario(new DeviceSpec(Architecture.Blackwell))),
        NvidiaTwin.Of("report.nonce", "replayed", ReasonCode.GpuNonceMismatch, s => s.Device.Nonce = DeviceSpec.Bytes(1, 32)),
        NvidiaTwin.Of("report.nonce", "nonce-of-device", ReasonCode.GpuNonceMismatch, s => s.Challenge = DeviceSpec.Bytes(0x77, 32)),
        NvidiaTwin.Of("report.nonce", "none", ReasonCode.GpuNonceMissing, s => s.Challenge = null),
        NvidiaTwin.Of("report.nonce", "zeros", ReasonCode.GpuNonceWellKnown, s => s.Challenge = s.Device.Nonce = new byte[32]),
        NvidiaTwin.Of("report.nonce", "of-the-samples", ReasonCode.GpuNonceWellKnown, s =>
            s.Challenge = s.Device.Nonce = Convert.FromHexString("931d8dd0add203ac3d8b4fbde75e115278eefcdceac5b87671a748f32364dfcb")),
        NvidiaTwin.Of("evidence.nonce", "", ReasonCode.GpuNonceDeclared, s => s.Device.DeclaredNonce = DeviceSpec.Bytes(1, 32), () =>
            new NvidiaScenario().With(s => s.Device.DeclaredNonce = s.Device.Nonce)),
    ];

    private static NvidiaTwin Form(string variant, string reason, Action<DeviceSpec> change) =>
        NvidiaTwin.Of("report.format", variant, reason, s => change(s.Device));

    private static NvidiaScenario Declared() => new NvidiaScenario().With(s => s.Device.DeclaredArchitecture = "HOPPER");

    // Everything above it links; but what is then the first certificate did not sign, and is an authority.
    private static void LeafMissing(NvidiaScenario s)
    {
        s.Device.Certificate(1, c => c with { Name = "LS_10 A01 FSP FMC LF", IsAuthority = false });
        s.Device.Chain.RemoveAt(0);
    }
}
