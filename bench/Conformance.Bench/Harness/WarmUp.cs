using System.Diagnostics;
using System.Runtime;

namespace Conformance.Bench.Harness;

/// <summary>Calls something until its code is what it will stay.</summary>
internal static class WarmUp
{
    /// <summary>
    /// Ends when the JIT has compiled nothing, in the whole process, for longer than it waits between two tiers (100 ms), and after
    /// enough calls for a method to be counted as hot (30).
    /// </summary>
    /// <param name="workload">Runs as many calls as it is told.</param>
    /// <returns>The time of one call at the end, in nanoseconds.</returns>
    public static double Until(Action<long> workload, TimeBudget budget)
    {
        var total = Stopwatch.StartNew();
        var quiet = Stopwatch.StartNew();
        var compiled = JitInfo.GetCompiledMethodCount();
        var (calls, quietCalls) = (1L, 0L);
        while (true)
        {
            var start = Stopwatch.GetTimestamp();
            workload(calls);
            var time = Stopwatch.GetElapsedTime(start);
            quietCalls += calls;
            if (JitInfo.GetCompiledMethodCount() is var now && now != compiled)
            {
                (compiled, quietCalls) = (now, 0);
                quiet.Restart();
            }

            var isSteady = quiet.Elapsed >= TimeBudget.Quiet && quietCalls >= TimeBudget.QuietCalls && total.Elapsed >= budget.WarmUp;
            if (isSteady || total.Elapsed >= budget.LongestWarmUp)
            {
                return time.TotalNanoseconds / calls;
            }

            // Towards a hundred looks at the clock in a second.
            calls = time.TotalMilliseconds < 5 ? calls * 2 : calls;
        }
    }
}
