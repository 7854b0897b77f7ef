using Conformance.Evidence.Policy;
using Conformance.Vectors;

namespace Conformance.Evidence.Composite;

/// <summary>What a relying party asks of CPU and GPUs together.</summary>
public sealed record NodePolicy
{
    private const int Day = 86400;

    public static NodePolicy Default { get; } = new();

    /// <summary>A to C. Evidence that stands side by side is never enough.</summary>
    public CompositeLevel MinimumLevel { get; init; } = CompositeLevel.A;

    /// <summary>How much later than the GPUs the CPU may have been asked.</summary>
    public TimeSpan MaximumSpread { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long before the given time the CPU may have been asked; also how far its clock may be ahead.</summary>
    public TimeSpan MaximumAge { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How long ago revocation lists, revocation answers, TCB info and QE identity may have been issued. Null: until they expire.
    /// </summary>
    public TimeSpan? MaximumEndorsementAge { get; init; }

    /// <summary>
    /// Whether the guest's measurement must be one that the policy names: a guest of anybody's making can vouch for anybody's GPUs.
    /// </summary>
    public bool RequireGuestMeasurement { get; init; } = true;

    /// <exception cref="VectorFormatException">An unknown member, or a value that cannot be meant.</exception>
    public static NodePolicy Read(JsonFields fields)
    {
        var policy = new NodePolicy
        {
            MinimumLevel = fields.OptionalText("minimumLevel") switch
            {
                null or "A" => CompositeLevel.A,
                "B" => CompositeLevel.B,
                "C" => CompositeLevel.C,
                var other => throw fields.Bad($"'minimumLevel' must be A, B or C, not '{other}'"),
            },
            MaximumSpread = TimeSpan.FromSeconds(fields.Number("maximumSpreadSeconds", Day) ?? 300),
            MaximumAge = TimeSpan.FromSeconds(fields.Number("maximumAgeSeconds", 365L * Day) ?? 300),
            MaximumEndorsementAge = fields.Number("maximumEndorsementAgeSeconds", 3650L * Day) is { } age
                ? TimeSpan.FromSeconds(age)
                : null,
            RequireGuestMeasurement = fields.Flag("requireGuestMeasurement", true),
        };
        fields.End();
        return policy;
    }
}
