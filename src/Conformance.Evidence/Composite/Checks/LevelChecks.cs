using Conformance.Evidence.Checks;

namespace Conformance.Evidence.Composite.Checks;

/// <summary>Which level holds, and whether it is the one that is claimed and asked for.</summary>
internal static class LevelChecks
{
    public static Outcome Claim(NodeContext context) => OnLevel(context, level => context.Claimed <= level.Level
        ? Outcome.Passed($"claimed {context.Claimed}, found {level.Level}")
        : Lacking(level, ReasonCode.NodeLevelClaim, $"claimed {context.Claimed}, but only {level.Level} holds: {level.Lack}"));

    public static Outcome Minimum(NodeContext context) => OnLevel(context, level =>
        level.Level == CompositeLevel.D ? Lacking(
            level, ReasonCode.NodeLevelSideBySide, $"CPU and GPUs stand side by side (D), which is never enough: {level.Lack}")
        : level.Level < context.Policy.MinimumLevel
            ? Lacking(
                level,
                ReasonCode.NodeLevelMinimum,
                $"expected at least level {context.Policy.MinimumLevel}, found {level.Level}: {level.Lack}")
        : Outcome.Passed($"level {level.Level}"));

    private static Outcome OnLevel(NodeContext context, Func<LevelFinding, Outcome> check) =>
        context.Evidence is null ? NodeContext.NotReached : check(context.Level);

    // Where an input was missing, the check that misses it is the one to say so.
    private static Outcome Lacking(LevelFinding level, string reason, string detail) =>
        level.IsGap ? Outcome.NotChecked(ReasonCode.NotReached, detail) : Outcome.Fail(reason, detail);
}
