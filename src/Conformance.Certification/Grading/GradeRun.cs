using Conformance.Backends;
using Conformance.Certification.Workers;

namespace Conformance.Certification.Grading;

/// <summary>One library as it was graded, or why it was not.</summary>
/// <param name="Facts">Null where it did not open.</param>
/// <param name="Reason">Machine code where it did not open: PACKAGE_ABSENT, LIBRARY_BROKEN…</param>
public sealed record GradedLibraryResult(
    string Library, LibraryFacts? Facts, IReadOnlyList<Schedule> Schedules, IReadOnlyList<GradeRow> Rows, string? Reason, string? Detail);

/// <summary>
/// All cases on one library, in its own process: a new one after each crash or hang, whatever happens to a process is the observation of
/// the case that it was at.
/// </summary>
public sealed class GradeRun(GradedProgram program, string vectors, int repeats, TimeSpan limit)
{
    private const int MostRestarts = 25;

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(120);

    private WorkerProcess? _worker;
    private GradeReady? _ready;
    private WorkerRefusal? _refusal;

    /// <param name="catalogue">The same vectors that the program loads.</param>
    /// <param name="select">Which case ids; null for all.</param>
    /// <param name="progress">Told every case.</param>
    public GradedLibraryResult Run(GradeCatalogue catalogue, Func<string, bool>? select, Action<string>? progress, CancellationToken stop)
    {
        if (program.Command is null)
        {
            return new(program.Library, null, [], [], BackendFailure.PackageAbsent.Code(), $"the program {program.Program} is not built");
        }

        try
        {
            if (!Start(stop))
            {
                return new(program.Library, null, [], [], _refusal!.Failure.Code(), _refusal.Detail);
            }

            var observations = new List<CaseObservation>();
            var restarts = 0;
            foreach (var (schedule, id, operatorName) in Work(catalogue, _ready!, select))
            {
                stop.ThrowIfCancellationRequested();
                progress?.Invoke($"{program.Library} {schedule.Name} {id}");
                if (_worker is null && (++restarts > MostRestarts || !Start(stop)))
                {
                    observations.Add(
                        Lost(schedule, id, operatorName, ObservationKind.Error, "LIBRARY_LOST", "the library did not open again"));
                    continue;
                }

                observations.Add(Ask(schedule, id, operatorName, stop));
            }

            _worker?.Close();
            return new(
                program.Library, _ready!.Facts, _ready.Schedules, GradeMaker.Make(
                    _ready.Facts, _ready.Schedules, observations), null, null);
        }
        finally
        {
            _worker?.Dispose();
            _worker = null;
        }
    }

    private static IEnumerable<(Schedule Schedule, string Id, string Operator)> Work(
        GradeCatalogue catalogue, GradeReady ready, Func<string, bool>? select)
    {
        foreach (var schedule in ready.Schedules)
        {
            foreach (var vector in catalogue.Operators.Where(c => select?.Invoke(c.Id) ?? true))
            {
                yield return (schedule, vector.Id, vector.Operator.Name);
            }

            foreach (var model in catalogue.Models.Where(c => ready.HasDecoder && (select?.Invoke(c.Id) ?? true)))
            {
                yield return (schedule, model.Id, GradedModel.OperatorName);
            }
        }
    }

    private bool Start(CancellationToken stop)
    {
        var arguments =
            (string[])[
                GradeWorker.Verb, .. program.Arguments, "--vectors", vectors, "--repeats", FormattableString.Invariant($"{repeats}")];
        var worker = new WorkerProcess(program.Command!, arguments, program.Environment);
        try
        {
            if (!worker.Receive(StartLimit, stop, out var answer))
            {
                var (_, _, detail) = WorkerEnd.Describe(worker.WaitForExit(TimeSpan.FromSeconds(5)), "start", worker.LastWords);
                _refusal = new(BackendFailure.LibraryBroken, detail);
            }
            else if (answer.Grading is { } ready)
            {
                (_ready, _worker) = (ready, worker);
                return true;
            }
            else
            {
                _refusal = answer.Refused ?? new(BackendFailure.LibraryBroken, "the program's first answer is not one");
            }
        }
        catch (TimeoutException)
        {
            _refusal =
                new(BackendFailure.LibraryBroken, $"the library did not open in {StartLimit.TotalSeconds} s; it said: {worker.LastWords}");
        }
        finally
        {
            if (_worker is null)
            {
                worker.Dispose();
            }
        }

        return false;
    }

    private CaseObservation Ask(Schedule schedule, string id, string operatorName, CancellationToken stop)
    {
        var worker = _worker!;
        try
        {
            if (worker.Send($"{schedule.Name}\t{id}") && worker.Receive(limit, stop, out var answer))
            {
                return answer.Observed is { } seen && seen.CaseId == id && seen.Schedule == schedule.Name
                    ? seen
                    : Drop(
                        Lost(schedule, id, operatorName, ObservationKind.Error, "WRONG_ANSWER", "the program answered for another case"));
            }
        }
        catch (TimeoutException)
        {
            return Drop(
                Lost(
                    schedule, id, operatorName, ObservationKind.Timeout, "TIMEOUT",
                    FormattableString.Invariant($"no answer in {limit.TotalSeconds:0.#} s")));
        }

        var (_, reason, detail) = WorkerEnd.Describe(worker.WaitForExit(TimeSpan.FromSeconds(5)), $"'{id}'", worker.LastWords);
        return Drop(Lost(schedule, id, operatorName, ObservationKind.Crash, reason, detail));
    }

    private CaseObservation Drop(CaseObservation observation)
    {
        _worker?.Dispose();
        _worker = null;
        return observation;
    }

    private static CaseObservation Lost(Schedule schedule, string id, string operatorName, ObservationKind kind, string reason, string detail) =>
        new() { CaseId = id, Operator = operatorName, Schedule = schedule.Name, Kind = kind, Reason = reason, Detail = detail };
}
