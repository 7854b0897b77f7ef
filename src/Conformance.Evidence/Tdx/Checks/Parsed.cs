using Conformance.Evidence.Checks;

namespace Conformance.Evidence.Tdx;

/// <summary>An input that was read, or the outcome of the check that needed it.</summary>
internal readonly struct Parsed<T>
    where T : class
{
    private Parsed(T? value, Outcome problem) => (Value, Problem) = (value, problem);

    public T? Value { get; }

    public Outcome Problem { get; }

    public bool IsAbsent => Value is null && Problem.Status == CheckStatus.NotChecked;

    public static Parsed<T> Of(T value) => new(value, default);

    public static Parsed<T> Not(Outcome problem) => new(null, problem);

    /// <param name="bytes">Null: the input is missing.</param>
    public static Parsed<T> Read(ReadOnlyMemory<byte>? bytes, string missing, string name, Func<ReadOnlyMemory<byte>, T> read)
    {
        if (bytes is not { } present)
        {
            return Not(Outcome.NotChecked(missing, $"{name} is not there"));
        }

        try
        {
            return Of(read(present));
        }
        catch (EvidenceFormatException e)
        {
            return Not(Outcome.Fail(e.Reason, e.Message));
        }
    }

    /// <summary>Whether the input could be read.</summary>
    public Outcome Outcome => Value is null ? Problem : Outcome.Pass;

    /// <summary>A further check of the input. Where it is missing or broken, another check says so.</summary>
    public Outcome Then(Func<T, Outcome> check) =>
        Value is not null ? check(Value)
        : IsAbsent ? Problem
        : Outcome.NotChecked(ReasonCode.NotReached, "its subject could not be read");
}
