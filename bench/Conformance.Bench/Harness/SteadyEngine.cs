using System.Diagnostics;
using System.Runtime;
using BenchmarkDotNet.Engines;
using BenchmarkDotNet.Jobs;

namespace Conformance.Bench.Harness;

/// <summary>
/// Measures only when the code is what it will stay: calls the benchmark until the JIT has compiled nothing, in the whole process, for
/// longer than it waits between two tiers (100 ms), and often enough for a method to be counted as hot (30 calls). A fixed number of
/// warm-ups is too few for some code and was seen to time a peer in its first tier, five times slower than it is.
/// Then the number of iterations follows from the time that one operation takes.
/// </summary>
internal sealed class SteadyEngine(TimeBudget budget) : IEngineFactory
{
    /// <summary>What the last benchmark ended with; null where it ended well.</summary>
    public string? Failure { get; private set; }

    public IEngine CreateReadyToRun(EngineParameters parameters)
    {
        Failure = null;
        try
        {
            parameters.GlobalSetupAction?.Invoke();
            parameters.GlobalSetupAction = static () => { };
            var call = WarmUp(parameters.WorkloadActionNoUnroll);
            if (call.TotalMilliseconds < TimeBudget.Iteration.TotalMilliseconds / 1000)
            {
                // Short calls are made in blocks of 16; that is other code, which needs its own time.
                call = WarmUp(n => parameters.WorkloadActionUnroll(Math.Max(1, n / parameters.UnrollFactor)));
                Plan(parameters, call, parameters.UnrollFactor);
            }
            else
            {
                parameters.WorkloadActionUnroll = parameters.WorkloadActionNoUnroll;
                parameters.OverheadActionUnroll = parameters.OverheadActionNoUnroll;
                Plan(parameters, call, unroll: 1);
            }

            return new EngineFactory().CreateReadyToRun(parameters);
        }
        catch (Exception exception)
        {
            Failure = (exception.InnerException ?? exception).Message;
            throw;
        }
    }

    private void Plan(EngineParameters parameters, TimeSpan call, int unroll)
    {
        var calls = Math.Max(1, (long)(TimeBudget.Iteration / call / unroll)) * unroll;
        parameters.TargetJob = parameters.TargetJob
            .WithUnrollFactor(unroll)
            .WithInvocationCount(calls)
            .WithIterationCount(budget.Iterations(call * calls));
    }

    /// <returns>The time of one call at the end.</returns>
    private TimeSpan WarmUp(Action<long> workload)
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
                return time / calls;
            }

            // Towards a hundred looks at the clock in a second.
            calls = time.TotalMilliseconds < 5 ? calls * 2 : calls;
        }
    }
}
