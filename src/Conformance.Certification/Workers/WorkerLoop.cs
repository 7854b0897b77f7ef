using Conformance.Backends;
using Conformance.Certification.Probes;
using Conformance.Certification.Running;
using Conformance.Verdicts;

namespace Conformance.Certification.Workers;

/// <summary>
/// The inside of a worker process: opens one backend, then answers each case id on its input with one line. It runs nothing
/// that could outlive a fault: the parent counts the time and starts the next worker.
/// </summary>
public static class WorkerLoop
{
    /// <summary>Answers with what one family finds, for the parent that does not want to load its libraries.</summary>
    public static int Discover(IBackendFamily family, TextWriter output)
    {
        output.Write(new WorkerMessage { Discovery = family.Discover() }.ToLine() + "\n");
        output.Flush();
        return 0;
    }

    /// <summary>Answers with the findings on one backend: the family's own first, since they say why it may not open.</summary>
    public static int Probe(BackendRegistry registry, string selector, TextWriter output)
    {
        var findings = new List<ProbeFinding>();
        var device = "unknown";
        try
        {
            if (registry.FamilyOf(selector) is IProbedFamily family)
            {
                findings.AddRange(family.Probe(selector));
            }

            using var backend = registry.Open(selector);
            device = backend.Facts.Device;
            findings.AddRange(OperatorProbe.Run(backend));
        }
        catch (BackendException e)
        {
            findings.Add(new ProbeFinding("opens", false, true, $"{e.Failure.Code()}: {e.Message}"));
        }

        output.Write(new WorkerMessage { Probe = new ProbeReport(selector, device, findings) }.ToLine() + "\n");
        output.Flush();
        return 0;
    }

    /// <returns>0, or 3 where the backend did not open.</returns>
    public static int Run(
        BackendRegistry registry, string selector, CaseContext context, int repeats, TextReader input, TextWriter output)
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
            var catalogue = CaseCatalogue.Load(context);
            Say(new WorkerMessage { Ready = backend.Facts });
            while (input.ReadLine() is { } id)
            {
                var result = RunCase(catalogue, backend, id, repeats, step => Say(new WorkerMessage { Step = step }));
                Say(new WorkerMessage { Result = result });
                if (CaseRunner.IsLost(result.Status))
                {
                    // The parent goes on with a new worker.
                    break;
                }
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
