using Conformance.Backends;

namespace Conformance.Certification.Workers;

/// <summary>What a probe found on one backend.</summary>
public sealed record ProbeReport(string Backend, string Device, IReadOnlyList<ProbeFinding> Findings)
{
    /// <summary>All that SA-1 needs.</summary>
    public bool Fit => Findings.All(f => f.Passed || !f.Required);
}

/// <summary>Probes a backend in a worker process.</summary>
public static class BackendProbe
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    public static ProbeReport Ask(WorkerCommand command, string selector, CancellationToken stop)
    {
        using var worker = new WorkerProcess(command, ["worker", "--probe", selector]);
        try
        {
            if (worker.Receive(Limit, stop, out var answer))
            {
                worker.Close();
                return answer.Probe ?? Failed(selector, answer.Refused?.Detail ?? "the worker's answer is not one");
            }

            return Failed(selector, WorkerEnd.Describe(worker.WaitForExit(TimeSpan.FromSeconds(5)), "probe", worker.LastWords).Detail);
        }
        catch (TimeoutException)
        {
            return Failed(selector, $"no answer in {Limit.TotalSeconds} s; it said: {worker.LastWords}");
        }
    }

    private static ProbeReport Failed(string selector, string detail) =>
        new(selector, "unknown", [new ProbeFinding("opens", false, true, detail)]);
}
