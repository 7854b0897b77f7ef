using Conformance.Evidence.Checks;
using Conformance.Evidence.Nvidia;
using Conformance.Evidence.Nvidia.Reports;

namespace Conformance.EvidenceMaker.Nvidia;

/// <summary>Eight GPUs, alone or with four switches, of which one is bad, too many, too few or connected to something else.</summary>
internal static class NodeTwins
{
    private const int GpuCount = 8;
    private const int SwitchCount = 4;

    public static IReadOnlyList<NvidiaTwin> All { get; } =
    [
        NvidiaTwin.Of("node.devices.format", "fifth-of-eight", ReasonCode.SpdmTruncated, s => s.Devices[4].Wrap = r => r[..^1], Eight),
        NvidiaTwin.Of(
            "node.devices.authenticity", "fifth-of-eight", ReasonCode.GpuReportSignature, s => s.Devices[4].Damage(r => r[^1] ^= 1), Eight),
        NvidiaTwin.Of(
            "node.devices.authenticity", "last-of-eight-replayed", ReasonCode.GpuNonceMismatch, s =>
                s.Devices[7].Nonce = DeviceSpec.Bytes(1, 32), Eight),
        NvidiaTwin.Of("node.devices.authenticity", "two-with-swapped-chains", ReasonCode.GpuReportSignature, s =>
            (s.Devices[2].ChainBytes, s.Devices[3].ChainBytes) = (s.Devices[3].Certificates(), s.Devices[2].Certificates()), Eight),
        NvidiaTwin.Of(
            "node.devices.time", "first-of-eight", ReasonCode.CertificateExpired, s =>
                s.Devices[0].Certificate(0, c => c with { NotAfter = ChainTwins.Early }), Eight),
        NvidiaTwin.Of(
            "node.devices.policy", "debug-firmware-in-one", ReasonCode.MeasurementMismatch, s =>
                s.Devices[6].Measure(10, DeviceSpec.Bytes(0xDB, 48)), Eight),
        NvidiaTwin.Of(
            "node.devices.policy", "switch-of-twelve", ReasonCode.MeasurementMismatch, s =>
                s.Devices[11].Measure(1, DeviceSpec.Bytes(0xDB, 48)), Machine),

        // Recorded evidence is asked for no challenge; that all devices answered one is asked all the same.
        NvidiaTwin.Of("node.nonce", "", ReasonCode.NodeNonce, s => s.Devices[3].Nonce = DeviceSpec.Bytes(1, 32), () => Eight().With(s =>
        {
            s.Challenge = null;
            s.IsRecorded = true;
        })),
        NvidiaTwin.Of("node.unique", "", ReasonCode.NodeDuplicate, s => s.Devices[7] = new DeviceSpec(), Eight),
        NvidiaTwin.Of("node.mode", "mixed", ReasonCode.NodeMode, s => s.Devices[5].Set(OpaqueId.FEATURE_FLAG, 1, 0), Eight),
        NvidiaTwin.Of("node.mode", "unknown", ReasonCode.NodeMode, s => s.Devices.ForEach(d => d.Set(OpaqueId.FEATURE_FLAG, 3, 0)), Eight),
        Topology("gpu-missing", ReasonCode.NodeCount, s => s.Devices.RemoveAt(0)),
        Topology("gpu-more", ReasonCode.NodeCount, s => s.Devices.Add(Gpu(8))),
        Topology("switch-missing", ReasonCode.NodeCount, s => s.Devices.RemoveAt(11)),
        Topology("gpu-and-switch-missing", ReasonCode.NodeCount, s => s.Devices.RemoveRange(7, 2)),
        Topology("switch-twice", ReasonCode.NodeTopology, s => s.Devices[9].Set(OpaqueId.SWITCH_PDI, DeviceSpec.SwitchPdi(0))),
        Topology("switch-without-identifier", ReasonCode.NodeTopology, s => s.Devices[9].Remove(OpaqueId.SWITCH_PDI)),
        Topology("switch-with-zero-identifier", ReasonCode.NodeTopology, s => s.Devices[9].Set(OpaqueId.SWITCH_PDI, new byte[8])),
        Topology("gpu-sees-a-stranger", ReasonCode.NodeTopology, s => s.Devices[2].Set(OpaqueId.SWITCH_PDI, Links(0, 1, 2, 4))),
        Topology("gpu-sees-one-more", ReasonCode.NodeTopology, s => s.Devices[2].Set(OpaqueId.SWITCH_PDI, Links(0, 1, 2, 3, 4))),
        Topology("gpu-sees-three", ReasonCode.NodeTopology, s => s.Devices[2].Set(OpaqueId.SWITCH_PDI, Links(0, 1, 2))),
        Topology("gpu-sees-none", ReasonCode.NodeTopology, s => s.Devices[2].Remove(OpaqueId.SWITCH_PDI)),
        Topology(
            "gpu-identifiers-not-reversed", ReasonCode.NodeTopology, s =>
                s.Devices[2].Set(OpaqueId.SWITCH_PDI, [.. Enumerable.Range(0, SwitchCount).SelectMany(DeviceSpec.SwitchPdi)])),
        Topology(
            "switch-lists-a-stranger", ReasonCode.NodeTopology, s =>
                s.Devices[10].Set(OpaqueId.SWITCH_GPU_PDIS, Gpus(0, 1, 2, 3, 4, 5, 6, 9))),
        Topology(
            "switch-lists-one-twice", ReasonCode.NodeTopology, s =>
                s.Devices[10].Set(OpaqueId.SWITCH_GPU_PDIS, Gpus(0, 1, 2, 3, 4, 5, 6, 6))),
        Topology("switch-lists-none", ReasonCode.NodeTopology, s => s.Devices[8].Remove(OpaqueId.SWITCH_GPU_PDIS)),
        NvidiaTwin.Of(
            "node.count", "gpus", ReasonCode.NodeCount, s => s.Devices.RemoveAt(7), () => Eight().With(s => s.Policy["gpus"] = GpuCount)),
        NvidiaTwin.Of(
            "node.count", "no-switches-wanted", ReasonCode.NodeCount, s =>
                s.Policy["switches"] = 0, () => Machine().With(s => s.Policy["switches"] = SwitchCount)),
        NvidiaTwin.Of(
            "node.count", "single", ReasonCode.NodeCount, s =>
                s.Policy["gpus"] = 2, () => new NvidiaScenario().With(s => s.Policy["gpus"] = 1)),
    ];

