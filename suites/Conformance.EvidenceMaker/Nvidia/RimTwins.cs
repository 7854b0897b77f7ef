using Conformance.Evidence.Checks;
using Conformance.Evidence.Nvidia;
using Conformance.Evidence.Nvidia.Reports;

namespace Conformance.EvidenceMaker.Nvidia;

/// <summary>Manifests that are broken, forged, for something else, or do not vouch for what was measured.</summary>
internal static class RimTwins
{
    public static IReadOnlyList<NvidiaTwin> All { get; } =
    [
        .. WrappingTwins.All.Select(w => NvidiaTwin.Of("rim.format", w.Variant, w.Reason, s => w.Change(s.Driver))),
        .. WrappingTwins.All.Where(w =>
            w.Variant is "wrapped-whole" or "payload-twice" or "reference-to-part" or "entity" or "empty" or "index-twice")
            .Select(w => NvidiaTwin.Of("rims.format", w.Variant, w.Reason, s => w.Change(s.Vbios))),
        .. Signed("rim", s => s.Driver),
        .. Signed("driver-rim", s => s.Driver),
        .. Signed("vbios-rim", s => s.Vbios),
        .. ForDevice("driver-rim", s => s.Driver, 7),
        .. ForDevice("vbios-rim", s => s.Vbios, 9),
        NvidiaTwin.Of("driver-rim.measurements", "nothing-given", ReasonCode.RimMissing, s => s.Rims.RemoveAt(0)),
        NvidiaTwin.Of("vbios-rim.measurements", "nothing-given", ReasonCode.RimMissing, s => s.Rims.RemoveAt(1)),
        NvidiaTwin.Of(
            "vbios-rim.measurements", "switch", ReasonCode.MeasurementMismatch, s =>
                s.Device.Measure(4, new byte[48]), () => new NvidiaScenario(new DeviceSpec(Architecture.Ls10))),

        // Index 35 is video decoder 0: of no meaning where that is off, compared where it is on, refused where the report does not say.
        Nvdec("on-and-different", ReasonCode.MeasurementMismatch, OpaqueData.Enabled, s => s.Device.Measure(36, new byte[48])),
        Nvdec(
            "turned-on", ReasonCode.MeasurementMismatch, OpaqueData.Disabled, s =>
                s.Device.Set(OpaqueId.NVDEC0_STATUS, OpaqueData.Enabled), s => s.Device.Measure(36, new byte[48])),
        Nvdec("neither", ReasonCode.NvdecStatus, OpaqueData.Enabled, s => s.Device.Set(OpaqueId.NVDEC0_STATUS, 0)),
        Nvdec("not-said", ReasonCode.NvdecStatus, OpaqueData.Disabled, s => s.Device.Remove(OpaqueId.NVDEC0_STATUS)),
        Nvdec("off-saves-no-other", ReasonCode.MeasurementMismatch, OpaqueData.Disabled, s => s.Device.Measure(8, new byte[48])),

        NvidiaTwin.Of("rims.conflict", "", ReasonCode.RimIndexConflict, s => s.Vbios.Measurements[^1] = s.Vbios.Measurements[^1] with { IsActive = true }, () =>
            new NvidiaScenario().With(s => s.Vbios.Measurements.Add((7, false, [DeviceSpec.Value(8)])))),
    ];

