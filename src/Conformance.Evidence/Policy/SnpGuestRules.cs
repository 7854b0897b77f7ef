using Conformance.Vectors;

namespace Conformance.Evidence.Policy;

/// <summary>Rules for the guest policy that is signed into a report: what it may allow, and what it must demand of the platform.</summary>
public sealed record SnpGuestRules
{
    /// <summary>Debugging lets the host read the guest's memory.</summary>
    public bool AllowDebug { get; init; }

    /// <summary>A migration agent can move the guest, and with it the measurement, to another machine.</summary>
    public bool AllowMigration { get; init; }

    public bool AllowSmt { get; init; } = true;

    public bool AllowCxl { get; init; }

    public bool RequireSingleSocket { get; init; }

    public bool RequireAes256Xts { get; init; }

    public bool RequireRaplDisabled { get; init; }

    public bool RequireCiphertextHiding { get; init; }

    public bool RequirePageSwapDisabled { get; init; }

    /// <summary>The least firmware interface that the guest's policy must demand.</summary>
    public (byte Major, byte Minor)? MinimumAbi { get; init; }

    public static SnpGuestRules Read(JsonFields fields)
    {
        var rules = new SnpGuestRules
        {
            AllowDebug = fields.Flag("allowDebug", false),
            AllowMigration = fields.Flag("allowMigration", false),
            AllowSmt = fields.Flag("allowSmt", true),
            AllowCxl = fields.Flag("allowCxl", false),
            RequireSingleSocket = fields.Flag("requireSingleSocket", false),
            RequireAes256Xts = fields.Flag("requireAes256Xts", false),
            RequireRaplDisabled = fields.Flag("requireRaplDisabled", false),
            RequireCiphertextHiding = fields.Flag("requireCiphertextHiding", false),
            RequirePageSwapDisabled = fields.Flag("requirePageSwapDisabled", false),
            MinimumAbi = fields.MajorMinor("minimumAbi"),
        };
        fields.End();
        return rules;
    }
}
