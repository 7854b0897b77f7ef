using Conformance.Operators;

namespace Conformance.Backends.Mutants;

/// <summary>
/// Backends that break on purpose, so that the harness itself can be tested, by its suites and by whoever doubts it. Never
/// discovered: only '--backend mutant:…' opens one, and no must-pass list asks for the kind.
/// </summary>
public sealed class MutantFamily : IBackendFamily
{
    public string Name => "mutant";

    public string Summary => "faults on purpose, for the tests of the harness";

    public IReadOnlyList<string> Kinds { get; } = ["mutant"];

    public bool IsNative => false;

    public Discovery Discover() => new([], []);

    /// <param name="selector">
    /// 'mutant:name' for a seeded fault; 'mutant:fault' for a fault of the process at every operator, 'mutant:fault:operator' at one.
    /// </param>
    public IBackend Open(string selector)
    {
        var parts = selector.Split(':');
        return !Knows(selector)
            ? throw new BackendException(BackendFailure.DeviceAbsent, $"no mutant '{selector}'; there are {string.Join(", ", Names)}")
            : MutantList.Find(parts[1]) is { } mutant
                ? new MutantBackend(mutant)
                : new ProcessMutant(selector, parts[1], parts.Length == 3 ? parts[2] : null);
    }

    public static IEnumerable<string> Names => MutantList.All.Select(m => m.Name).Union(ProcessMutant.Faults);

    /// <summary>Whether a selector names a mutant that exists.</summary>
    public static bool Knows(string selector) => selector.Split(':') switch
    {
        [_, var name] => Names.Contains(name),
        [_, var name, var operatorName] => ProcessMutant.Faults.Contains(name) && OperatorRegistry.Find(operatorName) is not null,
        _ => false,
    };
}
