using System.Globalization;
using Conformance.Evidence.Checks;
using Conformance.Evidence.Nvidia.Reports;

namespace Conformance.Evidence.Nvidia.Checks;

/// <summary>What must hold for the devices of one machine together.</summary>
public static class NodeChecks
{
    internal static readonly IReadOnlyList<Check<NodeContext>> All =
    [
        Devices("format", CheckClass.Format, "The evidence of every device can be read"),
        Devices("authenticity", CheckClass.Authenticity, "Every device is genuine"),
        Devices("time", CheckClass.Time, "Every device is valid at the given time"),
        Devices("policy", CheckClass.Policy, "Every device is what the policy asks for"),
        new(
            NvidiaChecks.Id(
                "node.nonce", "All devices answered the same challenge", "RFC 9334, 10.2; NVIDIA attestation SDK, evidence collections",
                CheckClass.Authenticity, true),
            SameNonce),
        new(
            NvidiaChecks.Id(
                "node.unique", "No device stands for two", "RFC 9334, 11; leaf certificate keys", CheckClass.Authenticity, false),
            Unique),
        new(
            NvidiaChecks.Id("node.mode", "All GPUs are in the same mode", "NVIDIA attestation SDK, FEATURE_FLAG", CheckClass.Policy, true),
            SameMode),
        new(
            NvidiaChecks.Id(
                "node.topology", "GPUs and switches name each other: eight GPUs, four switches", "NVIDIA protected PCIe verifier, topology",
                CheckClass.Policy, false),
            Topology.Check),
        new(
            NvidiaChecks.Id(
                "node.count", "As many GPUs and switches answered as the policy says", "policy: gpus, switches", CheckClass.Policy, false),
            Count),
    ];

    public static CheckRegistry Registry { get; } = new("nvidia-node", [.. All.Select(c => c.Id)]);

    private static Check<NodeContext> Devices(string name, CheckClass kind, string title) => new(
        NvidiaChecks.Id($"node.devices.{name}", title, "RFC 9334, 8.1: the verdicts of the devices", kind, true),
        context =>
        {
            // All are named, so that the first bad one does not hide the others.
            var bad = context.Devices.Where(d => d.Verdict.Decisive?.Check.Class == kind).ToList();
            return bad.Count == 0
                ? Outcome.Pass
                : Outcome.Fail(
                    bad[0].Verdict.Reason!, string.Join(
                        "; ", bad.Select(d => $"{d.Place}: {d.Verdict.Decisive!.Check}: {d.Verdict.Decisive.Detail}")));
        });

    private static Outcome SameNonce(NodeContext context)
    {
        for (var i = 1; i < context.Reports.Count; i++)
        {
            if (!context.Reports[i].Report.RequesterNonce.Span.SequenceEqual(context.Reports[0].Report.RequesterNonce.Span))
            {
                return Outcome.Fail(
                    ReasonCode.NodeNonce,
                    $"{context.Reports[i].Place}: expected {Convert.ToHexStringLower(context.Reports[0].Report.RequesterNonce.Span)} as in {context.Reports[0].Place}, found {Convert.ToHexStringLower(context.Reports[i].Report.RequesterNonce.Span)}");
            }
        }

        return Outcome.Pass;
    }

    private static Outcome Unique(NodeContext context)
    {
        if (context.AllowRepeated)
        {
            return Outcome.NotApplicable("recorded evidence may list a device twice");
        }

        var seen = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var device in context.Devices)
        {
            if (device.Context.Chain.Value is [var leaf, ..] && !seen.TryAdd(leaf.KeyFingerprint, device.Place))
            {
                return Outcome.Fail(
                    ReasonCode.NodeDuplicate, $"{device.Place} and {seen[leaf.KeyFingerprint]} are the same device, serial {leaf.Serial}");
            }
        }

        return Outcome.Pass;
    }

    private static Outcome Count(NodeContext context)
    {
        if (context.Policy is { Gpus: null, Switches: null })
        {
            return Outcome.NotApplicable("the policy names no numbers");
        }

        var switches = context.Reports.Count(r => r.Report.IsSwitch);
        var gpus = context.Reports.Count - switches;
        return (context.Policy.Gpus ?? gpus, context.Policy.Switches ?? switches) == (gpus, switches)
            ? Outcome.Pass
            : Outcome.Fail(
                ReasonCode.NodeCount,
                $"expected {context.Policy.Gpus?.ToString(CultureInfo.InvariantCulture) ?? "any number of"} GPUs and {context.Policy.Switches?.ToString(CultureInfo.InvariantCulture) ?? "any number of"} switches, found {gpus} and {switches}");
    }

    // Firmware that names no mode says nothing about it.
    private static Outcome SameMode(NodeContext context)
    {
        var modes = context.Reports.Where(r => !r.Report.IsSwitch && r.Report.Opaque.FeatureFlag is not null).ToList();
        return modes.Find(m => m.Report.Opaque.FeatureFlag is > 2) is { Report: not null } strange
            ? Outcome.Fail(
                ReasonCode.NodeMode, $"{strange.Place}: FEATURE_FLAG: expected 0, 1 or 2, found {strange.Report.Opaque.FeatureFlag}")
            : modes.Find(m => m.Report.Opaque.FeatureFlag != modes[0].Report.Opaque.FeatureFlag) is { Report: not null } other
                ? Outcome.Fail(
                    ReasonCode.NodeMode, $"{other.Place}: expected FEATURE_FLAG {modes[0].Report.Opaque.FeatureFlag} as in {modes[0].Place}, found {other.Report.Opaque.FeatureFlag}")
                : modes.Count == 0 ? Outcome.NotApplicable("no GPU names its mode")
                : Outcome.Pass;
    }
}

/// <summary>The verdicts of a node's devices.</summary>
/// <param name="Devices">In the order of the evidence.</param>
/// <param name="AllowRepeated">Recorded sample sets list one device several times.</param>
/// <param name="Policy">The same for all devices.</param>
internal sealed record NodeContext(IReadOnlyList<DeviceVerdict> Devices, bool AllowRepeated, NvidiaPolicy Policy)
{
    /// <summary>Of those that could be read.</summary>
    public List<(string Place, GpuReport Report)> Reports { get; } =
        [.. Devices.Where(d => d.Context.Report.Value is not null).Select(d => (d.Place, d.Context.Report.Value!))];
}
