using Conformance.Evidence.Nvidia.Carriers;
using Conformance.Evidence.Snp;
using Conformance.Evidence.Tdx;

namespace Conformance.Evidence.Composite;

/// <summary>A node's evidence as it came: read, and nothing of it believed.</summary>
public sealed record NodeEvidence
{
    /// <summary>What the evidence says that it answers; null where the form has no place for it or the text is none.</summary>
    public required ReadOnlyMemory<byte>? Challenge { get; init; }

    public required CpuEvidence Cpu { get; init; }

    /// <summary>GPUs and switches; never empty in our own format.</summary>
    public required IReadOnlyList<DeviceEvidence> Devices { get; init; }

    public required NodeBinding Binding { get; init; }

    public CollectionTimes? Times { get; init; }

    public PciInventory? Inventory { get; init; }

    /// <summary>Manifests of GPU firmware that came along.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Rims { get; init; } = [];

    /// <summary>Revocation answers that came along, and the nonce that was sent for them.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Ocsp { get; init; } = [];

    public ReadOnlyMemory<byte>? OcspNonce { get; init; }
}

/// <summary>The CPU's part: exactly one of the two.</summary>
public sealed record CpuEvidence
{
    public SnpEvidence? Snp { get; init; }

    public TdxEvidence? Tdx { get; init; }

    public string Kind => Snp is not null ? "snp" : "tdx";
}

/// <summary>A quote with what came along.</summary>
public sealed record TdxEvidence(ReadOnlyMemory<byte> Quote, TdxCollateral Collateral, ReadOnlyMemory<byte>? EventLog);

/// <summary>How the evidence says that its parts belong together.</summary>
public sealed record NodeBinding(BindingForm Form, CompositeLevel Claimed)
{
    /// <summary>DER of SubjectPublicKeyInfo; form 'gpu-key' only.</summary>
    public ReadOnlyMemory<byte>? Key { get; init; }

    /// <summary>r then s, one for each device in the devices' order; form 'gpu-key' only.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Endorsements { get; init; } = [];

    /// <summary>Form 'apus' only.</summary>
    public ApusBinding? Apus { get; init; }
}
