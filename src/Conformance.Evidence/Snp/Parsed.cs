using System.Diagnostics.CodeAnalysis;
using Conformance.Evidence.Checks;

namespace Conformance.Evidence.Snp;

/// <summary>Something that was read, or why it could not be, or neither where it was not given.</summary>
internal readonly struct Parsed<T>
    where T : class
{
    public T? Value { get; private init; }

    public EvidenceFormatException? Problem { get; private init; }

    public static Parsed<T> From(Func<T?> read)
    {
        try
        {
            return new Parsed<T> { Value = read() };
        }
        catch (EvidenceFormatException e)
        {
            return new Parsed<T> { Problem = e };
        }
    }

    /// <summary>Where there is no value: the outcome of the check that is about its presence.</summary>
    public bool IsMissing([NotNullWhen(false)] out T? value, string reason, string what, out Outcome outcome)
    {
        value = Value;
        outcome = Problem is { } problem ? Outcome.Fail(problem.Reason, problem.Message)
            : value is null ? Outcome.NotChecked(reason, $"{what}: none given")
            : Outcome.Pass;
        return value is null;
    }
}
