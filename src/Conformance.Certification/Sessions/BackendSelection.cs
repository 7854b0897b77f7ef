using Conformance.Backends;
using Conformance.Backends.Mutants;
using Conformance.Certification.Profiles;
using Conformance.Certification.Reports;
using Conformance.Certification.Running;

namespace Conformance.Certification.Sessions;

/// <summary>Which of the backends that were found a run uses, and which missing ones it has to name.</summary>
public sealed record BackendSelection(IReadOnlyList<string> Selectors, IReadOnlyList<AbsentBackend> Absent)
{
    public const string SoftwareProfile = "software";
    public const string GpuProfile = "gpu-node";

    /// <summary>The best profile for what was found.</summary>
    public static string DefaultProfile(Discovery found) =>
        found.Available.Any(c => MustPassLine.Serves(c.Kind, MustPassLine.AnyGpu)) ? GpuProfile : SoftwareProfile;

    /// <summary>Without a choice of the user's: everything of the kinds in the list.</summary>
    public static BackendSelection ForProfile(MustPassList list, Discovery found)
    {
        var served = found.Available.Where(c => list.Kinds.Any(kind => MustPassLine.Serves(c.Kind, kind))).ToList();
        return new(
            [.. served.Select(c => c.Selector)],
            [.. found.Absent.Where(a => list.Kinds.Any(kind => Misses(kind, a))).Select(ToAbsent)]);

        // Where any GPU will do, a road to one that this machine does not have is named only if there is no other; one that is broken,
        // always.
        bool Misses(string kind, BackendAbsence absence) =>
            kind == absence.Kind ? !served.Any(c => MustPassLine.Serves(c.Kind, kind))
            : kind == MustPassLine.AnyGpu && MustPassLine.Serves(absence.Kind, kind)
                && (absence.Failure != BackendFailure.DeviceAbsent || !served.Any(c => MustPassLine.Serves(c.Kind, kind)));
    }

    /// <summary>The user's choice. A name that no family has is a usage error; a device that is not there is an absence.</summary>
    /// <exception cref="RunRefusedException">An unknown backend.</exception>
    public static BackendSelection ForUser(IReadOnlyList<string> wanted, BackendRegistry registry, Discovery found)
    {
        var selectors = new List<string>();
        var absent = new List<AbsentBackend>();
        foreach (var name in wanted)
        {
            var family = registry.FamilyOf(name) ?? throw Unknown(name, registry);
            var matching = found.Available
                .Where(c => c.Selector == name || c.Kind == name || c.Selector.Split(':')[0] == name)
                .Select(c => c.Selector).ToList();
            if (matching.Count > 0)
            {
                selectors.AddRange(matching);
            }
            else if (family is MutantFamily)
            {
                // Never discovered; see MutantFamily.
                selectors.Add(MutantFamily.Knows(name)
                    ? name
                    : throw new RunRefusedException(2, $"no mutant '{name}'; there are {string.Join(", ", MutantFamily.Names)}"));
            }
            else if (found.Absent.FirstOrDefault(a => a.Kind == name
                || (family.Kinds.Contains(a.Kind) && Devices(family, found).Count == 0)) is { } absence)
            {
                absent.Add(ToAbsent(absence));
            }
            else
            {
                var devices = Devices(family, found);
                absent.Add(ToAbsent(new(
                    family.Kinds[0],
                    BackendFailure.DeviceAbsent,
                    $"no device '{name}'; there {(devices.Count == 1 ? "is" : "are")} {string.Join(", ", devices)}",
                    "'conformance backends' lists what is there")));
            }
        }

        return new([.. selectors.Distinct(StringComparer.Ordinal)], [.. absent.Distinct()]);
    }

    public static AbsentBackend ToAbsent(BackendAbsence absence) =>
        new(absence.Kind, CaseRunner.StatusOf(absence.Failure), absence.Failure.Code(), absence.Detail, absence.Remedy);

    private static List<string> Devices(IBackendFamily family, Discovery found) =>
        [.. found.Available.Where(c => family.Kinds.Contains(c.Kind)).Select(c => c.Selector)];

    private static RunRefusedException Unknown(string name, BackendRegistry registry)
    {
        var names = registry.Families.Where(f => f is not MutantFamily).Select(f => f.Name).ToList();
        var nearest = Nearest.Of(name.Split(':')[0], names);
        return new(
            2, $"unknown backend '{name}'{(nearest is null ? "" : $"; did you mean '{nearest}'?")} Known: {string.Join(", ", names)}");
    }
}
