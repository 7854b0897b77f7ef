using System.Diagnostics;
using Conformance.Backends;
using Conformance.Certification.Profiles;
using Conformance.Certification.Reports;
using Conformance.Certification.Running;
using Conformance.Certification.Workers;
using Conformance.Vectors;
using Conformance.Verdicts;

namespace Conformance.Certification.Sessions;

/// <summary>What a run gave.</summary>
/// <param name="WriteProblem">One line where the report, or part of it, could not be written: no verdict is kept then.</param>
public sealed record RunOutcome(RunReport Report, string? WriteProblem)
{
    public int ExitCode => WriteProblem is null ? Report.Verdict.ExitCode : 3;
}

/// <summary>
/// The whole of a run: find backends, run the cases on one backend after the other (side by side they would disturb each
/// other's time-outs), log each result as it comes, decide, report.
/// </summary>
public sealed class RunSession(RunRequest request, IRunProgress progress)
{
    /// <summary>The log of results, written while the run goes on.</summary>
    internal const string ResultsName = "results.jsonl";

    private readonly List<CaseResult> _results = [];
    private readonly List<BackendFacts> _backends = [];
    private readonly List<AbsentBackend> _absent = [];
    private string? _writeProblem;
    private long _peakMemory;
    private int _number;

    /// <param name="stop">Cancelled by Ctrl-C: what ran is still reported.</param>
    /// <exception cref="RunRefusedException">Nothing could be run at all.</exception>
    public RunOutcome Run(CancellationToken stop)
    {
        var started = DateTimeOffset.UtcNow;
        var clock = Stopwatch.StartNew();
        var catalogue = LoadCatalogue(request.Context);
        var cases = catalogue.Select(request.Cases);
        if (cases.Count == 0 && request.Cases.Count > 0)
        {
            throw new RunRefusedException(
                2, $"no case matches {string.Join(", ", request.Cases.Select(c => $"'{c}'"))}; 'conformance vectors list' names them");
        }

        var interrupted = false;
        var found = new Discovery([], []);
        try
        {
            found = new BackendFinder(request.Registry, request.Worker).FindAll(stop);
        }
        catch (OperationCanceledException)
        {
            interrupted = true;
        }

        var list = ProfileFile.Read(request.Context.Vectors, request.Profile ?? BackendSelection.DefaultProfile(found));
        var selection = request.Backends.Count == 0
            ? BackendSelection.ForProfile(list, found)
            : BackendSelection.ForUser(request.Backends, request.Registry, found);
        var directory = OutputDirectory.Prepare(request, list.Name, started);

        foreach (var absent in selection.Absent)
        {
            Add(absent);
        }

        var runs = new List<BackendRun>();
        try
        {
            using var log = OpenLog(directory);
            interrupted |= !Open(selection.Selectors, runs, stop);
            progress.Started(list.Name, directory, runs.Count * cases.Count);
            var facts = Facts(catalogue, list, directory, started, clock);
            Write(() => log.Begin(facts.Suite, facts.Host, facts.Run, _backends, _absent));
            foreach (var run in runs)
            {
                interrupted = interrupted || !RunCases(run, cases, log, stop);
            }

            return Conclude(facts, list, clock, interrupted || stop.IsCancellationRequested);
        }
        finally
        {
            foreach (var run in runs)
            {
                run.Dispose();
            }
        }
    }

