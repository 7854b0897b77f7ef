using Conformance.Evidence.Checks;

namespace Conformance.Evidence.Nvidia.Checks;

/// <summary>A piece of evidence as far as it could be read: the value, or why there is none.</summary>
public sealed record Part<T>(T? Value, string? Reason, string? Detail)
    where T : class
{
    public bool IsMissing => Value is null && Reason is null;

    /// <summary>The outcome of the check that the part can be read.</summary>
    public Outcome Format(string missingReason, string missing) =>
        Value is not null ? Outcome.Pass : IsMissing ? Outcome.NotChecked(missingReason, missing) : Outcome.Fail(Reason!, Detail!);

    /// <summary>The outcome of a check of the part's content.</summary>
    public Outcome Then(Func<T, Outcome> check, string missingReason, string what) => Value is { } value
        ? check(value)
        : Outcome.NotChecked(
            IsMissing ? missingReason : ReasonCode.NotReached, IsMissing ? $"no {what} was given" : $"the {what} could not be read");
}

/// <summary>Makes parts.</summary>
public static class Part
{
    public static Part<T> Missing<T>()
        where T : class => new(null, null, null);

    public static Part<T> Read<T>(Func<T> read)
        where T : class
    {
        try
        {
            return new Part<T>(read(), null, null);
        }
        catch (EvidenceFormatException e)
        {
            return new Part<T>(null, e.Reason, e.Message);
        }
    }
}
