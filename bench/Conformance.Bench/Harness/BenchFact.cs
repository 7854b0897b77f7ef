namespace Conformance.Bench.Harness;

/// <summary>A number that is measured a few times and has a goal of its own.</summary>
/// <param name="Unit">As 's' or 'MiB'.</param>
/// <param name="Best">The smallest of the runs, which is judged: others only ever add.</param>
/// <param name="Goal">At most; 0 where nothing is promised.</param>
internal sealed record BenchFact(string Name, string Title, string Unit, double Best, double Median, double Worst, int Runs, double Goal)
{
    public bool IsReached => Goal <= 0 || Best <= Goal;

    public static BenchFact Of(string name, string title, string unit, IEnumerable<double> runs, double goal)
    {
        var sorted = runs.Order().ToList();
        return new(name, title, unit, sorted[0], sorted[sorted.Count / 2], sorted[^1], sorted.Count, goal);
    }
}
