using Conformance.Evidence.Checks;
using Conformance.Evidence.Nvidia.Chains;
using Conformance.Evidence.Nvidia.Reports;
using Conformance.Evidence.Nvidia.Rims;

namespace Conformance.Evidence.Nvidia.Checks;

/// <summary>Whether the vendor vouches for the firmware that was measured.</summary>
internal static class RimChecks
{
    public static readonly Check<NvidiaContext> Conflict = new(
        NvidiaChecks.Id(
            "rims.conflict", "No index is active in the driver's and the VBIOS's manifest", "NVIDIA attestation SDK, golden measurements",
            CheckClass.Policy, false),
        c =>
            (c.Rim(RimRole.Driver).Rim, c.Rim(RimRole.Vbios).Rim) is not ({ } driver, { } vbios)
                ? Outcome.NotApplicable("there are no two manifests")
            : driver.Active.Select(m => m.Index).Intersect(vbios.Active.Select(m => m.Index)).ToList() is { Count: > 0 } both
                ? Outcome.Fail(ReasonCode.RimIndexConflict, $"index {string.Join(", ", both)} is active in both manifests")
                : Outcome.Pass);

    public static string Name(RimRole role) => role == RimRole.Driver ? "driver-rim" : "vbios-rim";

    public static IReadOnlyList<Check<NvidiaContext>> Of(RimRole role)
    {
        var name = Name(role);
        return
        [
            new(
                NvidiaChecks.Id(
                    $"{name}.digest", "The signed digest is that of the whole manifest", "XML Signature 1.1, 3.2.1; Canonical XML 1.1",
                    CheckClass.Authenticity, false),
                c => With(c, role, (rim, _) => RimVerifier.Digest(rim))),
            new(
                NvidiaChecks.Id(
                    $"{name}.signature", "The signer's key signed that digest", "XML Signature 1.1, 3.2.2", CheckClass.Authenticity, false),
                c => With(c, role, (rim, _) => RimVerifier.Signature(rim, c.Signatures))),
            new(
                NvidiaChecks.Id(
                    $"{name}.chain", "The signer's certificates lead to the vendor's manifest root key",
                    "RFC 5280, 6.1.3; pinned: SHA-256 of SubjectPublicKeyInfo", CheckClass.Authenticity, false),
                c => With(c, role, (rim, _) => RimVerifier.SignerChain(rim, c.Signatures, c.Request.Anchors))),
            new(
                NvidiaChecks.Id(
                    $"{name}.validity", "The signer's certificates are valid at the given time", "RFC 5280, 6.1.3 (a)(2)", CheckClass.Time,
                    false),
                c => With(c, role, (rim, _) => PinnedChain.Validity(rim.Chain, c.Request.Time))),
            new(
                NvidiaChecks.Id(
                    $"{name}.edition", "The manifest is for this kind of device", "ISO/IEC 19770-2, Meta edition", CheckClass.Policy,
                    false),
                c => With(c, role, (rim, report) => (rim.Meta.Edition is "SWITCH") == report.IsSwitch && rim.Meta.Edition is "GPU" or "SWITCH"
                    ? Outcome.Pass
                    : Outcome.Fail(
                        ReasonCode.RimEdition,
                        $"{rim.Place}: expected the edition {(report.IsSwitch ? "SWITCH" : "GPU")}, found '{rim.Meta.Edition}'"))),
            new(
                NvidiaChecks.Id(
                    $"{name}.version", "The manifest is for the version that the report names, and the only one given for it",
                    "NVIDIA attestation SDK, RIM version", CheckClass.Policy, false),
                c => With(c, role, (rim, report) => Version(c, role, rim, report))),
            new(
                NvidiaChecks.Id(
                    $"{name}.pin", "The manifest is one of those that the policy names", "policy: rims, SHA-256", CheckClass.Policy, false),
                c => c.Request.Policy.PinnedRims is not { } pins ? Outcome.NotApplicable("the policy names no manifests")
                    : With(c, role, (rim, _) => pins.Contains(rim.Sha256)
                        ? Outcome.Pass
                        : Outcome.Fail(
                            ReasonCode.RimNotPinned, $"{rim.Place}: SHA-256 {rim.Sha256} is not among the {pins.Count} of the policy"))),
            new(
                NvidiaChecks.Id(
                    $"{name}.measurements", "Every active measurement has one of the values in the manifest",
                    "TCG RIM Information Model 1.01, 4; NVIDIA attestation SDK", CheckClass.Policy, false),
                c => With(c, role, Measurements)),
        ];
    }

