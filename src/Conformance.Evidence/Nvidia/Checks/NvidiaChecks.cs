using Conformance.Evidence.Checks;

namespace Conformance.Evidence.Nvidia.Checks;

/// <summary>Every check of one GPU or switch, in order. docs/evidence-nvidia.md lists them.</summary>
public static class NvidiaChecks
{
    internal static readonly IReadOnlyList<Check<NvidiaContext>> All =
    [
        .. ReportChecks.Form,
        .. DeviceChecks.Identity,
        .. RimChecks.Of(RimRole.Driver),
        .. RimChecks.Of(RimRole.Vbios),
        RimChecks.Conflict,
        .. OcspChecks.All,
        .. PolicyChecks.All,
    ];

    public static CheckRegistry Registry { get; } = new("nvidia", [.. All.Select(c => c.Id)]);

    internal static CheckId Id(string id, string title, string clause, CheckClass kind, bool isRequired) =>
        new("nvidia." + id, title, clause, kind, isRequired);
}
