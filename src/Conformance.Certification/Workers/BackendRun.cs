using Conformance.Backends;
using Conformance.Certification.Running;
using Conformance.Verdicts;

namespace Conformance.Certification.Workers;

/// <summary>
/// All cases on one backend, in worker processes: one at a time, a new one after each crash or hang. Whatever happens to a
/// worker is the result of the case that it was at; what ran before is kept.
/// </summary>
public sealed class BackendRun : IDisposable
{
    /// <summary>Opening a device may compile kernels; more than this is a hang.</summary>
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(120);

    /// <summary>
    /// After this many time-outs in a row the device is taken for lost; the rest would take a minute each to say the same.
    /// </summary>
    private const int LostAfterTimeouts = 5;

    /// <summary>After this many failed starts in a row no further one is tried.</summary>
    private const int LostAfterStarts = 3;

    private readonly WorkerCommand _command;
    private readonly string _selector;
    private readonly IReadOnlyList<string> _arguments;
    private readonly TimeSpan? _limit;
    private WorkerProcess? _worker;
    private int _timeouts;
    private int _failedStarts;

    /// <param name="limit">Time for one execution, instead of each case's own.</param>
    public BackendRun(WorkerCommand command, string selector, IReadOnlyList<string> arguments, TimeSpan? limit)
    {
        _command = command;
        _selector = selector;
        _arguments = arguments;
        _limit = limit;
    }

    /// <summary>Set once a worker has opened the backend.</summary>
    public BackendFacts? Facts { get; private set; }

    /// <summary>Set where the first worker did not open it.</summary>
    public WorkerRefusal? Refusal { get; private set; }

    public long PeakMemoryBytes { get; private set; }

    /// <summary>Opens the backend. Does nothing where a worker is already there.</summary>
    /// <returns>False where it does not open: see <see cref="Refusal"/>.</returns>
    public bool Start(CancellationToken stop)
    {
        if (_worker is not null)
        {
            return true;
        }

        var worker = new WorkerProcess(_command, ["worker", "--backend", _selector, .. _arguments]);
        try
        {
            if (worker.Receive(StartLimit, stop, out var answer))
            {
                if (answer.Ready is { } facts)
                {
                    Facts = facts;
                    _failedStarts = 0;
                    _worker = worker;
                    return true;
                }

                Refusal = answer.Refused ?? new(BackendFailure.LibraryBroken, "the worker's first answer is not one");
            }
            else
            {
                var (_, _, detail) = WorkerEnd.Describe(worker.WaitForExit(TimeSpan.FromSeconds(5)), "start", worker.LastWords);
                Refusal = new(BackendFailure.LibraryBroken, detail);
            }
        }
        catch (TimeoutException)
        {
            Refusal =
                new(BackendFailure.LibraryBroken, $"the backend did not open in {StartLimit.TotalSeconds} s; it said: {worker.LastWords}");
        }
        finally
        {
            if (_worker is null)
            {
                worker.Dispose();
            }
        }

        _failedStarts++;
        return false;
    }

    /// <summary>Runs one case. Never throws for what a backend does.</summary>
    /// <exception cref="OperationCanceledException">The run was interrupted; the case has no result.</exception>
    public CaseResult Run(IConformanceCase vector, CancellationToken stop)
    {
        if (_timeouts >= LostAfterTimeouts)
        {
            return CaseRunner.Failed(
                vector, _selector, CaseStatus.Error, "BACKEND_LOST", $"not tried: {LostAfterTimeouts} cases before it hung");
        }

        if (_failedStarts >= LostAfterStarts || !Start(stop))
        {
            return CaseRunner.Failed(
                vector, _selector, CaseStatus.Error, "BACKEND_LOST", $"the backend did not open again: {Refusal?.Detail}");
        }

        var result = Ask(_worker!, vector, stop);
        _timeouts = result.Status == CaseStatus.Timeout ? _timeouts + 1 : 0;
        return result;
    }

    /// <summary>Lets the worker leave in peace.</summary>
    public void Finish()
    {
        _worker?.Close();
        Drop();
    }

    public void Dispose() => Drop();

    private CaseResult Ask(WorkerProcess worker, IConformanceCase vector, CancellationToken stop)
    {
        var step = "the start of the case";
        var limit = _limit ?? TimeSpan.FromSeconds(vector.TimeoutSeconds);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        CaseResult Lost(CaseStatus status, string reason, string detail)
        {
            Drop();
            return CaseRunner.Failed(vector, _selector, status, reason, detail) with
            {
                DurationNanoseconds = (long)(clock.Elapsed.TotalMilliseconds * 1e6),
            };
        }

        worker.Send(vector.Id);
        try
        {
            while (worker.Receive(limit, stop, out var answer))
            {
                if (answer.Result is { } result)
                {
                    // A worker has one case at a time, so another id is the answer of a confused one.
                    if (result.CaseId != vector.Id)
                    {
                        return Lost(CaseStatus.Error, "WRONG_ANSWER", $"the worker answered for '{result.CaseId}'");
                    }

                    if (CaseRunner.IsLost(result.Status))
                    {
                        // It found the device lost by itself and leaves.
                        Drop();
                    }

                    return result;
                }

                step = answer.Step ?? step;
                worker.NoteMemory();
            }
        }
        catch (TimeoutException)
        {
            return Lost(CaseStatus.Timeout, "TIMEOUT", $"no answer in {limit.TotalSeconds:0.#} s at {step}");
        }

        var (status, reason, detail) = WorkerEnd.Describe(worker.WaitForExit(TimeSpan.FromSeconds(5)), step, worker.LastWords);
        return Lost(status, reason, detail);
    }

    private void Drop()
    {
        if (_worker is { } worker)
        {
            worker.NoteMemory();
            PeakMemoryBytes = Math.Max(PeakMemoryBytes, worker.PeakMemoryBytes);
            worker.Dispose();
            _worker = null;
        }
    }
}
