namespace Conformance.Evidence.TdxVectors;

/// <summary>A case: the valid scenario with one thing changed, and what a verifier must say.</summary>
/// <param name="Check">The check that must decide; null for cases that must be accepted.</param>
/// <param name="Reason">The exact reason; null for cases that must be accepted.</param>
public sealed record Twin(string Id, string What, string? Check, string? Reason, Action<Scenario> Change, bool Is15 = false)
{
    public Scenario Make()
    {
        var scenario = new Scenario { Is15 = Is15 };
        Change(scenario);
        return scenario;
    }
}
