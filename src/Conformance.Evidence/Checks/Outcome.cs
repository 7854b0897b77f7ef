using Conformance.Vectors;

namespace Conformance.Evidence.Checks;

/// <summary>What one check found; a <see cref="Finding"/> without its check.</summary>
public readonly record struct Outcome(CheckStatus Status, string? Reason, string? Detail)
{
    public static Outcome Pass { get; } = new(CheckStatus.Pass, null, null);

    public static Outcome Passed(string detail) => new(CheckStatus.Pass, null, detail);

    /// <param name="reason">One of <see cref="ReasonCode"/>.</param>
    /// <param name="detail">The offset or field, what was expected and what was found.</param>
    public static Outcome Fail(string reason, string detail) => new(CheckStatus.Fail, reason, OneLine.Of(detail));

    public static Outcome NotApplicable(string detail) => new(CheckStatus.NotApplicable, null, detail);

    public static Outcome NotChecked(string reason, string detail) => new(CheckStatus.NotChecked, reason, OneLine.Of(detail));

    /// <summary>The relying party gave nothing to compare with.</summary>
    public static Outcome NoReference { get; } =
        new(CheckStatus.NotChecked, ReasonCode.NoReferenceValue, "the policy gives no value to compare with");
}
