using Conformance.Fuzz.Targets;

namespace Conformance.Fuzz;

/// <summary>Every target.</summary>
internal static class Catalogue
{
    public static IReadOnlyList<Target> All { get; } = [.. SnpTargets.All, .. TdxTargets.All, .. NvidiaTargets.All];

    public static IReadOnlyList<byte[]> SeedsOf(Target target) => target.Seeds.Read(Repository.Corpus, Repository.Seeds(target.Name));
}
