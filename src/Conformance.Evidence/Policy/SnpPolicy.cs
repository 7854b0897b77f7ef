using System.Globalization;
using Conformance.Vectors;

namespace Conformance.Evidence.Policy;

/// <summary>
/// The part of a policy that is about SEV-SNP reports. The defaults refuse what lets the host read or move the guest, and accept what
/// genuine clouds do (SMT, firmware that is not committed yet); whoever wants less says so.
/// </summary>
public sealed record SnpPolicy
{
    public SnpGuestRules Guest { get; init; } = new();

    public SnpPlatformRules Platform { get; init; } = new();

    /// <summary>Kinds of key that may sign: 'VCEK', 'VLEK'. Null: both.</summary>
    public IReadOnlySet<string>? Signers { get; init; }

    /// <summary>'Milan', 'Genoa', 'Turin'. Null: all.</summary>
    public IReadOnlySet<string>? ProductLines { get; init; }

    /// <summary>Privilege levels that may ask for a report. Null: 0 to 3, but never the host.</summary>
    public IReadOnlySet<int>? Vmpl { get; init; }

    public ReferenceValues? Measurements { get; init; }

    public ReferenceValues? ReportData { get; init; }

    public ReferenceValues? HostData { get; init; }

    public ReferenceValues? FamilyIds { get; init; }

    public ReferenceValues? ImageIds { get; init; }

    public ReferenceValues? ReportIds { get; init; }

    public ReferenceValues? ReportIdMas { get; init; }

    public ReferenceValues? ChipIds { get; init; }

    /// <summary>Cloud providers (cspID of a VLEK).</summary>
    public IReadOnlyList<string>? CspIds { get; init; }

    /// <summary>Whether a report that hides its chip will do. It does not tell which machine spoke.</summary>
    public bool AllowMaskedChipId { get; init; } = true;

    public long? MinimumGuestSvn { get; init; }

    public long? MinimumBuild { get; init; }

    public (byte Major, byte Minor)? MinimumVersion { get; init; }

    public SnpTcbMinimum? MinimumTcb { get; init; }

    public SnpTcbMinimum? MinimumLaunchTcb { get; init; }

    public SnpTcbMinimum? MinimumCommittedTcb { get; init; }

    /// <summary>Whether the platform may run firmware that it can still roll back (committed below current).</summary>
    public bool PermitProvisionalFirmware { get; init; } = true;

    /// <summary>SHA-384 of trusted ID keys, each in AMD's 1028-byte form.</summary>
    public ReferenceValues? TrustedIdKeys { get; init; }

    /// <summary>SHA-384 of trusted author keys.</summary>
    public ReferenceValues? TrustedAuthorKeys { get; init; }

    public bool RequireAuthorKey { get; init; }

    /// <summary>Mitigations that must have been active at launch.</summary>
    public ulong? LaunchMitigations { get; init; }

    /// <summary>Mitigations that must be active now.</summary>
    public ulong? CurrentMitigations { get; init; }

    public static SnpPolicy Read(JsonFields fields)
    {
        var policy = new SnpPolicy
        {
            Guest = fields.Has("guestPolicy") ? SnpGuestRules.Read(fields.Object("guestPolicy")) : new(),
            Platform = fields.Has("platform") ? SnpPlatformRules.Read(fields.Object("platform")) : new(),
            Signers = fields.OneOf("signers", "VCEK", "VLEK"),
            ProductLines = fields.OneOf("productLines", "Milan", "Genoa", "Turin"),
            Vmpl = Levels(fields),
            Measurements = ReferenceValues.Read(fields, "measurements", 48),
            ReportData = ReferenceValues.Read(fields, "reportData", 64),
            HostData = ReferenceValues.Read(fields, "hostData", 32),
            FamilyIds = ReferenceValues.Read(fields, "familyIds", 16),
            ImageIds = ReferenceValues.Read(fields, "imageIds", 16),
            ReportIds = ReferenceValues.Read(fields, "reportIds", 32),
            ReportIdMas = ReferenceValues.Read(fields, "reportIdMas", 32),
            ChipIds = ReferenceValues.Read(fields, "chipIds", 64),
            CspIds = fields.Has("cspIds") ? fields.Texts("cspIds") : null,
            AllowMaskedChipId = fields.Flag("allowMaskedChipId", true),
            MinimumGuestSvn = fields.Number("minimumGuestSvn", uint.MaxValue),
            MinimumBuild = fields.Number("minimumBuild", byte.MaxValue),
            MinimumVersion = fields.MajorMinor("minimumVersion"),
            MinimumTcb = SnpTcbMinimum.Read(fields, "minimumTcb"),
            MinimumLaunchTcb = SnpTcbMinimum.Read(fields, "minimumLaunchTcb"),
            MinimumCommittedTcb = SnpTcbMinimum.Read(fields, "minimumCommittedTcb"),
            PermitProvisionalFirmware = fields.Flag("permitProvisionalFirmware", true),
            TrustedIdKeys = ReferenceValues.Read(fields, "trustedIdKeys", 48),
            TrustedAuthorKeys = ReferenceValues.Read(fields, "trustedAuthorKeys", 48),
            RequireAuthorKey = fields.Flag("requireAuthorKey", false),
            LaunchMitigations = Bits(fields, "launchMitigations"),
            CurrentMitigations = Bits(fields, "currentMitigations"),
        };
        fields.End();
        return policy;
    }

    private static HashSet<int>? Levels(JsonFields fields)
    {
        if (!fields.Has("vmpl"))
        {
            return null;
        }

        var levels = fields.Int32s("vmpl");
        return levels.Count > 0 && levels.All(l => l is >= 0 and <= 3)
            ? [.. levels]
            : throw fields.Bad("'vmpl' must list levels from 0 to 3");
    }

    private static ulong? Bits(JsonFields fields, string name) => fields.OptionalText(name) is not { } text
        ? null
        : text.StartsWith("0x", StringComparison.Ordinal)
            && ulong.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
                ? value
                : throw fields.Bad($"'{name}' must be like '0x3', not '{text}'");
}
