namespace Conformance.Certification.Running;

/// <summary>What the linter demands of every vector file, whatever its format.</summary>
internal static class VectorFileRules
{
    public static IEnumerable<VectorProblem> OfFile(string name, IReadOnlyList<string> origins, int cases)
    {
        if (origins.Distinct(StringComparer.Ordinal).Count() < 2)
        {
            yield return new(name, "origins", $"a golden value needs two independent origins, found {origins.Count}");
        }

        if (cases == 0)
        {
            yield return new(name, "cases", "no case");
        }
    }

    public static IEnumerable<VectorProblem> OfFlags(string name, string id, IReadOnlyList<string> flags)
    {
        if (flags.Count == 0)
        {
            yield return new(name, id, "no flag says why the case exists");
        }
    }
}
