using BenchmarkDotNet.Engines;
using BenchmarkDotNet.Jobs;

namespace Conformance.Bench.Harness;

/// <summary>
/// Measures only when the code is what it will stay (<see cref="WarmUp"/>): a fixed number of warm-ups was seen to time a peer in its
/// first tier, ten times slower than it is. Then the number of iterations follows from the time that one operation takes.
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
            var call = WarmUp.Until(parameters.WorkloadActionNoUnroll, budget);
            if (call < TimeBudget.Iteration.TotalNanoseconds / 1000)
            {
                // Short calls are made in blocks of 16; that is other code, which needs its own time.
                var blocks = WarmUp.Until(parameters.WorkloadActionUnroll, budget);
                Plan(parameters, blocks / parameters.UnrollFactor, parameters.UnrollFactor);
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
            Failure = (exception.InnerException ?? exception).Message.ReplaceLineEndings(" ");
            throw;
        }
    }

    /// <param name="call">In nanoseconds.</param>
    private void Plan(EngineParameters parameters, double call, int unroll)
    {
        var calls = Math.Max(1, (long)(TimeBudget.Iteration.TotalNanoseconds / call / unroll)) * unroll;
        parameters.TargetJob = parameters.TargetJob
            .WithUnrollFactor(unroll)
            .WithInvocationCount(calls)
            .WithIterationCount(budget.Iterations(call * calls));
    }
}
