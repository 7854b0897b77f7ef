using Conformance.Evidence.Checks;
using Conformance.Evidence.Nvidia.Reports;

namespace Conformance.Evidence.Nvidia.Checks;

/// <summary>
/// Protected PCIe: eight GPUs and four switches that all name one another by their identifiers (PDI). GPUs carry a switch's identifier with
/// its eight bytes reversed, once per link, zero where a link is unused; switches carry their own and the GPUs' as they are.
/// </summary>
internal static class Topology
{
    public const int Gpus = 8;
    public const int Switches = 4;
    private const int PdiSize = 8;

    public static Outcome Check(NodeContext context)
    {
        var gpus = context.Reports.Where(r => !r.Report.IsSwitch).ToList();
        var switches = context.Reports.Where(r => r.Report.IsSwitch).ToList();
        if (gpus.Count == 0 || switches.Count == 0)
        {
            return Outcome.NotApplicable("no GPUs and switches together");
        }

        if (gpus.Count != Gpus || switches.Count != Switches)
        {
            return Outcome.Fail(
                ReasonCode.NodeCount, $"expected {Gpus} GPUs and {Switches} switches, found {gpus.Count} and {switches.Count}");
        }

        var named = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (place, report) in switches)
        {
            var own = Pdis(report.Opaque.Field(OpaqueId.SWITCH_PDI), false);
            if (own.Count != 1 || !named.Add(own.Single()))
            {
                return Bad(place, "SWITCH_PDI", "one identifier that no other switch has", own);
            }
        }

        foreach (var (place, report) in gpus)
        {
            var seen = Pdis(report.Opaque.Field(OpaqueId.SWITCH_PDI), true);
            if (!seen.SetEquals(named))
            {
                return Bad(place, "SWITCH_PDI", $"the switches {Text(named)}", seen);
            }
        }

        var listed = Listed(switches[0].Report);
        foreach (var (place, report) in switches)
        {
            var seen = Listed(report);
            if (seen.Count != Gpus || !seen.SetEquals(listed))
            {
                return Bad(place, "SWITCH_GPU_PDIS", $"the {Gpus} GPUs {Text(listed)}", seen);
            }
        }

        return Outcome.Pass;
    }

    private static SortedSet<string> Listed(GpuReport report) =>
        Pdis(report.Opaque.Field(OpaqueId.SWITCH_GPU_PDIS)?[..(Gpus * PdiSize)], false);

    private static SortedSet<string> Pdis(ReadOnlyMemory<byte>? field, bool isReversed)
    {
        var set = new SortedSet<string>(StringComparer.Ordinal);
        for (var rest = field ?? default; rest.Length >= PdiSize; rest = rest[PdiSize..])
        {
            var pdi = rest[..PdiSize].ToArray();
            if (!pdi.AsSpan().ContainsAnyExcept((byte)0))
            {
                continue;
            }

            if (isReversed)
            {
                Array.Reverse(pdi);
            }

            set.Add(Convert.ToHexStringLower(pdi));
        }

        return set;
    }

    private static Outcome Bad(string place, string field, string expected, IEnumerable<string> found) =>
        Outcome.Fail(ReasonCode.NodeTopology, $"{place}: {field}: expected {expected}, found {Text(found)}");

    private static string Text(IEnumerable<string> pdis) => string.Join(", ", pdis.Order(StringComparer.Ordinal));
}
