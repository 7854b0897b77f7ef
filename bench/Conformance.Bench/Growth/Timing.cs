using System.Diagnostics;
using Conformance.Bench.Harness;

namespace Conformance.Bench.Growth;

/// <summary>The time of a call that is long enough for the clock, as points of a chart want it.</summary>
internal static class Timing
{
    /// <param name="x">Where the point stands.</param>
    /// <param name="call">A few microseconds at least.</param>
    /// <returns>Median and quartiles, in nanoseconds.</returns>
    public static GrowthPoint Of(double x, Action call, TimeBudget budget)
    {
        WarmUp.Until(n =>
        {
            for (var i = 0L; i < n; i++)
            {
                call();
            }
        }, budget);
        var times = new List<double>();
        var total = Stopwatch.StartNew();
        while (times.Count < TimeBudget.Fewest || (total.Elapsed < budget.Measuring && times.Count < 100_000))
        {
            var start = Stopwatch.GetTimestamp();
            call();
            times.Add(Stopwatch.GetElapsedTime(start).TotalNanoseconds);
        }

        times.Sort();
        return new GrowthPoint(x, times[times.Count / 2], times[times.Count / 4], times[times.Count * 3 / 4]);
    }
}