    private static NvidiaTwin Topology(string variant, string reason, Action<NvidiaScenario> change) =>
        NvidiaTwin.Of("node.topology", variant, reason, change, Machine);

    private static NvidiaScenario Eight() => new([.. Enumerable.Range(0, GpuCount).Select(i => new DeviceSpec(number: i))]);

    private static NvidiaScenario Machine() =>
        new([.. Enumerable.Range(0, GpuCount).Select(Gpu), .. Enumerable.Range(0, SwitchCount).Select(Switch)]);

    private static DeviceSpec Gpu(int number)
    {
        var gpu = new DeviceSpec(number: number);
        gpu.Set(OpaqueId.SWITCH_PDI, Links(0, 1, 2, 3));
        gpu.Set(OpaqueId.FEATURE_FLAG, 2, 0);
        return gpu;
    }

    private static DeviceSpec Switch(int number)
    {
        var device = new DeviceSpec(Architecture.Ls10, 20 + number);
        device.Set(OpaqueId.SWITCH_PDI, DeviceSpec.SwitchPdi(number));
        device.Set(OpaqueId.SWITCH_GPU_PDIS, Gpus(0, 1, 2, 3, 4, 5, 6, 7));
        return device;
    }

    /// <summary>One identifier per link, its bytes reversed, zero where a link is unused.</summary>
    private static byte[] Links(params int[] switches) =>
        [.. switches.Concat(switches).SelectMany(i => DeviceSpec.SwitchPdi(i).Reverse()), .. new byte[16]];

    /// <summary>The eight GPUs, then the bytes about ports.</summary>
    private static byte[] Gpus(params int[] numbers) => [.. numbers.SelectMany(DeviceSpec.GpuPdi), .. new byte[64]];
}
