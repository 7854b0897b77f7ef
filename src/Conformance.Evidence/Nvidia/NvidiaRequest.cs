using Conformance.Evidence.Caching;
using Conformance.Evidence.Certificates;
using Conformance.Evidence.Nvidia.Carriers;
using Conformance.Evidence.Nvidia.Checks;
using Conformance.Evidence.Nvidia.Ocsp;
using Conformance.Evidence.Nvidia.Reports;
using Conformance.Evidence.Nvidia.Rims;

namespace Conformance.Evidence.Nvidia;

/// <summary>
/// One device's evidence and all that it is judged by. Pure data: the same request gives the same verdict, whenever and wherever.
/// </summary>
public sealed record NvidiaRequest
{
    public required DeviceEvidence Device { get; init; }

    /// <summary>The instant at which validity is judged.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>PEM or DER; used where the evidence brings no certificates itself.</summary>
    public ReadOnlyMemory<byte>? Certificates { get; init; }

    /// <summary>The verifier's challenge, 32 bytes. Null: none given, which is refused unless <see cref="IsRecorded"/>.</summary>
    public ReadOnlyMemory<byte>? Challenge { get; init; }

    /// <summary>The caller judges recorded evidence and knows that it can be a replay.</summary>
    public bool IsRecorded { get; init; }

    public IReadOnlyList<Part<Rim>> Rims { get; init; } = [];

    public IReadOnlyList<Part<OcspAnswer>> OcspAnswers { get; init; } = [];

    /// <summary>The nonce that was sent to the responder; null where none was sent.</summary>
    public ReadOnlyMemory<byte>? OcspNonce { get; init; }

    public SpdmRules Rules { get; init; } = SpdmRules.Strict;

    public Anchors Anchors { get; init; } = Anchors.Vendor;

    public NvidiaPolicy Policy { get; init; } = NvidiaPolicy.Default;

    public ISignatureVerifier Signatures { get; init; } = SystemSignatures.Instance;

    /// <summary>Where certificates that were read and signatures over them and over manifests that were verified are remembered.</summary>
    public EvidenceCache Cache { get; init; } = EvidenceCache.Shared;
}
