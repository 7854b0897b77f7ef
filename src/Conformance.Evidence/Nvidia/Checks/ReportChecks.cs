using Conformance.Evidence.Checks;

namespace Conformance.Evidence.Nvidia.Checks;

/// <summary>Whether the bytes are what they should be.</summary>
internal static class ReportChecks
{
    public static readonly IReadOnlyList<Check<NvidiaContext>> Form =
    [
        new(
            NvidiaChecks.Id(
                "report.format", "The report is an SPDM 1.1 request and response of all measurements, and nothing else",
                "DSP0274 1.1, 10.11.1", CheckClass.Format, true),
            c => c.Report.Format(ReasonCode.SpdmTruncated, "no report was given")),
        new(
            NvidiaChecks.Id(
                "report.opaque-version", "The vendor's fields are of a version that is understood", "NVIDIA attestation SDK, opaque data",
                CheckClass.Format, true),
            c => c.Report.Then(
                report => report.Opaque.DataVersion is null ? Outcome.NotApplicable("the report names no version")
                    : report.Opaque.DataVersion <= 1 ? Outcome.Pass
                    : Outcome.Fail(ReasonCode.OpaqueVersion, $"OPAQUE_DATA_VERSION: expected 0 or 1, found {report.Opaque.DataVersion}"),
                ReasonCode.SpdmTruncated,
                "report")),
        new(
            NvidiaChecks.Id("chain.format", "The device's certificates can be read", "RFC 5280, 4.1", CheckClass.Format, true),
            c => c.Chain.Format(ReasonCode.CertificateMissing, "neither the evidence nor the caller brought the device's certificates")),
        new(
            NvidiaChecks.Id(
                "device.architecture", "The device is a Hopper or Blackwell GPU or an LS10 switch, and is what the evidence calls it",
                "NVIDIA attestation SDK, architectures", CheckClass.Format, true),
            Architecture),
        new(
            NvidiaChecks.Id(
                "rims.format", "Every manifest that was given can be read", "TCG RIM Information Model 1.01; ISO/IEC 19770-2:2015",
                CheckClass.Format, true),
            c => c.Request.Rims.FirstOrDefault(r => r.Value is null) is { } broken ? Outcome.Fail(broken.Reason!, broken.Detail!)
                : c.Request.Rims.Count == 0 ? Outcome.NotApplicable("no manifest was given")
                : Outcome.Pass),
        new(
            NvidiaChecks.Id(
                "ocsp.format", "Every revocation answer that was given can be read", "RFC 6960, 4.2.1", CheckClass.Format, true),
            c => c.Request.OcspAnswers.FirstOrDefault(r => r.Value is null) is { } broken ? Outcome.Fail(broken.Reason!, broken.Detail!)
                : c.Request.OcspAnswers.Count == 0 ? Outcome.NotApplicable("no answer was given")
                : Outcome.Pass),
    ];

    private static Outcome Architecture(NvidiaContext context)
    {
        if (context.Request.Device.DeclaredArchitecture is { } declared)
        {
            if (Architectures.Find(declared) is not { } expected)
            {
                return Outcome.Fail(
                    ReasonCode.GpuArchitecture,
                    Architectures.IsKnownUnsupported(declared)
                        ? $"{declared} devices cannot attest"
                        : $"'{declared}' is no architecture that is known here");
            }

            if (context.Architecture is { } found && found != expected)
            {
                return Outcome.Fail(
                    ReasonCode.GpuArchitecture, $"the evidence calls the device {declared}, its report and certificates say {Architectures.NameOf(found)}");
            }
        }

        return context.Report.Value is null ? Outcome.NotChecked(ReasonCode.NotReached, "the report could not be read")
            : context.Architecture is not null ? Outcome.Pass
            : context.Chain.Value is not [var leaf, _, ..]
                ? Outcome.NotChecked(ReasonCode.NotReached, "the device's certificates could not be read")
            : Outcome.Fail(
                ReasonCode.GpuArchitecture, $"certificate 0 '{leaf.Subject.CommonName}' and the report name no device that is known here");
    }
}
