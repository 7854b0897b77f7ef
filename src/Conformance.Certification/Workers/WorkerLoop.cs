using Conformance.Backends;
using Conformance.Certification.Running;
using Conformance.Verdicts;

namespace Conformance.Certification.Workers;

/// <summary>
/// The inside of a worker process: opens one backend, then answers each case id on its input with one line. It runs nothing
/// that could outlive a fault: the parent counts the time and starts the next worker.
/// </summary>
public static class WorkerLoop
{
    /// <returns>0, or 3 where the backend did not open.</returns>
    public static int Run(
        BackendRegistry registry, string selector, string vectors, int repeats, TextReader input, TextWriter output)
    {
        void Say(WorkerMessage message)
        {
            output.Write(message.ToLine() + "\n");
            output.Flush();
        }

        IBackend backend;
        try
        {
            backend = registry.Open(selector);
        }
        catch (BackendException e)
        {
            Say(new WorkerMessage { Refused = new(e.Failure, e.Message) });
            return 3;
        }

        using (backend)
        {
            Say(new WorkerMessage { Ready = backend.Facts });
            var catalogue = CaseCatalogue.Load(vectors);
            while (input.ReadLine() is { } id)
            {
                Say(new WorkerMessage { Result = RunCase(catalogue, backend, id, repeats, step => Say(new WorkerMessage { Step = step })) });
            }
        }

        return 0;
    }

    private static CaseResult RunCase(CaseCatalogue catalogue, IBackend backend, string id, int repeats, Action<string> report)
    {
        if (catalogue.Find(id) is not { } vector)
        {
            return new CaseResult
            {
                CaseId = id, Operator = "unknown", Backend = backend.Facts.Name, Status = CaseStatus.Error, Reason = "CASE_UNKNOWN",
                Detail = "the worker's vectors have no such case",
            };
        }

        try
        {
            return CaseRunner.Run(new StepReporter(vector, report), backend, repeats);
        }
#pragma warning disable CA1031 // A backend may let out anything; it stays the fault of this one case.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return CaseRunner.Failed(
                vector, backend.Facts.Name, CaseStatus.Error, "EXCEPTION", $"{e.GetType().Name}: {e.Message.ReplaceLineEndings(" ")}");
        }
    }
}
