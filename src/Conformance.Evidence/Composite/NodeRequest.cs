using Conformance.Evidence.Certificates;
using Conformance.Evidence.Nvidia.Checks;
using Conformance.Evidence.Nvidia.Rims;
using Conformance.Evidence.Policy;

namespace Conformance.Evidence.Composite;

/// <summary>
/// A node's evidence and all that it is judged by. Pure data: the same request gives the same verdict, whenever and wherever.
/// </summary>
public sealed record NodeRequest
{
    public required Part<NodeEvidence> Evidence { get; init; }

    /// <summary>What the relying party sent, 32 bytes. Null: nothing, and then the evidence is refused, since it can be a replay.</summary>
    public ReadOnlyMemory<byte>? Challenge { get; init; }

    /// <summary>The instant at which validity and age are judged.</summary>
    public required DateTimeOffset Time { get; init; }

    public EvidencePolicy Policy { get; init; } = EvidencePolicy.Default;

    /// <summary>Manifests beside those in the evidence.</summary>
    public IReadOnlyList<Part<Rim>> Rims { get; init; } = [];

    public NodeAnchors Anchors { get; init; } = NodeAnchors.Vendors;

    public ISignatureVerifier Signatures { get; init; } = SystemSignatures.Instance;
}