    private static IEnumerable<NvidiaTwin> Signed(string name, Func<NvidiaScenario, RimSpec> rim) =>
    [
        NvidiaTwin.Of(
            $"{name}.digest", "value-changed", ReasonCode.RimDigest, s =>
                rim(s).After = t =>
                    t.Replace("edition=\"GPU\" product=\"GH100\"", "edition=\"GPU\" product=\"GH200\"", StringComparison.Ordinal)),
        NvidiaTwin.Of(
            $"{name}.digest", "blank-added", ReasonCode.RimDigest, s =>
                rim(s).After = t => t.Replace("<ns0:Meta", "\n<ns0:Meta", StringComparison.Ordinal)),
        NvidiaTwin.Of(
            $"{name}.digest", "namespace-added", ReasonCode.RimDigest, s =>
                rim(s).After = t => t.Replace("<ns0:Entity", "<ns0:Entity xmlns:x=\"urn:x\"", StringComparison.Ordinal)),
        NvidiaTwin.Of($"{name}.signature", "value", ReasonCode.RimSignature, s => rim(s).After = WrappingTwins.OtherSignature),
        NvidiaTwin.Of($"{name}.signature", "digest-made-anew", ReasonCode.RimSignature, s => rim(s).After = WrappingTwins.DigestAnew),
        NvidiaTwin.Of($"{name}.signature", "by-another-key", ReasonCode.RimSignature, s => rim(s).After = t => t.Replace(
            Convert.ToBase64String(rim(s).Chain[0].Make()), Convert.ToBase64String((rim(s).Chain[0] with { KeyLabel = "nvidia stranger" })
                .Make()), StringComparison.Ordinal)),
        NvidiaTwin.Of($"{name}.chain", "debug-root", ReasonCode.RootNotPinned, s =>
        {
            rim(s).Certificate(3, c => c with { Name = "NVIDIA CoRIM Debug Root CA", IssuerName = "NVIDIA CoRIM Debug Root CA", KeyLabel = "nvidia debug root", IssuerKeyLabel = "nvidia debug root" });
            rim(s).Certificate(2, c => c with { IssuerName = "NVIDIA CoRIM Debug Root CA", IssuerKeyLabel = "nvidia debug root" });
        }),
        NvidiaTwin.Of($"{name}.chain", "self-made", ReasonCode.RootNotPinned, s =>
        {
            rim(s).Chain.RemoveRange(1, 3);
            rim(s).Certificate(0, c => c with { IssuerName = c.Name, IssuerKeyLabel = c.KeyLabel });
        }),
        NvidiaTwin.Of($"{name}.chain", "swapped", ReasonCode.CertificateIssuer, s => rim(s).Chain.Reverse(1, 2)),
        NvidiaTwin.Of(
            $"{name}.chain", "signature", ReasonCode.CertificateSignature, s =>
                rim(s).Certificate(0, c => c with { HasBrokenSignature = true })),
        NvidiaTwin.Of($"{name}.chain", "signed-by-device-chain", ReasonCode.RootNotPinned, s =>
        {
            rim(s).Chain.Clear();
            rim(s).Chain.AddRange(s.Device.Chain);
        }),
        NvidiaTwin.Of(
            $"{name}.validity", "expired", ReasonCode.CertificateExpired, s =>
                rim(s).Certificate(0, c => c with { NotAfter = ChainTwins.Early })),
        NvidiaTwin.Of(
            $"{name}.validity", "not-yet", ReasonCode.CertificateNotYetValid, s =>
                rim(s).Certificate(2, c => c with { NotBefore = ChainTwins.Late })),
    ];

    private static IEnumerable<NvidiaTwin> ForDevice(string name, Func<NvidiaScenario, RimSpec> rim, int index) =>
    [
        NvidiaTwin.Of($"{name}.edition", "", ReasonCode.RimEdition, s => rim(s).Edition = "SWITCH"),
        NvidiaTwin.Of($"{name}.version", "another", ReasonCode.RimVersion, s => rim(s).Version = rim(s).Version[..^1] + "8"),
        NvidiaTwin.Of($"{name}.version", "two-contents", ReasonCode.RimAmbiguous, s =>
        {
            var other = name == "driver-rim" ? new NvidiaScenario().Driver : new NvidiaScenario().Vbios;
            other.Measurements.Add((20, false, [new byte[48]]));
            s.Rims.Add(other);
        }),
        NvidiaTwin.Of(
            $"{name}.pin", "", ReasonCode.RimNotPinned, s =>
                rim(s).Measurements.Add((20, false, [new byte[48]])), () => new NvidiaScenario().With(s => Pin(s))),
        NvidiaTwin.Of(
            $"{name}.measurements", "debug-firmware", ReasonCode.MeasurementMismatch, s =>
                s.Device.Measure(index + 1, DeviceSpec.Bytes(0xDB, 48))),
        NvidiaTwin.Of(
            $"{name}.measurements", "one-bit", ReasonCode.MeasurementMismatch, s =>
                s.Device.Measure(index + 1, [.. DeviceSpec.Value(index + 1)[..47], (byte)(DeviceSpec.Value(index + 1)[47] ^ 1)])),
        NvidiaTwin.Of(
            $"{name}.measurements", "absent", ReasonCode.MeasurementMismatch, s =>
                s.Device.Measurements.RemoveAll(m => m.Index == index + 1)),
        NvidiaTwin.Of(
            $"{name}.measurements", "nothing-active", ReasonCode.MeasurementNothingActive, s =>
                rim(s).Measurements = [.. rim(s).Measurements.Select(m => m with { IsActive = false })]),
    ];

    private static NvidiaTwin Nvdec(string variant, string reason, byte status, Action<NvidiaScenario> change, Action<NvidiaScenario>? sound = null) =>
        NvidiaTwin.Of("driver-rim.measurements", "index-35-" + variant, reason, change, () => new NvidiaScenario().With(s =>
        {
            s.Device.Set(OpaqueId.NVDEC0_STATUS, status);
            sound?.Invoke(s);
        }));

    private static void Pin(NvidiaScenario s) => s.Policy["pinnedRims"] = new System.Text.Json.Nodes.JsonArray(
        [
            .. s.Rims.Select(r =>
                (System.Text.Json.Nodes.JsonNode)Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(r.Make())))]);
}
