using Conformance.Evidence.Nvidia.Checks;
using Conformance.Evidence.Nvidia.Reports;

namespace Conformance.Evidence.Nvidia.Rims;

/// <summary>The name by which the vendor files a manifest. What it says is not signed, so it finds a manifest and proves nothing.</summary>
internal static class RimId
{
    /// <summary>Null where the report does not say enough, and for the driver of a switch.</summary>
    public static string? Of(RimRole role, GpuReport report, Architecture? architecture)
    {
        var version = SelectedRim.Version(role, report);
        var id = (role, architecture, version) switch
        {
            (_, null, _) or (_, _, null) or (RimRole.Driver, Architecture.Ls10, _) => null,
            (RimRole.Driver, Architecture.Hopper, _) => $"NV_GPU_DRIVER_GH100_{version}",

            // Firmware that does not name its chip is the first one's.
            (RimRole.Driver, _, _) => $"NV_GPU_CC_DRIVER_{report.Opaque.Chip ?? "GB100"}_{version}",
            (_, Architecture.Ls10, _) => $"NV_SWITCH_BIOS_5612_0002_890_{Compact(version)}",
            _ => report.Opaque.Project is { } project ? $"NV_GPU_VBIOS_{project}_{Compact(version)}" : null,
        };

        // The parts are the device's own words, and become a path.
        return id is not null && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.') ? id : null;
    }

    private static string Compact(string version) => version.Replace(".", "", StringComparison.Ordinal).ToUpperInvariant();
}