    private static CaseCatalogue LoadCatalogue(CaseContext context)
    {
        try
        {
            return CaseCatalogue.Load(context);
        }
        catch (VectorFormatException e)
        {
            throw new RunRefusedException(2, e.Message, e);
        }
        catch (ManifestException e)
        {
            throw new RunRefusedException(5, e.Message, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RunRefusedException(2, e.Message.ReplaceLineEndings(" "), e);
        }
    }

    private static ResultsLog OpenLog(string directory)
    {
        try
        {
            return new ResultsLog(Path.Combine(directory, ResultsName));
        }
        catch (ReportWriteException e)
        {
            throw new RunRefusedException(3, e.Message, e);
        }
    }

    /// <summary>Opens all backends before the first case, so that what is missing is known, and logged, from the start.</summary>
    /// <returns>False when the run was interrupted.</returns>
    private bool Open(IReadOnlyList<string> selectors, List<BackendRun> runs, CancellationToken stop)
    {
        foreach (var selector in selectors)
        {
            var run = new BackendRun(request.Registry.WorkerOf(selector, request.Worker), selector, WorkerArguments(), request.Limit);
            try
            {
                if (run.Start(stop))
                {
                    runs.Add(run);
                    _backends.Add(run.Facts!);
                    progress.BackendOpened(run.Facts!);
                    continue;
                }
            }
            catch (OperationCanceledException)
            {
                return false;
            }

            Add(new AbsentBackend(
                request.Registry.FamilyOf(selector)!.Kinds[0],
                CaseRunner.StatusOf(run.Refusal!.Failure),
                run.Refusal.Failure.Code(),
                $"{selector}: {run.Refusal.Detail}",
                "'conformance backends' and 'conformance probe' tell more"));
        }

        return true;
    }

    /// <returns>False when the run was interrupted.</returns>
    private bool RunCases(BackendRun run, IReadOnlyList<IConformanceCase> cases, ResultsLog log, CancellationToken stop)
    {
        try
        {
            foreach (var vector in cases)
            {
                progress.CaseStarted(run.Facts!.Name, vector.Id, ++_number);
                var result = run.Run(vector, stop);
                _results.Add(result);
                Write(() => log.Append(result));
                progress.CaseFinished(result);
            }

            run.Finish();
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        finally
        {
            run.Dispose();
            _peakMemory = Math.Max(_peakMemory, run.PeakMemoryBytes);
        }
    }

    private (SuiteFacts Suite, HostFacts Host, RunFacts Run) Facts(
        CaseCatalogue catalogue, MustPassList list, string directory, DateTimeOffset started, Stopwatch clock)
    {
        var git = GitFacts.Collect(request.SourceRoot);
        return (
            new(request.Version, git.Commit, git.Tree, catalogue.Digest, list.Name, request.Filters),
            HostFactsCollector.Collect(),
            new RunFacts(started, Nanoseconds(clock), true, directory, 0) { Hardware = HardwareProbe.Collect(request.Worker) });
    }

    private RunOutcome Conclude(
        (SuiteFacts Suite, HostFacts Host, RunFacts Run) facts, MustPassList list, Stopwatch clock, bool interrupted)
    {
        var report = new RunReport
        {
            Suite = facts.Suite,
            Host = facts.Host,
            Run = facts.Run with
            {
                DurationNanoseconds = Nanoseconds(clock),
                Interrupted = interrupted,
                PeakMemoryBytes = Math.Max(_peakMemory, Process.GetCurrentProcess().PeakWorkingSet64),
            },
            Backends = _backends,
            Absent = _absent,
            Results = _results,
            Verdict = VerdictMaker.Decide(list, _results, _backends, _absent, request.Filters, interrupted),
        };
        Write(() => ReportDirectory.Write(facts.Run.Directory, report), always: true);
        return new RunOutcome(report, _writeProblem);
    }

    private static long Nanoseconds(Stopwatch clock) => (long)(clock.Elapsed.TotalMilliseconds * 1e6);

    private IReadOnlyList<string> WorkerArguments() =>
    [
        "--vectors", request.Context.Vectors, "--repeats", request.Repeats.ToString(System.Globalization.CultureInfo.InvariantCulture),
        .. request.Context.Model is { } model ? ["--model", model] : Array.Empty<string>(),
        .. request.Context.Tokenizer is { } tokenizer ? ["--tokenizer", tokenizer] : Array.Empty<string>(),
    ];

    private void Add(AbsentBackend absent)
    {
        _absent.Add(absent);
        progress.BackendAbsent(absent);
    }

    /// <summary>A full disk ends the log, not the run: the table at the end still says what was found.</summary>
    private void Write(Action write, bool always = false)
    {
        if (_writeProblem is null || always)
        {
            try
            {
                write();
            }
            catch (ReportWriteException e)
            {
                _writeProblem ??= e.Message;
            }
        }
    }
}
