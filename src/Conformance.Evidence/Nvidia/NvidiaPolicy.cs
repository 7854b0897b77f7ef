namespace Conformance.Evidence.Nvidia;

/// <summary>What a relying party asks of a device beside genuineness.</summary>
public sealed record NvidiaPolicy
{
    public static NvidiaPolicy Default { get; } = new();

    /// <summary>Whether a device is refused where no manifest vouches for its driver and firmware. Without, only its identity is known.</summary>
    public bool RequireMeasurements { get; init; } = true;

    /// <summary>Whether every certificate that the vendor's responder knows needs a fresh answer.</summary>
    public bool RequireRevocation { get; init; }

    /// <summary>Ids of other checks that must have been made.</summary>
    public IReadOnlySet<string> Required { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Whether certificateHold, which the vendor can lift, is accepted for signers of manifests. Never for devices.</summary>
    public bool AllowRimHold { get; init; }

    /// <summary>SHA-256 of manifests, lower-case hex; only these are accepted. Null: all that are signed.</summary>
    public IReadOnlySet<string>? PinnedRims { get; init; }

    /// <summary>How far the responder's clock may differ from the given time.</summary>
    public TimeSpan OcspSkew { get; init; } = TimeSpan.FromMinutes(5);
}
