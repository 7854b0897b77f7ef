using System.Text.Json.Nodes;
using Conformance.Evidence.Certificates;
using Conformance.Evidence.Checks;
using Conformance.Evidence.Nvidia.Chains;
using Conformance.Evidence.Nvidia.Checks;
using Conformance.Evidence.Nvidia.Rims;

namespace Conformance.Evidence.Nvidia;

/// <summary>Judges a manifest by itself, without a report.</summary>
public static class RimVerifier
{
    private static readonly IReadOnlyList<Check<Subject>> All =
    [
        new(
            NvidiaChecks.Id(
                "rim.format", "The manifest can be read", "TCG RIM Information Model 1.01; ISO/IEC 19770-2:2015", CheckClass.Format, true),
            s => s.Rim.Format(ReasonCode.RimMissing, "no manifest was given")),
        new(
            NvidiaChecks.Id(
                "rim.digest", "The signed digest is that of the whole manifest", "XML Signature 1.1, 3.2.1; Canonical XML 1.1",
                CheckClass.Authenticity, true),
            s => s.Then(Digest)),
        new(
            NvidiaChecks.Id(
                "rim.signature", "The signer's key signed that digest", "XML Signature 1.1, 3.2.2", CheckClass.Authenticity, true),
            s => s.Then(rim => Signature(rim, s.Signatures))),
        new(
            NvidiaChecks.Id(
                "rim.chain", "The signer's certificates lead to the vendor's manifest root key",
                "RFC 5280, 6.1.3; pinned: SHA-256 of SubjectPublicKeyInfo", CheckClass.Authenticity, true),
            s => s.Then(rim => SignerChain(rim, s.Signatures, s.Anchors))),
        new(
            NvidiaChecks.Id(
                "rim.validity", "The signer's certificates are valid at the given time", "RFC 5280, 6.1.3 (a)(2)", CheckClass.Time, true),
            s => s.Then(rim => PinnedChain.Validity(rim.Chain, s.Time))),
    ];

    public static CheckRegistry Registry { get; } = new("nvidia-rim", [.. All.Select(c => c.Id)]);

    public static EvidenceVerdict Verify(Part<Rim> rim, DateTimeOffset time, Anchors? anchors = null, ISignatureVerifier? signatures = null)
    {
        var subject = new Subject(rim, time, anchors ?? Anchors.Vendor, signatures ?? SystemSignatures.Instance);
        return EvidenceVerdict.Of(
            Registry,
            All.RunAll(subject),
            new HashSet<string>(),
            () => rim.Value is { } value ? NvidiaFacts.Of(value, subject.Signatures, subject.Anchors) : new JsonObject());
    }

    internal static Outcome Digest(Rim rim) => rim.DigestHolds
        ? Outcome.Pass
        : Outcome.Fail(ReasonCode.RimDigest, $"{rim.Place}: the manifest was changed after it was signed");

    internal static Outcome Signature(Rim rim, ISignatureVerifier signatures) => rim.Signature.SignatureHolds(rim.Root, signatures)
        ? Outcome.Pass
        : Outcome.Fail(
            ReasonCode.RimSignature, $"{rim.Place}: SignatureValue does not verify under the key of '{rim.Chain[0].Subject.CommonName}'");

    internal static Outcome SignerChain(Rim rim, ISignatureVerifier signatures, Anchors anchors)
    {
        var root = PinnedChain.Root(rim.Chain, anchors.RimRoot);
        var outcome = root.Status == CheckStatus.Pass ? PinnedChain.Links(rim.Chain, signatures) : root;
        return outcome.Status == CheckStatus.Pass ? outcome : outcome with { Detail = $"{rim.Place}: {outcome.Detail}" };
    }

    private sealed record Subject(Part<Rim> Rim, DateTimeOffset Time, Anchors Anchors, ISignatureVerifier Signatures)
    {
        public Outcome Then(Func<Rim, Outcome> check) => Rim.Then(check, ReasonCode.RimMissing, "manifest");
    }
}
