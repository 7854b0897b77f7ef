namespace Conformance.Evidence.Checks;

/// <summary>What became of one check.</summary>
public enum CheckStatus
{
    Pass,
    Fail,

    /// <summary>The evidence or the policy gives this check nothing to say: no chip id in a VLEK, a bit that nobody demands.</summary>
    NotApplicable,

    /// <summary>An input was missing or an earlier failure stood in the way. Never counts as a pass of a required check.</summary>
    NotChecked,
}
