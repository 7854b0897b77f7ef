using Conformance.Numerics.Operators;

namespace Conformance.Backends.Mutants;

/// <summary>A seeded fault: some operators computed wrongly in one typical way, the rest by the reference.</summary>
/// <param name="Name">The selector is 'mutant:' and this.</param>
/// <param name="Fault">What is wrong, in the words of a report.</param>
/// <param name="Operators">The operators that it breaks: the suite must fail at least one case of each.</param>
/// <param name="Run">Computes one call; returns false to leave it to the reference.</param>
public sealed record Mutant(string Name, string Fault, IReadOnlyList<string> Operators, Func<OperatorArguments, bool> Run)
{
    /// <summary>Where the fault is seen from outside: status FAIL, or FLAKY for one that changes its mind.</summary>
    public bool IsFlaky { get; init; }
}
