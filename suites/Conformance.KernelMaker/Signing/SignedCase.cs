namespace Conformance.KernelMaker.Signing;

/// <summary>A signed container and how it must be judged.</summary>
/// <param name="What">One sentence for people.</param>
/// <param name="Check">The check that must decide; null where the container must be accepted.</param>
internal sealed record SignedCase(string Id, string What, string? Check, string? Reason, Func<Scenario> Make)
{
    public static SignedCase Good(string id, string what, Action<Scenario>? change = null) =>
        new(id, what, null, null, () => Changed(change));

    public static SignedCase Bad(string id, string what, string check, string reason, Action<Scenario> change) =>
        new(id, what, "kernels." + check, reason, () => Changed(change));

    private static Scenario Changed(Action<Scenario>? change)
    {
        var scenario = new Scenario();
        change?.Invoke(scenario);
        return scenario;
    }
}
