using Conformance.Backends;
using Conformance.Certification.Running;
using Conformance.Certification.Workers;

namespace Conformance.Bench.Kernels.Targets;

/// <summary>The targets of this run. Every family of the registry is asked, so that a new backend appears by itself.</summary>
/// <param name="Targets">In the registry's order.</param>
/// <param name="Absent">Selector and reason of what was asked for, or usually is measured, and is not here.</param>
public sealed record TargetList(IReadOnlyList<Target> Targets, IReadOnlyDictionary<string, string> Absent)
{
    /// <summary>
    /// Kinds that no time is wanted of unless they are named: the readable definition, faults on purpose, and a device disturbed on
    /// purpose.
    /// </summary>
    private static readonly string[] OnlyIfNamed = ["reference", "mutant", "cuda-loaded"];

    /// <summary>
    /// What the benchmark classes ask for, since their parameters are found by static members: everything, unless <see cref="Choose"/> was
    /// called.
    /// </summary>
    public static TargetList Current { get => field ??= Of(BackendRegistry.Default, []); private set; }

    /// <param name="selectors">Selectors, families or kinds, as 'conformance run --backend' takes them; empty: all that are measured
    /// usually.</param>
    public static void Choose(IReadOnlyList<string> selectors) => Current = Of(BackendRegistry.Default, selectors);

    /// <summary>The first selector that names no family; null where all do.</summary>
    public static string? Unknown(IEnumerable<string> selectors) =>
        selectors.FirstOrDefault(s => BackendRegistry.Default.FamilyOf(s) is null);

    public static TargetList Of(BackendRegistry registry, IReadOnlyList<string> selectors)
    {
        var targets = new List<Target>();
        var absent = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var family in registry.Families)
        {
            var named = selectors.Where(s => registry.FamilyOf(s) == family).ToList();
            if (selectors.Count > 0 && named.Count == 0)
            {
                continue;
            }

            var found = Discover(family);
            targets.AddRange(found.Available.Where(c => named.Count == 0 ? IsUsual(c) : named.Any(s => IsMeant(c, s, family)))
                .SelectMany(Of));
            foreach (var selector in named.Count == 0 ? [family.Name] : named)
            {
                if (named.Count == 0 ? found.Available.Count == 0
                    && IsUsual(family) : !found.Available.Any(c => IsMeant(c, selector, family)))
                {
                    absent[selector] = Reason(found, selector);
                }
            }
        }

        return new TargetList(targets, absent);
    }

    /// <summary>In this process: a crash of a driver ends the run, as it would end the rows that are wanted.</summary>
    private static Discovery Discover(IBackendFamily family) => family is not ExternalFamily ? family.Discover() : new Discovery([],
    [
        new BackendAbsence(
            family.Name, BackendFailure.OperatorMissing, "it runs in a program of its own, whose calls cannot be timed from here", ""),
    ]);

    private static string Reason(Discovery found, string selector)
    {
        // Where the family has other devices, what it lacks is a kind that was not asked for.
        var absence = found.Absent.FirstOrDefault(a => a.Kind == selector)
            ?? (found.Available.Count == 0 && found.Absent.Count > 0 ? found.Absent[0] : null);
        return absence is null
            ? $"{BackendFailure.DeviceAbsent.Code()}: no device '{selector}'"
            : $"{absence.Failure.Code()}: {absence.Detail}";
    }

    private static bool IsUsual(BackendCandidate candidate) => !OnlyIfNamed.Contains(candidate.Kind);

    private static bool IsUsual(IBackendFamily family) => family is not ExternalFamily && !family.Kinds.All(OnlyIfNamed.Contains);

    /// <summary>A selector, a kind, or a whole family, of which only the usual devices are meant unless it has no others.</summary>
    private static bool IsMeant(BackendCandidate candidate, string selector, IBackendFamily family) =>
        candidate.Selector == selector || candidate.Kind == selector
        || (family.Name == selector && (IsUsual(candidate) || family.Kinds.All(OnlyIfNamed.Contains)));

    private static IEnumerable<Target> Of(BackendCandidate candidate) => candidate.Selector == "cpu"
        ? new[] { 1, Environment.ProcessorCount }.Distinct().Select(threads => new Target("cpu", threads))
        : [new Target(candidate.Selector, 0)];
}
