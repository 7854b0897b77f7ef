using Conformance.Vectors;

namespace Conformance.Evidence.Policy;

/// <summary>Rules for the state of the platform that is signed into a report.</summary>
public sealed record SnpPlatformRules
{
    public bool AllowSmt { get; init; } = true;

    public bool AllowTsme { get; init; } = true;

    /// <summary>Trusted I/O: devices inside the guest's trust boundary.</summary>
    public bool AllowTio { get; init; }

    public bool RequireEcc { get; init; }

    public bool RequireRaplDisabled { get; init; }

    public bool RequireCiphertextHiding { get; init; }

    public bool RequireAliasCheck { get; init; }

    /// <summary>Bit 6; newer firmware sets it.</summary>
    public bool RequireIommuWriteSafe { get; init; }

    public static SnpPlatformRules Read(JsonFields fields)
    {
        var rules = new SnpPlatformRules
        {
            AllowSmt = fields.Flag("allowSmt", true),
            AllowTsme = fields.Flag("allowTsme", true),
            AllowTio = fields.Flag("allowTio", false),
            RequireEcc = fields.Flag("requireEcc", false),
            RequireRaplDisabled = fields.Flag("requireRaplDisabled", false),
            RequireCiphertextHiding = fields.Flag("requireCiphertextHiding", false),
            RequireAliasCheck = fields.Flag("requireAliasCheck", false),
            RequireIommuWriteSafe = fields.Flag("requireIommuWriteSafe", false),
        };
        fields.End();
        return rules;
    }
}
