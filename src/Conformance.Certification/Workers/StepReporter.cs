using Conformance.Backends;
using Conformance.Certification.Running;
using Conformance.Verdicts;

namespace Conformance.Certification.Workers;

/// <summary>A case that says what it does next, so that a time-out counts one execution and a crash has a place.</summary>
internal sealed class StepReporter(IConformanceCase inner, Action<string> report) : IConformanceCase
{
    public string Id => inner.Id;

    public string Operator => inner.Operator;

    public IReadOnlyList<string> Flags => inner.Flags;

    public int TimeoutSeconds => inner.TimeoutSeconds;

    public IPreparedCase Prepare(IBackend backend)
    {
        report("prepare");
        return new Prepared(inner.Prepare(backend), report);
    }

    private sealed class Prepared(IPreparedCase inner, Action<string> report) : IPreparedCase
    {
        private int _executions;

        public IReadOnlyList<Observation> Execute()
        {
            report($"execution {++_executions}");
            return inner.Execute();
        }

        public Mismatch? Locate(Observation observation)
        {
            report("comparison with the reference");
            return inner.Locate(observation);
        }

        public void Dispose() => inner.Dispose();
    }
}
