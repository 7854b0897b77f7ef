using Conformance.Evidence.Certificates;
using Conformance.Evidence.Checks;
using Conformance.Evidence.Nvidia;
using Conformance.Evidence.Nvidia.Carriers;
using Conformance.Evidence.Nvidia.Checks;
using Conformance.Evidence.Nvidia.Ocsp;
using Conformance.Evidence.Nvidia.Reports;
using Conformance.Evidence.Nvidia.Rims;

namespace Conformance.Evidence.Composite;

/// <summary>One device: what was read of it here, and the verdict on it.</summary>
/// <param name="Report">Null where it could not be read.</param>
/// <param name="Chain">Leaf first; empty where it could not be read.</param>
internal sealed record GpuPart(DeviceEvidence Evidence, GpuReport? Report, IReadOnlyList<Certificate> Chain, EvidenceVerdict Verdict)
{
    /// <summary>
    /// A device's own certificate, issued once for the chip, stands above the leaf where the chain has an issuer for it besides the root.
    /// </summary>
    private const int ChipPosition = 1;
    private const int ShortestWithChip = 4;

    /// <summary>The nonce is judged by the node's own check, against what the level demands.</summary>
    private const string NonceCheck = "nvidia.report.nonce";

    public Certificate? Leaf => Chain.Count > 0 ? Chain[0] : null;

    /// <summary>Keys that no two devices can have in common.</summary>
    public IEnumerable<string> Keys => Chain.Take(Chain.Count >= ShortestWithChip ? ChipPosition + 1 : 1).Select(c => c.KeyFingerprint);

    /// <summary>Genuine hardware said this, to whomever.</summary>
    public bool IsGenuine => Verdict.Findings.All(f =>
        !f.IsAuthenticity || f.Check.Id == NonceCheck || f.Status is CheckStatus.Pass or CheckStatus.NotApplicable
        || (f.Status == CheckStatus.NotChecked && !f.Check.IsRequired));

    /// <summary>The devices' verdicts, one by one and together.</summary>
    /// <param name="nonce">What they must have answered; null where the claimed level does not say.</param>
    public static (IReadOnlyList<GpuPart> Devices, EvidenceVerdict? Together) Of(NodeEvidence evidence, byte[]? nonce, NodeRequest request)
    {
        if (evidence.Devices.Count == 0)
        {
            return ([], null);
        }

        var ocsp = evidence.Ocsp.Select((bytes, i) => Part.Read<OcspAnswer>(() => OcspReader.Read(bytes, $"ocsp[{i}]"))).ToList();
        var carried = evidence.Rims.Select((bytes, i) => Part.Read<Rim>(() => RimReader.Read(bytes, $"rims[{i}]")));
        IReadOnlyList<Part<Rim>> rims = [.. carried, .. request.Rims];
        var policy = request.Policy.Nvidia with
        {
            Required = request.Policy.Required,
            RequireRevocation = request.Policy.Nvidia.RequireRevocation || ocsp.Count > 0,
        };
        var node = NodeVerifier.Verify([.. evidence.Devices.Select(device => new NvidiaRequest
        {
            Device = device,
            Time = request.Time,
            Challenge = nonce is null ? default(ReadOnlyMemory<byte>?) : nonce,
            IsRecorded = nonce is null,
            Rims = rims,
            OcspAnswers = ocsp,
            OcspNonce = evidence.OcspNonce,
            Anchors = request.Anchors.Nvidia,
            Policy = policy,
            Signatures = request.Signatures,
        })]);
        return ([.. evidence.Devices.Select((device, i) => Of(device, node.Devices[i]))], node.Verdict);
    }

    private static GpuPart Of(DeviceEvidence device, EvidenceVerdict verdict)
    {
        var report = Part.Read<GpuReport>(() => SpdmReader.Read(device.Report, SpdmRules.Strict, device.Place));
        var chain = device.Certificates is { } bytes
            ? Part.Read<IReadOnlyList<Certificate>>(() => CertificateReader.ReadAll(bytes, device.Place))
            : null;
        return new GpuPart(device, report.Value, chain?.Value ?? [], verdict);
    }
}