    private static Outcome With(NvidiaContext context, RimRole role, Func<Rim, GpuReport, Outcome> check)
    {
        var selected = context.Rim(role);
        return context.Report.Value is not { } report ? Outcome.NotChecked(ReasonCode.NotReached, "the report could not be read")
            : !selected.Applies ? Outcome.NotApplicable("a switch has no driver")
            : selected.Rim is { } rim ? check(rim, report)
            : Outcome.NotChecked(
                ReasonCode.RimMissing, $"no manifest was given for {(role == RimRole.Driver ? "driver" : "VBIOS")} {SelectedRim.Version(role, report) ?? "(version not named)"}");
    }

    private static Outcome Version(NvidiaContext context, RimRole role, Rim rim, GpuReport report)
    {
        var expected = SelectedRim.Version(role, report);
        return !string.Equals(rim.Meta.Version, expected, StringComparison.OrdinalIgnoreCase)
            ? Outcome.Fail(ReasonCode.RimVersion, $"{rim.Place}: expected colloquialVersion '{expected}', found '{rim.Meta.Version}'")
            : context.Rim(role).Others > 0
                ? Outcome.Fail(
                    ReasonCode.RimAmbiguous, $"{context.Rim(role).Others + 1} manifests with different contents were given for version {expected}; pin one by its SHA-256")
                : Outcome.Pass;
    }

    private static Outcome Measurements(Rim rim, GpuReport report)
    {
        var rows = Comparison.Of(rim, report);
        if (rows.Count == 0)
        {
            return Outcome.Fail(ReasonCode.MeasurementNothingActive, $"{rim.Place}: no measurement is active, so any firmware would match");
        }

        // Upstream fails where it cannot tell whether the decoder is on; so do we, before anything is skipped or compared.
        if (!report.IsSwitch && rows.Any(r => r.Expected.Index == Comparison.NvdecIndex)
            && report.Opaque.Nvdec0 is not (OpaqueData.Enabled or OpaqueData.Disabled))
        {
            return Outcome.Fail(
                ReasonCode.NvdecStatus,
                $"index 35 is active: expected NVDEC0_STATUS aa or 55, found {report.Opaque.Nvdec0?.ToString("x2", null) ?? "none"}");
        }

        var bad = rows.Where(r => r.Status is ComparisonStatus.Mismatch or ComparisonStatus.Absent).ToList();
        return bad.Count == 0
            ? Outcome.Passed($"{rows.Count(r => r.Status == ComparisonStatus.Match)} of {rows.Count} match{(rows.Any(r => r.Status == ComparisonStatus.Skipped) ? ", index 35 skipped because NVDEC0 is off" : "")}")
            : Outcome.Fail(
                ReasonCode.MeasurementMismatch,
                $"{rim.Place}: {bad.Count} of {rows.Count} differ, at index {string.Join(", ", bad.Select(r => r.Expected.Index))}; first: {Row(bad[0])}");
    }

    private static string Row(ComparisonRow row) =>
        $"{row.Expected.Name} expected {string.Join(" or ", row.Expected.Alternatives.Select(a => Convert.ToHexStringLower(a.Span)))}, found {(row.Found is { } f ? Convert.ToHexStringLower(f.Span) : "none")}";
}
