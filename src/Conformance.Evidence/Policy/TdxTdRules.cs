using Conformance.Vectors;

namespace Conformance.Evidence.Policy;

/// <summary>What a TD may be, apart from what runs in it.</summary>
public sealed record TdxTdRules
{
    /// <summary>The host reads a debug TD's memory.</summary>
    public bool AllowDebug { get; init; }

    /// <summary>A migratable TD's secrets travel with it, to where its migration TD says.</summary>
    public bool AllowMigratable { get; init; }

    /// <summary>A bound service TD has a say over this one.</summary>
    public bool AllowServiceTd { get; init; }

    /// <summary>Values of MRSERVICETD that may be bound, where <see cref="AllowServiceTd"/> does not allow all.</summary>
    public ReferenceValues? ServiceTds { get; init; }

    /// <summary>Off by default: Linux guests on one large cloud run without it, and turn the exception off themselves.</summary>
    public bool RequireSeptVeDisable { get; init; }

    public bool AllowProtectionKeys { get; init; } = true;

    public bool AllowKeyLocker { get; init; } = true;

    public bool AllowPerformanceMonitoring { get; init; } = true;

    /// <summary>The whole of TDATTRIBUTES, 8 bytes as they stand in the quote.</summary>
    public ReferenceValues? Attributes { get; init; }

    /// <summary>The whole of XFAM, 8 bytes as they stand in the quote.</summary>
    public ReferenceValues? Xfam { get; init; }

    public static TdxTdRules Read(JsonFields fields)
    {
        var rules = new TdxTdRules
        {
            AllowDebug = fields.Flag("allowDebug", false),
            AllowMigratable = fields.Flag("allowMigratable", false),
            AllowServiceTd = fields.Flag("allowServiceTd", false),
            ServiceTds = ReferenceValues.Read(fields, "serviceTds", 48),
            RequireSeptVeDisable = fields.Flag("requireSeptVeDisable", false),
            AllowProtectionKeys = fields.Flag("allowProtectionKeys", true),
            AllowKeyLocker = fields.Flag("allowKeyLocker", true),
            AllowPerformanceMonitoring = fields.Flag("allowPerformanceMonitoring", true),
            Attributes = ReferenceValues.Read(fields, "attributes", 8),
            Xfam = ReferenceValues.Read(fields, "xfam", 8),
        };
        fields.End();
        return rules;
    }
}
