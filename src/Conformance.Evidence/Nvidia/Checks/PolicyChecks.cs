using System.Globalization;
using Conformance.Evidence.Checks;
using Conformance.Evidence.Nvidia.Reports;

namespace Conformance.Evidence.Nvidia.Checks;

/// <summary>What the relying party asks for beside genuineness.</summary>
internal static class PolicyChecks
{
    public static readonly IReadOnlyList<Check<NvidiaContext>> All =
    [
        new(
            NvidiaChecks.Id(
                "policy.architecture", "The device is of an architecture that the policy lists", "policy: architectures", CheckClass.Policy,
                false),
            c => c.Request.Policy.Architectures is not { } listed ? Outcome.NotApplicable("the policy lists none")
                : c.Architecture is not { } found ? Outcome.NotChecked(ReasonCode.NotReached, "the architecture is not known")
                : listed.Contains(Architectures.NameOf(found)) ? Outcome.Pass
                : Outcome.Fail(
                    ReasonCode.PolicyArchitecture, $"expected {string.Join(" or ", listed)}, found {Architectures.NameOf(found)}")),
        new(
            NvidiaChecks.Id(
                "policy.driver", "The driver is not older than the policy allows", "policy: minimumDriver", CheckClass.Policy, false),
            c => With(c, r => r.IsSwitch ? Outcome.NotApplicable("a switch has no driver")
                : Floor(c.Request.Policy.MinimumDriver, r.Opaque.DriverVersion, NumberStyles.None, ReasonCode.PolicyDriver, "driver"))),
        new(
            NvidiaChecks.Id(
                "policy.vbios", "The VBIOS is not older than the policy allows", "policy: minimumVbios, minimumSwitchBios",
                CheckClass.Policy, false),
            c => With(c, r => Floor(
                r.IsSwitch ? c.Request.Policy.MinimumSwitchBios : c.Request.Policy.MinimumVbios, r.Opaque.VbiosVersion, NumberStyles.AllowHexSpecifier, ReasonCode.PolicyVbios, "VBIOS"))),
        new(
            NvidiaChecks.Id(
                "policy.mode", "The GPU is in a mode that the policy lists", "policy: modes; NVIDIA attestation SDK, FEATURE_FLAG",
                CheckClass.Policy, false),
            c => With(c, r => r.IsSwitch || c.Request.Policy.Modes is not { } modes ? Outcome.NotApplicable("the policy lists none, or this is a switch")
                : Mode(r) is not { } mode
                    ? Outcome.Fail(ReasonCode.PolicyMode, $"expected {string.Join(" or ", modes)}, but the report names no mode")
                : modes.Contains(mode) ? Outcome.Pass
                : Outcome.Fail(ReasonCode.PolicyMode, $"expected {string.Join(" or ", modes)}, found {mode}"))),
        new(
            NvidiaChecks.Id(
                "policy.identity", "The device is one of those that the policy lists", "policy: identities; RFC 9711, 4.2.1",
                CheckClass.Policy, false),
            c => c.Request.Policy.Identities is not { } listed ? Outcome.NotApplicable("the policy lists none")
                : c.Identity is not { } found ? Outcome.NotChecked(ReasonCode.NotReached, "the device's certificates could not be read")
                : listed.Contains(found) ? Outcome.Pass
                : Outcome.Fail(
                    ReasonCode.PolicyIdentity, $"serial {found} of certificate 0 is not among the {listed.Count} of the policy")),
    ];

    /// <summary>
    /// Dotted groups, compared one after another as numbers; a missing group counts as zero. Null where the text is no version.
    /// </summary>
    public static int? Compare(string left, string right, NumberStyles style)
    {
        var (a, b) = (Groups(left, style), Groups(right, style));
        if (a is null || b is null)
        {
            return null;
        }

        for (var i = 0; i < Math.Max(a.Count, b.Count); i++)
        {
            var order = a.ElementAtOrDefault(i).CompareTo(b.ElementAtOrDefault(i));
            if (order != 0)
            {
                return order;
            }
        }

        return 0;
    }

    private static Outcome With(NvidiaContext context, Func<GpuReport, Outcome> check) =>
        context.Report.Then(check, ReasonCode.SpdmTruncated, "report");

    private static string? Mode(GpuReport report) => report.Opaque.FeatureFlag switch
    {
        0 => "SPT",
        1 => "MPT",
        2 => "PPCIE",
        _ => null,
    };

    private static Outcome Floor(string? minimum, string? found, NumberStyles style, string reason, string what) =>
        minimum is null ? Outcome.NotApplicable("the policy names no minimum")
        : found is not null && Compare(found, minimum, style) >= 0 ? Outcome.Pass
        : Outcome.Fail(reason, $"{what}: expected at least {minimum}, found {found ?? "none"}");

    private static List<uint>? Groups(string text, NumberStyles style)
    {
        var groups = new List<uint>();
        foreach (var part in text.Split('.'))
        {
            if (!uint.TryParse(part, style, CultureInfo.InvariantCulture, out var value))
            {
                return null;
            }

            groups.Add(value);
        }

        return groups;
    }
}
