using Conformance.Evidence.Certificates;
using Conformance.Evidence.Checks;
using Conformance.Evidence.Nvidia.Chains;
using Conformance.Evidence.Nvidia.Reports;

namespace Conformance.Evidence.Nvidia.Checks;

/// <summary>Whether a genuine device said this, now, to us.</summary>
internal static class DeviceChecks
{
    /// <summary>What the vendor's samples and 'no GPU' test modes use. Whoever sends it proves nothing by getting it back.</summary>
    private static readonly byte[] WellKnownNonce =
        Convert.FromHexString("931d8dd0add203ac3d8b4fbde75e115278eefcdceac5b87671a748f32364dfcb");

    public static readonly IReadOnlyList<Check<NvidiaContext>> Identity =
    [
        new(
            NvidiaChecks.Id(
                "chain.root", "The last certificate holds the vendor's device root key", "pinned: SHA-256 of SubjectPublicKeyInfo",
                CheckClass.Authenticity, true),
            c => c.Chain.Then(chain => PinnedChain.Root(chain, c.Request.Anchors.DeviceRoot), ReasonCode.CertificateMissing, "chain")),
        new(
            NvidiaChecks.Id(
                "chain.links", "Each certificate is issued and signed by the next, and may be where it stands", "RFC 5280, 6.1.3 and 6.1.4",
                CheckClass.Authenticity, true),
            c => c.Chain.Then(chain => PinnedChain.Links(chain, c.Signatures), ReasonCode.CertificateMissing, "chain")),
        new(
            NvidiaChecks.Id(
                "report.signature", "The leaf's key signed request and response", "DSP0274 1.1, 10.11.1 and 15", CheckClass.Authenticity,
                true),
            Signature),
        new(
            NvidiaChecks.Id(
                "device.fwid", "The firmware id in the leaf certificate is the one in the report",
                "TCG DICE Attestation Architecture 1.1, 6.1", CheckClass.Authenticity, true),
            FirmwareIdMatches),
        new(
            NvidiaChecks.Id(
                "report.nonce", "The request carries the verifier's challenge", "DSP0274 1.1, 10.11.1; RFC 9334, 10.2",
                CheckClass.Authenticity, true),
            Nonce),
        new(
            NvidiaChecks.Id(
                "evidence.nonce", "The request carries the nonce that the evidence declares", "NVIDIA attestation SDK, evidence JSON",
                CheckClass.Authenticity, true),
            c => c.Request.Device.DeclaredNonce is not { } declared
                ? Outcome.NotApplicable("the evidence declares no nonce")
                : c.Report.Then(report => Equal(declared, report, ReasonCode.GpuNonceDeclared), ReasonCode.SpdmTruncated, "report")),
        new(
            NvidiaChecks.Id(
                "chain.validity", "Every certificate of the device is valid at the given time", "RFC 5280, 6.1.3 (a)(2)", CheckClass.Time,
                true),
            c => c.Chain.Then(chain => PinnedChain.Validity(chain, c.Request.Time), ReasonCode.CertificateMissing, "chain")),
    ];

    private static Outcome Signature(NvidiaContext context) => context.Report.Then(
        report => context.Chain.Then(
            chain =>
                context.Request.Signatures.VerifyFixed(
                    SignatureAlgorithm.EcdsaSha384, chain[0].Key, report.Signed.Span, report.Signature.Span)
                ? Outcome.Pass
                : Outcome.Fail(
                    ReasonCode.GpuReportSignature,
                    $"the signature over bytes 0 to {report.Signed.Length - 1} does not verify under the key of certificate 0 '{chain[0].Subject.CommonName}'"),
            ReasonCode.CertificateMissing,
            "chain"),
        ReasonCode.SpdmTruncated,
        "report");

    // Other verifiers then claim a match although nothing was compared.
    private static Outcome FirmwareIdMatches(NvidiaContext context) => context.Report.Then(
        report =>
            report.Opaque.Fwid is not { } expected
                ? Outcome.NotApplicable("the report has no firmware id, as on switches and early firmware")
            : context.Chain.Value is null ? Outcome.NotChecked(ReasonCode.NotReached, "the chain could not be read")
            : context.LeafFirmwareId.Then(
                found => found.AsSpan().SequenceEqual(expected.Span)
                    ? Outcome.Pass
                    : Outcome.Fail(
                        ReasonCode.GpuFwidMismatch,
                        $"FWID: the report says {Convert.ToHexStringLower(expected.Span)}, certificate 0 says {Convert.ToHexStringLower(found)}"),
                ReasonCode.GpuFwidMissing,
                "firmware id in certificate 0") is var outcome && outcome.Status == CheckStatus.NotChecked
                    ? Outcome.Fail(
                        ReasonCode.GpuFwidMissing, context.LeafFirmwareId.Detail ?? "the report has a firmware id, certificate 0 has none")
                    : outcome,
        ReasonCode.SpdmTruncated,
        "report");

    private static Outcome Nonce(NvidiaContext context) => context.Request.Challenge switch
    {
        null when context.Request.IsRecorded => Outcome.NotApplicable("recorded evidence: whether it is a replay is not asked"),
        null => Outcome.NotChecked(ReasonCode.GpuNonceMissing, "no challenge was given, so this may be a replay"),
        { } challenge when challenge.Span.SequenceEqual(WellKnownNonce) || !challenge.Span.ContainsAnyExcept((byte)0) =>
            Outcome.Fail(
                ReasonCode.GpuNonceWellKnown,
                "the challenge is one that everybody knows (the vendor's sample, or zeros), so the answer may be a replay"),
        { } challenge =>
            context.Report.Then(report => Equal(challenge, report, ReasonCode.GpuNonceMismatch), ReasonCode.SpdmTruncated, "report"),
    };

    private static Outcome Equal(ReadOnlyMemory<byte> expected, GpuReport report, string reason) =>
        expected.Span.SequenceEqual(report.RequesterNonce.Span)
        ? Outcome.Pass
        : Outcome.Fail(
            reason,
            $"offset 0x{SpdmReader.NonceOffset:x}: expected {Convert.ToHexStringLower(expected.Span)}, found {Convert.ToHexStringLower(report.RequesterNonce.Span)}");
}
