using System.Globalization;
using Conformance.Evidence.Nvidia.Checks;
using Conformance.Evidence.Policy;
using Conformance.Vectors;

namespace Conformance.Evidence.Nvidia;

/// <summary>What a relying party asks of a device beside genuineness.</summary>
public sealed record NvidiaPolicy
{
    /// <summary>More than any machine has.</summary>
    private const int MaxDevices = 4096;

    public static NvidiaPolicy Default { get; } = new();

    /// <summary>
    /// Whether a device is refused where no manifest vouches for its driver and firmware. Without, only its identity is known.
    /// </summary>
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

    /// <summary>'HOPPER', 'BLACKWELL', 'LS10'. Null: all.</summary>
    public IReadOnlySet<string>? Architectures { get; init; }

    /// <summary>Dotted decimal, as the report has it.</summary>
    public string? MinimumDriver { get; init; }

    /// <summary>Dotted hex, for GPUs.</summary>
    public string? MinimumVbios { get; init; }

    /// <summary>Dotted hex, for switches.</summary>
    public string? MinimumSwitchBios { get; init; }

    /// <summary>'SPT', 'MPT', 'PPCIE'. Null: all, and firmware that names none.</summary>
    public IReadOnlySet<string>? Modes { get; init; }

    /// <summary>Serial numbers of leaf certificates, decimal as tokens have them ('ueid'); only these devices. Null: all.</summary>
    public IReadOnlySet<string>? Identities { get; init; }

    /// <summary>How many GPUs must have answered; null: not asked. A node that leaves one out hides it.</summary>
    public int? Gpus { get; init; }

    /// <summary>How many switches must have answered; null: not asked.</summary>
    public int? Switches { get; init; }

    /// <exception cref="VectorFormatException">An unknown member, or a value that cannot be meant.</exception>
    public static NvidiaPolicy Read(JsonFields fields)
    {
        var policy = new NvidiaPolicy
        {
            RequireMeasurements = fields.Flag("requireMeasurements", true),
            RequireRevocation = fields.Flag("requireRevocation", false),
            AllowRimHold = fields.Flag("allowRimHold", false),
            PinnedRims = fields.Has("pinnedRims") ? Digests(fields, "pinnedRims") : null,
            OcspSkew = TimeSpan.FromSeconds(fields.Number("ocspSkewSeconds", 86400) ?? 300),
            Architectures = fields.OneOf("architectures", "HOPPER", "BLACKWELL", "LS10"),
            MinimumDriver = Version(fields, "minimumDriver", NumberStyles.None),
            MinimumVbios = Version(fields, "minimumVbios", NumberStyles.AllowHexSpecifier),
            MinimumSwitchBios = Version(fields, "minimumSwitchBios", NumberStyles.AllowHexSpecifier),
            Modes = fields.OneOf("modes", "SPT", "MPT", "PPCIE"),
            Identities = fields.Has("identities") ? Serials(fields, "identities") : null,
            Gpus = fields.Number("gpus", MaxDevices) is { } gpus ? (int)gpus : null,
            Switches = fields.Number("switches", MaxDevices) is { } switches ? (int)switches : null,
        };
        fields.End();
        return policy;
    }

    private static HashSet<string> Digests(JsonFields fields, string name)
    {
        var values = fields.Texts(name);
        return values.Count > 0
            ? [.. values.Select(v => fields.CheckDigest(v, name))]
            : throw fields.Bad($"'{name}' lists nothing, so nothing could be accepted; leave it out instead");
    }

    private static HashSet<string> Serials(JsonFields fields, string name)
    {
        var values = fields.Texts(name);
        return values.Count > 0 && values.All(v => v.Length > 0 && v.All(char.IsAsciiDigit))
            ? [.. values.Select(v => v.TrimStart('0'))]
            : throw fields.Bad($"'{name}' must list serial numbers in decimal, and at least one");
    }

    private static string? Version(JsonFields fields, string name, NumberStyles style) =>
        fields.OptionalText(name) is not { } text ? null
        : PolicyChecks.Compare(text, text, style) is not null ? text
        : throw fields.Bad($"'{name}' must be dotted groups of digits, not '{text}'");
}
