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
        if (MutantList.Find(selector[(selector.IndexOf(':', StringComparison.Ordinal) + 1)..]) is { } mutant)
        {
            return new MutantBackend(mutant);
        }

        var parts = selector.Split(':');
        if (parts.Length is < 2 or > 3 || !ProcessMutant.Faults.Contains(parts[1])
            || (parts.Length == 3 && OperatorRegistry.Find(parts[2]) is null))
        {
            throw new BackendException(BackendFailure.DeviceAbsent, $"no mutant '{selector}'; there are {string.Join(", ", MutantList.All.Select(m => m.Name).Concat(ProcessMutant.Faults))}");
        }

        return new ProcessMutant(selector, parts[1], parts.Length == 3 ? parts[2] : null);
    }
}
