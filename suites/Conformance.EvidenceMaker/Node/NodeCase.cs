namespace Conformance.EvidenceMaker.Node;

/// <summary>A case: a node's file, and what a verifier must say to it.</summary>
/// <param name="Level">The level that holds, whatever is claimed.</param>
/// <param name="Check">The check that must decide; null for an accept.</param>
/// <param name="Reason">The exact reason; null for an accept.</param>
internal sealed record NodeCase(string Id, string What, string Level, string? Check, string? Reason, Func<byte[]> Build)
{
    /// <summary>Name of a policy (<see cref="NodePolicies"/>).</summary>
    public string Policy { get; init; } = "a";

    public required string Time { get; init; }

    /// <summary>What the relying party sent, in hex; null for the challenge of every honest case, empty for none.</summary>
    public string? Challenge { get; init; }

    public static NodeCase Ok(string id, string what, string level, NodeScenario scenario, string policy = "a") =>
        new(id, what, level, null, null, scenario.Build) { Policy = policy, Time = scenario.Time };

    /// <param name="check">Without the kind that all have in common.</param>
    public static NodeCase Bad(string id, string what, string level, string check, string reason, NodeScenario scenario, string policy = "a") =>
        new(id, what, level, "node." + check, reason, scenario.Build) { Policy = policy, Time = scenario.Time };
}
